package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What xhad writes, decoded and encoded again byte for byte: our own vectors always, the captures where they are. */
class XhadVectorsTest {
    private static final PoolConfig POOL =
            TestPool.of(XhadVectors.GENERATION, XhadVectors.IDS, PoolConfig.Mode.INTEROP);
    private static final List<String> CAPTURES = List.of(
            "03-active-3-online", "04-active-master-host1", "06-host2-dead-7s-fault-handler", "07-host2-removed");

    @Test
    void shouldReadTheSectionsOfAnActivePool() throws IOException {
        StatefileSnapshot seen = read(POOL, XhadVectors.image("statefile-active.hex"));
        assertEquals(PoolState.ACTIVE, seen.global.poolState);
        assertEquals(1, seen.global.master);
        assertEquals(3, seen.global.configHosts);
        for (int host = 0; host < 3; host++) {
            HostSection section = seen.section[host];
            assertEquals(SectionStatus.VALID, seen.status[host]);
            assertFalse(section.trailer);
            assertEquals(Phase.STARTED, Phase.of(section.phase));
            assertEquals(0b111, section.currentLiveset);
            assertEquals(0b111, section.proposedLiveset);
            assertEquals(0b111, section.hbdomain);
            assertEquals(0b111, section.sfdomain);
            assertEquals(host == 1, section.lockRequest);
            assertEquals(~0b101L, section.lockGrant, "bits of hosts that are not configured are 1");
            assertEquals(1, section.weight);
            assertFalse(section.excluded);
            assertFalse(section.starting);
            assertEquals(-1, section.sinceAgentRestartMillis);
            assertTrue(section.sinceHeartbeatMillis[host] >= 0 && section.sinceHeartbeatMillis[host] < 2_000);
            assertEquals(0, section.sinceHeartbeatMillis[3]);
        }
    }

    @Test
    void shouldReadASectionThatItsHostLeftBehind() throws IOException {
        StatefileSnapshot seen = read(POOL, XhadVectors.image("statefile-fault-handling.hex"));
        assertTrue(seen.section[2].excluded);
        assertEquals(0b111, seen.section[2].hbdomain);
        for (int host = 0; host < 2; host++) {
            assertEquals(Phase.FH4, Phase.of(seen.section[host].phase));
            assertEquals(0b011, seen.section[host].hbdomain);
            assertEquals(0b011, seen.section[host].sfdomain);
            assertEquals(0b011, seen.section[host].proposedLiveset);
            assertEquals(0b111, seen.section[host].currentLiveset);
            assertTrue(seen.section[host].sinceHeartbeatMillis[2] > 5_000, "ages go on beyond the timeout");
        }
    }

    @Test
    void shouldWriteEverySectionBackByteForByte() throws IOException {
        writeBack(POOL, XhadVectors.image("statefile-active.hex"));
        writeBack(POOL, XhadVectors.image("statefile-fault-handling.hex"));
    }

    @Test
    void shouldWriteEveryCapturedSectionBackByteForByte() throws IOException {
        for (String capture : CAPTURES) {
            writeBack(TestPool.interop(), Captures.statefile(capture));
        }
    }

    @Test
    void shouldReadTheHeartbeatsOfEveryHostAndWriteThemBackByteForByte() {
        Map<String, byte[]> datagrams = XhadVectors.read("heartbeats.hex");
        assertEquals(5, datagrams.size());
        datagrams.forEach((name, bytes) -> {
            HeartbeatMessage message = writeBack(POOL, ByteBuffer.wrap(bytes));
            boolean later = name.endsWith("later");
            assertEquals(later ? Phase.FH4 : Phase.STARTED, Phase.of(message.phase), name);
            assertEquals(later ? 0b011 : 0b111, message.hbdomain, name);
            assertTrue(message.sfAccess, name);
            assertEquals(
                    POOL.host(message.hostIndex).id().value(),
                    XhadVectors.IDS.get(message.hostIndex).replace("-", ""));
        });
    }

    @Test
    void shouldReadEveryCapturedHeartbeatAndWriteItBackByteForByte() {
        List<ByteBuffer> datagrams = Captures.heartbeats();
        assertEquals(60, datagrams.size());
        int[] sequence = new int[3];
        for (ByteBuffer datagram : datagrams) {
            HeartbeatMessage message = writeBack(TestPool.interop(), datagram);
            assertTrue(
                    message.sequence > sequence[message.hostIndex] || message.sequence == sequence[message.hostIndex]);
            sequence[message.hostIndex] = message.sequence;
        }
    }

