package dev.liveset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One host as a process: what signals do to it, and that a blocked log does nothing to it. */
@Timeout(120)
class HostIT {
    private static final String VM = "11111111-1111-4111-8111-111111111111";
    private static final int SIGKILLED = 128 + 9;

    @TempDir
    Path directory;

    private PoolOfOne pool;

    @BeforeEach
    void format() throws Exception {
        pool = new PoolOfOne(directory);
        pool.format();
    }

    @Test
    void shouldLeaveCleanlyOnSigtermWhenNoVmRuns() throws Exception {
        try (ToolProcess host = ToolProcess.start(pool.host())) {
            awaitMaster(host);
            host.signal("TERM");
            assertEquals(0, host.awaitExit(30), host::output);
        }
        try (ToolProcess again = ToolProcess.start(pool.host())) {
            again.awaitLine(line -> line.equals("joined"), 30);
        }
    }

    @Test
    void shouldRefuseToLeaveWhileAVmRunsAndFenceOnTheSecondSignal() throws Exception {
        try (ToolProcess host = ToolProcess.start(pool.host())) {
            awaitMaster(host);
            startVm(host);
            host.signal("TERM");
            String sentence = host.awaitError(line -> line.contains("once more to fence"), 15);
            assertTrue(host.alive(), sentence);
            host.signal("TERM");
            assertEquals(SIGKILLED, host.awaitExit(15), host::output);
        }
    }

    @Test
    void shouldNotBeDelayedByALogThatNobodyReads() throws Exception {
        try (ToolProcess host = ToolProcess.startWithStoppedErrors(pool.host("-v"));
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            awaitMaster(host);
            flood(stranger);
            // Longer than the watchdog's timeout: a host that was held up by its log would be gone.
            long end = System.nanoTime() + 6_000_000_000L;
            while (System.nanoTime() < end) {
                flood(stranger);
                assertTrue(host.alive(), host::output);
            }
            startVm(host);
        }
    }

    /** Datagrams of two bad kinds in turn, each of which is a line of the log, more than a pipe holds. */
    private void flood(DatagramSocket stranger) throws Exception {
        InetAddress host = InetAddress.getByName(PoolOfOne.ADDRESS);
        for (int pair = 0; pair < 100; pair++) {
            stranger.send(new DatagramPacket(new byte[10], 10, host, pool.port));
            stranger.send(new DatagramPacket(new byte[900], 900, host, pool.port));
        }
        LockSupport.parkNanos(20_000_000); // Not faster than the log can be flooded.
    }

    private static void awaitMaster(ToolProcess host) throws InterruptedException {
        host.awaitLine(line -> line.startsWith("status") && line.contains("\tmaster=0"), 40);
    }

    private static void startVm(ToolProcess host) throws InterruptedException {
        host.order("ha\tid=1\tenabled=true");
        done(host, 1);
        host.order("define\tid=2\tvm=" + VM + "\tname=Minion\tmemory=64\tprotected=true");
        done(host, 2);
        host.order("start\tid=3\tvm=" + VM + "\thost=0");
        done(host, 3);
        host.awaitLine(line -> line.startsWith("status") && line.contains("\tclaims=1"), 15);
    }

    private static void done(ToolProcess host, int id) throws InterruptedException {
        String answer = host.awaitLine(line -> line.startsWith("answer\tid=" + id + "\t"), 15);
        assertTrue(answer.contains("status=DONE"), answer);
    }
}
