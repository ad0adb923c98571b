package dev.liveset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.Phase;
import dev.liveset.PoolConfig.Mode;
import dev.liveset.codec.PoolCodec;
import dev.liveset.codec.PoolKeys;
import dev.liveset.heartbeat.HeartbeatMessage;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What was shown to break or deceive xhad, tried against running {@code pool-host} processes. */
@Timeout(400)
class FaultListIT {
    private static final int XHAD_BYTES = 744;
    private static final int CHECKED_SECONDS = 60;
    private static final int SEQUENCE = 12;

    @TempDir
    Path directory;

    private PoolHosts pool;

    /** A heartbeat of host 1 as it would be, but for what the forger changes. */
    private ByteBuffer forged(PoolKeys keys, Consumer<HeartbeatMessage> lie) {
        HeartbeatMessage message = new HeartbeatMessage();
        message.hostIndex = 1;
        message.sequence = 1_000_000;
        message.currentLiveset = 0b11;
        message.proposedLiveset = 0b11;
        message.hbdomain = 0b11;
        message.sfdomain = 0b11;
        message.phase = Phase.STARTED.ordinal();
        message.sfAccess = true;
        message.trailer = true;
        message.incarnation = Long.MAX_VALUE;
        message.longSequence = Long.MAX_VALUE;
        lie.accept(message);
        ByteBuffer packet = ByteBuffer.allocate(PoolCodec.PACKET_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (PoolCodec codec = new PoolCodec(pool.pool, 1, keys)) {
            codec.encodeHeartbeat(message, packet);
        }
        return packet.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The lies that made an xhad fence itself, or deaf, or change its mind. */
    private List<ByteBuffer> lies(PoolKeys keys) {
        return List.of(
                forged(keys, message -> {
                    message.fenceRequest = true;
                    message.proposedLiveset = HostSet.of(1);
                }),
                forged(keys, message -> message.sequence = Integer.MAX_VALUE),
                forged(keys, message -> message.sr2 = true),
                forged(keys, message -> message.phase = Phase.FHREADY.ordinal()));
    }

    private void send(String from, ByteBuffer packet, int length) throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(from))) {
            byte[] bytes = new byte[Math.max(length, packet.limit())];
            packet.duplicate().get(bytes, 0, packet.limit());
            socket.send(new DatagramPacket(bytes, length, InetAddress.getByName(pool.address(0)), pool.port));
        }
    }

    private long counted(String reason) throws Exception {
        return pool.query(0).stream()
                .filter(line -> line.contains("<" + reason + ">"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    /** Sends it and waits until host 0 has counted one more refusal by this name. */
    private void refused(String reason, String from, ByteBuffer packet, int length) throws Exception {
        long before = counted(reason);
        send(from, packet, length);
        long limit = System.nanoTime() + CHECKED_SECONDS * 1_000_000_000L;
        while (counted(reason) == before) {
            assertTrue(pool.host(0).alive(), pool.host(0)::output);
            assertTrue(
                    System.nanoTime() < limit,
                    () -> "was not counted as " + reason + "\n" + pool.host(0).output());
        }
    }

    /** Neither host has said anything new but answers since the marks. */
    private void nothingHappened(int[] marks) {
        for (int host = 0; host < marks.length; host++) {
            assertTrue(pool.host(host).alive(), pool.host(host)::output);
            List<String> lines = pool.host(host).lines();
            List<String> news = lines.subList(marks[host], lines.size()).stream()
                    .filter(line -> line.matches("[0-9.]+ [A-Z]+ .*"))
                    .toList();
            assertEquals(List.of(), news);
        }
    }

    @Test
    void shouldRefuseEveryForgedOrMalformedDatagramByName() throws Exception {
        try (PoolHosts hosts = new PoolHosts(directory, "127.0.84", 2, "1/5/1/5/10/10", Mode.INTEROP)) {
            pool = hosts.format(PoolKeys.none()).with("--watchdog", "none");
            pool.startAll();
            pool.await("ONLINE liveset=11 hb=11 sf=11", 0, 1);
            int[] marks = pool.marks();
            String member = pool.address(1);
            PoolKeys none = PoolKeys.none();
            ByteBuffer good = forged(none, message -> {});

            // An address that is no member's: not even a well-made packet.
            for (ByteBuffer lie : lies(none)) {
                refused("packets_WRONG_SOURCE", "127.0.84.99", lie, PoolCodec.PACKET_BYTES);
                refused("packets_WRONG_SOURCE", "127.0.84.99", lie, XHAD_BYTES);
            }
            // A member's address: an unsigned packet of a host that signs is not its own.
            for (ByteBuffer lie : lies(none)) {
                refused("packets_STALE", member, lie, XHAD_BYTES);
            }
            for (int index : new int[] {2, 3, 63, 64, 65, 255, 256, 65_536, Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
                refused(
                        "packets_WRONG_INDEX",
                        member,
                        good.duplicate().order(ByteOrder.LITTLE_ENDIAN).putInt(80, index),
                        744);
            }
            good.putInt(80, 0);
            refused("packets_WRONG_ID", member, good, XHAD_BYTES);
            good.put(48, PoolHosts.id(0).replace("-", "").getBytes(StandardCharsets.US_ASCII));
            refused("packets_OWN_PACKET", member, good, XHAD_BYTES);
            refused(
                    "packets_WRONG_GENERATION",
                    member,
                    forged(none, message -> {}).put(16, (byte) '9'),
                    XHAD_BYTES);
            refused(
                    "packets_WRONG_SIGNATURE",
                    member,
                    forged(none, message -> {}).putInt(12, 745),
                    XHAD_BYTES);
            refused(
                    "packets_WRONG_SIGNATURE",
                    member,
                    forged(none, message -> {}).putInt(0, 0),
                    XHAD_BYTES);
            refused("packets_OUT_OF_RANGE", member, forged(none, message -> {}).putInt(632, 12), XHAD_BYTES);
            refused("packets_OUT_OF_RANGE", member, forged(none, message -> {}).put(740, (byte) 2), XHAD_BYTES);
            refused(
                    "packets_CORRUPT",
                    member,
                    forged(none, message -> {}).put(636, (byte) 'x'),
                    PoolCodec.PACKET_BYTES);
            for (int length : new int[] {0, 1, 12, 743, 745, 800, 839, 841, 1_400, 60_000}) {
                refused("packets_WRONG_SIZE", member, forged(none, message -> {}), length);
            }
            nothingHappened(marks);
        }
    }

    @Test
    void shouldRefuseEveryForgedDatagramInAStrictPoolWithAKey() throws Exception {
        Path keyFile = Files.writeString(directory.resolve("key"), "5ec7e7".repeat(8) + "\n");
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        try (PoolHosts hosts = new PoolHosts(directory, "127.0.85", 2, "1/5/1/5/10/10", Mode.STRICT)) {
            pool = hosts.format(PoolKeys.read(keyFile)).with("--watchdog", "none", "--key-file", keyFile.toString());
            pool.startAll();
            pool.await("ONLINE liveset=11 hb=11 sf=11", 0, 1);
            int[] marks = pool.marks();
            PoolKeys stolenNot =
                    PoolKeys.of("another secret, just as long as that one".getBytes(StandardCharsets.US_ASCII));
            for (PoolKeys keys : List.of(PoolKeys.none(), stolenNot)) {
                for (ByteBuffer lie : lies(keys)) {
                    refused("packets_UNTRUSTED", pool.address(1), lie, PoolCodec.PACKET_BYTES);
                    refused("packets_UNTRUSTED", pool.address(1), lie, XHAD_BYTES);
                }
            }
            nothingHappened(marks);
        }
    }

    @Test
    void shouldLiveWithTheZeroedSectionOfADeadHost() throws Exception {
        try (PoolHosts hosts = new PoolHosts(directory, "127.0.86", 3, "1/5/1/5/10/10", Mode.INTEROP)) {
            pool = hosts.format(PoolKeys.none()).with("--watchdog", "none");
            pool.startAll();
            pool.await("ONLINE liveset=111 hb=111 sf=111", 0, 1, 2);
            pool.host(2).signal("KILL");
            pool.await("ONLINE liveset=110", 0, 1);
            int[] marks = pool.marks();
            try (RandomAccessFile disk = new RandomAccessFile(pool.statefile.toFile(), "rw")) {
                disk.seek(4096 * 3);
                disk.write(new byte[4096]);
            }
            awaitText(0, "<sections_CORRUPT>1</sections_CORRUPT>");
            awaitText(1, "<sections_CORRUPT>1</sections_CORRUPT>");
            nothingHappened(new int[] {marks[0], marks[1]});
            assertTrue(String.join("", pool.query(0)).contains("<statefile_access>TRUE"));
        }
    }

    /** An error for each read, not a loop. Nobody has the statefile any more, so rule 2 lets the hosts live. */
    @Test
    void shouldLiveWithATruncatedStatefileAndNotStartOnOne() throws Exception {
        try (PoolHosts hosts = new PoolHosts(directory, "127.0.90", 2, "1/5/1/5/10/10", Mode.INTEROP)) {
            pool = hosts.format(PoolKeys.none()).with("--watchdog", "none");
            pool.startAll();
            pool.await("ONLINE liveset=11 hb=11 sf=11", 0, 1);
            try (RandomAccessFile disk = new RandomAccessFile(pool.statefile.toFile(), "rw")) {
                disk.setLength(4096);
            }
            awaitText(0, "<statefile_lost>TRUE</statefile_lost>");
            awaitText(1, "<statefile_lost>TRUE</statefile_lost>");
            assertTrue(String.join("", pool.query(0)).contains("<status>Online</status>"));

            pool.host(1).order("stop");
            pool.host(1).close();
            pool.start(1);
            assertEquals(1, pool.host(1).awaitExit(CHECKED_SECONDS), pool.host(1)::output);
            pool.await("code=CANNOT_ACCESS_STATEFILE", 1);
        }
    }

    private void awaitText(int host, String text) throws Exception {
        long limit = System.nanoTime() + CHECKED_SECONDS * 1_000_000_000L;
        while (!String.join("", pool.query(host)).contains(text)) {
            assertTrue(
                    System.nanoTime() < limit,
                    () -> text + " never came\n" + pool.host(host).output());
        }
    }

    @Test
    void shouldNotSayOnlineWhileItStops() throws Exception {
        try (PoolHosts hosts = new PoolHosts(directory, "127.0.87", 1, "1/5/1/5/10/10", Mode.STRICT)) {
            pool = hosts.format(PoolKeys.none()).with("--watchdog", "none");
            pool.startAll();
            pool.await("ONLINE liveset=1 hb=1 sf=1", 0);
            int mark = pool.host(0).lineCount();
            pool.host(0).order("stop");
            for (int i = 0; i < 200; i++) {
                pool.host(0).order("query");
            }
            assertEquals(0, pool.host(0).awaitExit(CHECKED_SECONDS), pool.host(0)::output);
            List<String> after = pool.host(0).lines().subList(mark, pool.host(0).lineCount());
            assertFalse(
                    after.stream().anyMatch(line -> line.contains("Online") || line.contains(" ONLINE ")),
                    after::toString);
            assertTrue(after.get(after.size() - 1).endsWith("code=SUCCESS"), after::toString);
        }
    }

    @Test
    void shouldRefuseANonsenseConfigurationInOneSentence() throws Exception {
        assertThrows(
                LivesetException.class, () -> new PoolHosts(directory, "127.0.88", 2, "1/-5/1/5/10/10", Mode.STRICT));
        try (ToolProcess host = ToolProcess.start(
                "pool-host", "--config", directory.resolve("xhad0.conf").toString())) {
            assertEquals(1, host.awaitExit(CHECKED_SECONDS), host::output);
            assertEquals(1, host.errors().size(), host::output);
            host.awaitLine(line -> line.endsWith(" STOPPED liveset=- hb=- sf=- master=- code=INVALID_CONFIG"), 5);
            assertTrue(host.errors().get(0).contains("HeartbeatTimeout is '-5'"), host::output);
        }
    }

    /** Who follows the lines learns of an end before there is anything to run; the sentence is in an operator's words. */
    @Test
    void shouldSayStoppedForEveryFileThatCannotBeUsed() throws Exception {
        try (PoolHosts hosts = new PoolHosts(directory, "127.0.91", 1, "1/5/1/5/10/10", Mode.STRICT)) {
            String conf = hosts.conf(0).toString();
            String none = directory.resolve("none").toString();
            refusedAtOnce("is no program", "--config", conf, "--health-check", none);
            refusedAtOnce("there is no such file", "--config", conf, "--key-file", none);
            refusedAtOnce("there is no such file", "--config", none);
        }
    }

    private static void refusedAtOnce(String sentence, String... options) throws Exception {
        String[] words =
                Stream.concat(Stream.of("pool-host"), Stream.of(options)).toArray(String[]::new);
        try (ToolProcess host = ToolProcess.start(words)) {
            assertEquals(1, host.awaitExit(CHECKED_SECONDS), host::output);
            host.awaitLine(line -> line.endsWith(" STOPPED liveset=- hb=- sf=- master=- code=INVALID_CONFIG"), 5);
            assertEquals(1, host.errors().size(), host::output);
            assertTrue(host.errors().get(0).contains(sentence), host::output);
            assertFalse(host.errors().get(0).contains("Exception"), host::output);
        }
    }

    /** A first write with the number that stands on the disk would be no sign of life to others, and a cycle lost. */
    @Test
    void shouldNotRepeatTheSequenceOnTheDiskWithItsFirstWrite() throws Exception {
        try (PoolHosts hosts = new PoolHosts(directory, "127.0.92", 1, "1/5/1/5/10/10", Mode.INTEROP)) {
            pool = hosts.format(PoolKeys.none()).with("--watchdog", "none");
            pool.startAll();
            pool.await("ONLINE liveset=1 hb=1 sf=1", 0);
            sectionUntil(section -> section.getInt(SEQUENCE) > 2);
            pool.host(0).close();
            ByteBuffer before = sectionUntil(section -> true);
            pool.start(0);
            ByteBuffer after = sectionUntil(section -> !section.equals(before));
            assertEquals(before.getInt(SEQUENCE) + 1, after.getInt(SEQUENCE));
        }
    }

    /** Host 0's section as soon as it is so; looked at much more often than a host writes. */
    private ByteBuffer sectionUntil(Predicate<ByteBuffer> wanted) throws Exception {
        long limit = System.nanoTime() + CHECKED_SECONDS * 1_000_000_000L;
        byte[] bytes = new byte[4096];
        ByteBuffer section = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (true) {
            try (RandomAccessFile disk = new RandomAccessFile(pool.statefile.toFile(), "r")) {
                disk.seek(4096);
                disk.readFully(bytes);
            }
            if (wanted.test(section)) {
                return section;
            }
            assertTrue(System.nanoTime() < limit, pool.host(0)::output);
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Who has no rights on this process has no way in: nothing listens but the heartbeat's own address. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldOfferALocalUserNoDoor() throws Exception {
        try (PoolHosts hosts = new PoolHosts(directory, "127.0.89", 1, "1/5/1/5/10/10", Mode.STRICT)) {
            pool = hosts.format(PoolKeys.none()).with("--watchdog", "none");
            pool.startAll();
            pool.await("ONLINE liveset=1 hb=1 sf=1", 0);
            Path process = Path.of("/proc", Long.toString(pool.host(0).pid()));
            int udp = 0;
            try (Stream<Path> open = Files.list(process.resolve("fd"))) {
                for (Path fd : open.toList()) {
                    String target = Files.readSymbolicLink(fd).toString();
                    if (target.startsWith("socket:[")) {
                        String inode = target.replaceAll("[^0-9]", "");
                        assertFalse(listens(process.resolve("net/unix"), inode), target);
                        assertFalse(listens(process.resolve("net/tcp"), inode), target);
                        assertFalse(listens(process.resolve("net/tcp6"), inode), target);
                        udp++;
                    }
                }
            }
            assertTrue(udp >= 1, "the heartbeat's socket at least");
        }
    }

    /** Whether the table of the kernel has it as one that others can connect to. */
    private static boolean listens(Path table, String inode) throws Exception {
        String listening = table.endsWith("unix") ? "00010000" : "0A";
        return Files.exists(table)
                && Files.readAllLines(table).stream()
                        .map(line -> List.of(line.strip().split("\\s+")))
                        .anyMatch(words -> words.contains(inode) && words.get(3).equals(listening));
    }
}
