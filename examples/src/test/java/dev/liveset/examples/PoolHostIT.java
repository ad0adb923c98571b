package dev.liveset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig.Mode;
import dev.liveset.codec.PoolKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pools of two and three {@code pool-host} processes: start, kill, rejoin, change of master, end. */
@Timeout(400)
class PoolHostIT {
    private static final Pattern LINE = Pattern.compile("[0-9]+\\.[0-9]{3} (STARTING|ONLINE|FENCED|STOPPED)"
            + " liveset=[01]{3} hb=[01]{3} sf=[01]{3} master=(-|[0-2])( code=[A-Z_]+)?");
    private static final Pattern TAG = Pattern.compile("<([A-Za-z_0-9]+)");

    /** With xhad's fast timings, as it was measured itself; the times are in the README of this module. */
    @Test
    void shouldStartKillRejoinAndChangeMasterBesideXhadsTimings(@TempDir Path directory) throws Exception {
        try (PoolHosts pool = new PoolHosts(directory, "127.0.81", 3, "1/5/1/5/5/7", Mode.INTEROP)
                .format(PoolKeys.none())
                .with("--watchdog", "none")) {
            pool.startAll();
            pool.await("ONLINE liveset=111 hb=111 sf=111 master=-", 0, 1, 2);
            assertTrue(pool.host(0)
                    .awaitError(line -> line.contains("NOTHING PROTECTS"), 1)
                    .startsWith("WARNING"));

            pool.host(1).order("propose-master");
            pool.await("ONLINE liveset=111 hb=111 sf=111 master=1", 0, 1, 2);
            answersAsXhadDoes(pool.query(2));
            pool.host(1).order("cancel-master");
            pool.host(2).order("propose-master");
            pool.await("ONLINE liveset=111 hb=111 sf=111 master=2", 0, 1, 2);

            long killed = System.nanoTime();
            pool.host(0).signal("KILL");
            pool.await("ONLINE liveset=011", 1, 2);
            double seconds = (System.nanoTime() - killed) / 1e9;
            assertTrue(seconds > 13.5, "T1 - t1 and xhad's floor of 10 s were not waited for: " + seconds);

            pool.start(0);
            int[] marks = pool.marks();
            pool.await("ONLINE liveset=111 hb=111 sf=111 master=2", marks, 0);
            pool.await("ONLINE liveset=111", marks, 1, 2);

            pool.host(2).order("stop");
            assertEquals(0, pool.host(2).awaitExit(60), pool.host(2)::output);
            pool.await("STOPPED liveset=111 hb=111 sf=111 master=", 2);
            pool.await("code=SUCCESS", 2);
            assertTrue(pool.host(2).lines().get(pool.host(2).lineCount() - 1).contains(" STOPPED "));
            for (int host = 1; host < 3; host++) {
                for (String line : pool.host(host).lines()) {
                    assertTrue(
                            line.matches("[ ]*<.*|[ ]*[0-9a-f-]{36}")
                                    || LINE.matcher(line).matches(),
                            line);
                }
            }
        }
    }

    @Test
    void shouldEndOnEveryHostWhenThePoolIsDeclaredInvalid(@TempDir Path directory) throws Exception {
        try (PoolHosts pool = new PoolHosts(directory, "127.0.82", 2, "1/5/1/5/10/10", Mode.STRICT)
                .format(PoolKeys.none())) { // with the keeper, and nobody of another kind
            pool.startAll();
            pool.await("ONLINE liveset=11 hb=11 sf=11", 0, 1);
            pool.host(1).signal("KILL");
            pool.await("ONLINE liveset=10", 0);
            pool.start(1);
            pool.await("ONLINE liveset=11 hb=11 sf=11", pool.marks(), 1);
            pool.host(0).order("set-pool-state INVALID");
            for (int host = 0; host < 2; host++) {
                assertEquals(1, pool.host(host).awaitExit(60), pool.host(host)::output);
                pool.await("STOPPED liveset=11 hb=11 sf=11 master=- code=INVALID_POOL_STATE", host);
            }
            pool.start(0);
            assertEquals(1, pool.host(0).awaitExit(60), pool.host(0)::output);
            pool.await("STOPPED", 0);
            pool.await("code=INVALID_POOL_STATE", 0);
        }
    }