    @Test
    void shouldReadWhatXhadsOwnDumpToolPrints() throws IOException {
        for (String capture : CAPTURES) {
            StatefileSnapshot seen = read(TestPool.interop(), Captures.statefile(capture));
            String dump = new String(Captures.read(capture + "/dump.txt"), StandardCharsets.UTF_8);
            for (int host = 0; host < 3; host++) {
                HostSection section = seen.section[host];
                // The image was copied a moment before the dump: what may have moved since is left out.
                assertEquals(set(dump, host, "current_liveset"), section.currentLiveset, capture);
                assertEquals(set(dump, host, "hbdomain"), section.hbdomain, capture);
                assertEquals(set(dump, host, "sfdomain"), section.sfdomain, capture);
                assertEquals(set(dump, host, "lock_grant"), section.lockGrant & 0b111, capture);
                assertEquals(number(dump, host, "lock_request") == 1, section.lockRequest, capture);
                assertEquals(number(dump, host, "excluded") == 1, section.excluded, capture);
                long moved = number(dump, host, "sequence") - section.sequence;
                assertTrue(moved >= 0 && moved <= 2, capture + " host " + host + " moved by " + moved);
            }
        }
    }

    private static long set(String dump, int host, String field) {
        String line = line(dump, host, field);
        String bits = line.substring(line.indexOf('(') + 1, line.indexOf(')'));
        long set = 0;
        for (int i = 0; i < bits.length(); i++) {
            set |= bits.charAt(i) == '1' ? 1L << i : 0;
        }
        return set;
    }

    private static long number(String dump, int host, String field) {
        String line = line(dump, host, field);
        return Long.parseLong(line.substring(line.indexOf('=') + 1).strip());
    }

    private static String line(String dump, int host, String field) {
        return dump.lines()
                .filter(line -> line.strip().startsWith("host[ " + host + "]." + field + " ="))
                .findFirst()
                .orElseThrow();
    }

    private static StatefileSnapshot read(PoolConfig pool, byte[] image) throws IOException {
        StatefileSnapshot snapshot = new StatefileSnapshot();
        try (StatefileStore store = new StatefileStore(new PoolCodec(pool, 0), 1, new ImageVdi(image))) {
            store.read(snapshot, 0);
        }
        assertEquals(SectionStatus.VALID, snapshot.globalStatus);
        return snapshot;
    }

    /** What xhad reads of every section stays as it was when ours writes what it read. */
    private static void writeBack(PoolConfig pool, byte[] image) throws IOException {
        StatefileSnapshot seen = read(pool, image);
        ImageVdi disk = new ImageVdi(image.clone());
        for (int host = 0; host < pool.hostCount(); host++) {
            try (StatefileStore store = new StatefileStore(new PoolCodec(pool, host), 1, disk)) {
                store.writeSection(seen.section[host]);
                store.writeGlobal(seen.global.poolState, seen.global.master);
            }
            int at = HostSectionLayout.offset(host);
            assertArrayEquals(
                    Arrays.copyOfRange(image, at, at + HostSectionLayout.TRAILER),
                    Arrays.copyOfRange(disk.bytes, at, at + HostSectionLayout.TRAILER));
        }
        assertArrayEquals(
                Arrays.copyOf(image, GlobalSectionLayout.TRAILER),
                Arrays.copyOf(disk.bytes, GlobalSectionLayout.TRAILER));
    }

    private static HeartbeatMessage writeBack(PoolConfig pool, ByteBuffer datagram) {
        int sender = datagram.get(datagram.position() + PacketLayout.HOST_INDEX);
        HeartbeatMessage message = new HeartbeatMessage();
        PoolCodec receiver = new PoolCodec(pool, (sender + 1) % pool.hostCount());
        assertEquals(PacketStatus.ACCEPTED, receiver.decodeHeartbeat(datagram, sender, message));
        ByteBuffer packet = ByteBuffer.allocate(PoolCodec.PACKET_BYTES);
        new PoolCodec(pool, sender).encodeHeartbeat(message, packet);
        packet.limit(PacketLayout.XHAD_BYTES);
        assertEquals(datagram, packet);
        return message;
    }
}
