package dev.liveset.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user's mistakes: one clear sentence, a non-zero exit, nothing lost, no stack trace. */
@Timeout(60)
class BadInputIT {
    @TempDir
    Path directory;

    private PoolOfOne pool;

    @BeforeEach
    void format() throws Exception {
        pool = new PoolOfOne(directory);
        pool.format();
    }

    @Test
    void shouldNameAVerbThatItDoesNotKnow() throws Exception {
        try (ToolProcess tool = ToolProcess.start("laab")) {
            assertEquals(2, tool.awaitExit(30));
            assertTrue(tool.output().contains("laab"), tool::output);
            assertTrue(tool.errors().size() <= 3, tool::output);
        }
    }

    @Test
    void shouldRefuseTheStatefileOfAnotherGeneration() throws Exception {
        pool.write("generation", "6f1c8a52-6a3e-4c53-9a9b-0d0f3c9a1b78");
        refuses("another generation", pool.host());
    }

    @Test
    void shouldRefuseAStatefileThatIsTooShort() throws Exception {
        try (RandomAccessFile image = new RandomAccessFile(pool.statefile.toFile(), "rw")) {
            image.setLength(100_000);
        }
        refuses("too short", pool.host());
    }

    @Test
    void shouldRefuseAZeroedStatefile() throws Exception {
        Files.write(pool.statefile, new byte[(int) Files.size(pool.statefile)]);
        refuses("never formatted", pool.host());
    }

    @Test
    void shouldRefuseACorruptedStatefile() throws Exception {
        try (RandomAccessFile image = new RandomAccessFile(pool.statefile.toFile(), "rw")) {
            image.seek(40);
            image.write(0x7f);
        }
        refuses("corrupted", pool.host());
    }

    @Test
    void shouldRefuseAStatefileThatDoesNotExist() throws Exception {
        Files.delete(pool.statefile);
        refuses("does not exist", pool.host());
    }

    @Test
    void shouldRefuseABlockDeviceOrDirectoryAsStatefile() throws Exception {
        pool.write("statefile", "/dev");
        refuses("not a plain file", pool.host());
    }

    @Test
    void shouldRefuseAHostThatIsNotOfThePool() throws Exception {
        String[] arguments = pool.host();
        arguments[4] = "00000000-0000-4000-8000-000000000009";
        refuses("is not one of pool 'Lab'", arguments);
        arguments[4] = "lab1";
        refuses("is not a UUID", arguments);
    }

    @Test
    void shouldRefuseAPortInUse() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(pool.port, InetAddress.getByName(PoolOfOne.ADDRESS))) {
            refuses("port " + taken.getLocalPort() + " cannot be used", pool.host());
        }
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.12"))) {
            refuses("is in use", "lab", "--port", Integer.toString(taken.getLocalPort()), "--state-dir", lab());
        }
    }

    @Test
    void shouldRefuseUnsafeTimings() throws Exception {
        pool.write("watchdog", "4 s / 3 s");
        refuses("relation R2 demands Ws > T2 + D", pool.host());
        pool.write("heartbeat", "250 quick / 2 s");
        refuses("is no time", pool.host());
    }

    @Test
    void shouldRefuseMemoryThatIsNoAmount() throws Exception {
        refuses("'plenty' is no amount of memory", pool.host("--memory", "plenty"));
        refuses("'0 GiB' is no amount of memory", "lab", "--memory", "0 GiB", "--state-dir", lab());
    }

    @Test
    void shouldNotFormatAStatefileThatExistsUnlessForced() throws Exception {
        refuses("--force formats it", "format", "--pool", pool.file.toString());
    }

    private String lab() {
        return directory.resolve("lab").toString();
    }

    private void refuses(String part, String... arguments) throws Exception {
        byte[] before = Files.isRegularFile(pool.statefile) ? Files.readAllBytes(pool.statefile) : new byte[0];
        try (ToolProcess tool = ToolProcess.start(arguments)) {
            assertEquals(1, tool.awaitExit(30), tool::output);
            String sentence = tool.awaitError(line -> line.contains(part), 5);
            assertEquals(List.of(sentence), ours(tool.errors()), "one sentence, no stack trace");
        }
        byte[] after = Files.isRegularFile(pool.statefile) ? Files.readAllBytes(pool.statefile) : new byte[0];
        assertArrayEquals(before, after, "nothing is lost");
    }

    /** Without what newer JDKs say of a library's use of Unsafe, which only a JVM flag could silence. */
    private static List<String> ours(List<String> errors) {
        return errors.stream()
                .filter(line -> !(line.startsWith("WARNING: ") && line.contains("sun.misc.Unsafe"))
                        && !line.startsWith("WARNING: Please consider reporting this"))
                .toList();
    }
}