    @Test
    void shouldEndWhenItIsExcludedAndTellOfItsHealthCheck(@TempDir Path directory) throws Exception {
        try (PoolHosts pool = new PoolHosts(directory, "127.0.84", 2, "1/5/1/5/10/10", Mode.STRICT)
                .format(PoolKeys.none())
                .with("--health-check", "/bin/true")) {
            pool.startAll();
            pool.await("ONLINE liveset=11 hb=11 sf=11", 0, 1);
            pool.host(1).order("set-excluded");
            assertEquals(1, pool.host(1).awaitExit(60), pool.host(1)::output);
            pool.await("code=EXCLUDED_SET_WHILE_RUNNING", 1);
            pool.await("ONLINE liveset=10", 0);
            String answer = String.join("\n", pool.query(0));
            assertTrue(answer.contains("<excluded>TRUE"), answer);
            pool.start(1);
            int[] marks = pool.marks();
            pool.host(1).order("propose-master"); // Until it is, it has written and read a few times.
            pool.await("ONLINE liveset=11 hb=11 sf=11 master=1", marks, 1);
            answer = String.join("\n", pool.query(1));
            assertFalse(answer.contains("<excluded>TRUE"), answer);
            assertTrue(answer.contains("<Xapi_healthcheck_latency>"), answer);
        }
    }

    @Test
    void shouldFenceItselfByItsKeeperAndSayWhy(@TempDir Path directory) throws Exception {
        try (PoolHosts pool =
                new PoolHosts(directory, "127.0.83", 1, "1/5/1/5/10/10", Mode.STRICT).format(PoolKeys.none())) {
            pool.startAll();
            pool.await("ONLINE liveset=1 hb=1 sf=1", 0);
            // Another generation on the disk: no armed host goes on with it.
            byte[] image = Files.readAllBytes(pool.statefile);
            image[28] = '9';
            int sum = 0;
            for (int at = 12; at < 100; at += 4) {
                sum += (image[at] & 255)
                        | (image[at + 1] & 255) << 8
                        | (image[at + 2] & 255) << 16
                        | image[at + 3] << 24;
            }
            for (int i = 0; i < 4; i++) {
                image[8 + i] = (byte) (sum >>> 8 * i);
            }
            Files.write(pool.statefile, image);
            assertEquals(137, pool.host(0).awaitExit(60), pool.host(0)::output);
            pool.await("FENCED liveset=1 hb=1 sf=1 master=- code=STATEFILE_REPLACED", 0);
        }
    }

    /** Element by element what a liveset query of XenServer's own daemon printed, and behind it what is ours. */
    private static void answersAsXhadDoes(List<String> answer) throws Exception {
        List<String> xhad = Files.readAllLines(Path.of("src/test/resources/xhad/query.xml"));
        List<String> ours = tags(answer);
        List<String> theirs = tags(xhad);
        assertEquals(theirs, ours.subList(0, theirs.size()));
        assertEquals("refused_by_local_host", ours.get(theirs.size()));
        String text = String.join("\n", answer);
        assertTrue(text.contains("<status>Online</status>"), text);
        assertTrue(text.contains("<Ws>7000</Ws>"), text);
        assertEquals(
                1, answer.stream().filter(line -> line.contains("<master>TRUE")).count(), text);
        assertEquals(
                3,
                answer.stream().filter(line -> line.contains("<liveness>TRUE")).count(),
                text);
        assertEquals(
                3 * 4 * 3,
                answer.stream()
                        .filter(line -> line.matches(" {10}[0-9a-f]{8}-.*"))
                        .count(),
                text);
    }

    private static List<String> tags(List<String> xml) {
        return xml.stream()
                .map(TAG::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .toList();
    }
}
