package dev.liveset.io;

import static dev.liveset.io.HostProcesses.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperWatchdogTest {
    private static final long SHORT_NANOS = 300_000_000L;
    private static final long LONG_NANOS = 600_000_000_000L;
    private static final int SIGSTOP = 19;

    @TempDir
    Path directory;

    private HostProcesses host;
    private Path evidence;

    @BeforeEach
    void startHost() throws Exception {
        host = HostProcesses.start(directory);
        evidence = directory.resolve("evidence");
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private KeeperWatchdog keeper() {
        return KeeperWatchdog.start(KeeperConfig.guarding(host.group()).withEvidence(evidence));
    }

    /** The process of the only keeper that this test started. */
    private ProcessHandle keeperProcess() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(KeeperMain.class.getName()))
                .filter(child -> child.info().commandLine().orElse("").contains(evidence.toString()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldKillTheWholeGroupWhenItIsNotFed() throws Exception {
        try (KeeperWatchdog keeper = keeper()) {
            assertEquals(SHORT_NANOS, keeper.arm(SHORT_NANOS));
            assertTrue(keeper.guaranteesAllVms());
            long armedAt = System.nanoTime();
            eventually("the group is killed", host::isGone);
            assertTrue(System.nanoTime() - armedAt < 20_000_000_000L);
            eventually("the keeper says why", () -> Files.exists(evidence) && read().endsWith(System.lineSeparator()));
            assertEquals("killed process group " + host.group().id() + ": not fed in time", read().strip());
        }
    }

    @Test
    void shouldLetAFedHostLive() throws Exception {
        try (KeeperWatchdog keeper = keeper()) {
            keeper.arm(2_000_000_000L);
            long end = System.nanoTime() + 3_000_000_000L;
            eventually("one and a half timeouts have passed", () -> {
                keeper.feed(System.nanoTime() + 2_000_000_000L);
                return System.nanoTime() - end > 0;
            });
            assertFalse(host.isGone());
            keeper.disarm();
        }
    }

    @Test
    void shouldLeaveTheHostAloneAfterADisarm() throws Exception {
        KeeperWatchdog keeper = keeper();
        ProcessHandle process = keeperProcess();
        keeper.arm(LONG_NANOS);
        keeper.disarm();
        keeper.close();
        eventually("the keeper ends", () -> !process.isAlive());
        assertFalse(host.isGone());
        assertFalse(Files.exists(evidence));
    }

    @Test
    void shouldTakeALostConnectionForNotBeingFed() throws Exception {
        KeeperWatchdog keeper = keeper();
        keeper.arm(SHORT_NANOS);
        keeper.close();
        eventually("the group is killed", host::isGone);
        eventually("the keeper says why", () -> Files.exists(evidence) && read().endsWith(System.lineSeparator()));
        assertTrue(read().contains("host lost"), this::read);
    }

    @Test
    void shouldKillEarlierWhenAFeedBringsTheDeadlineNearer() throws Exception {
        try (KeeperWatchdog keeper = keeper()) {
            keeper.arm(LONG_NANOS);
            keeper.feed(System.nanoTime() + SHORT_NANOS);
            eventually("the group is killed", host::isGone);
        }
    }

    @Test
    void shouldKillAtOnceOnRequest() throws Exception {
        try (KeeperWatchdog keeper = keeper()) {
            keeper.arm(LONG_NANOS);
            keeper.reset("evicted");
            eventually("the group is killed", host::isGone);
        }
    }

    @Test
    void shouldIgnorePoliteSignals() throws Exception {
        try (KeeperWatchdog keeper = keeper()) {
            int process = (int) keeperProcess().pid();
            keeper.arm(LONG_NANOS);
            for (int signal : new int[] {Libc.SIGHUP, Libc.SIGINT, Libc.SIGTERM}) {
                assertEquals(0, Libc.kill(process, signal));
            }
            keeper.arm(LONG_NANOS); // Answered, so it has outlived them.
            assertEquals(process, Libc.getpgid(process));
            keeper.feed(System.nanoTime() + SHORT_NANOS);
            eventually("the group is killed", host::isGone);
        }
    }

    @Test
    void shouldTellTheHostThatItsKeeperIsGone() throws Exception {
        try (KeeperWatchdog keeper = keeper()) {
            keeper.arm(LONG_NANOS);
            ProcessHandle process = keeperProcess();
            process.destroyForcibly();
            eventually("the keeper is dead", () -> !process.isAlive());
            LivesetException e = assertThrows(LivesetException.class, () -> {
                keeper.feed(System.nanoTime() + LONG_NANOS);
                keeper.feed(System.nanoTime() + LONG_NANOS);
            });
            assertEquals(Code.WATCHDOG_ERROR, e.code());
        }
    }

    @Test
    void shouldTellTheHostThatItsKeeperDoesNotAnswerAndNeverBlockIt() throws Exception {
        try (KeeperWatchdog keeper = keeper()) {
            keeper.arm(SHORT_NANOS);
            keeper.feed(System.nanoTime() + LONG_NANOS);
            ProcessHandle process = keeperProcess();
            Libc.kill((int) process.pid(), SIGSTOP);
            eventually("the silence is noticed", () -> {
                try {
                    keeper.feed(System.nanoTime() + LONG_NANOS);
                    return false;
                } catch (LivesetException e) {
                    return e.getMessage().contains("not answer");
                }
            });
            process.destroyForcibly();
        }
    }

    @Test
    void shouldRefuseVmsOutOfItsReachUnlessTheOperatorAcceptsThem() {
        LivesetException e = assertThrows(
                LivesetException.class, () -> new KeeperConfig(host.group(), true, false, Optional.empty()));
        assertEquals(Code.INVALID_CONFIG, e.code());
        assertTrue(e.getMessage().contains("acceptVmsOutsideGroup"), e::getMessage);
        try (KeeperWatchdog keeper =
                KeeperWatchdog.start(new KeeperConfig(host.group(), true, true, Optional.empty()))) {
            assertFalse(keeper.guaranteesAllVms());
        }
    }

    @Test
    void shouldRefuseAGroupThatDoesNotExistOrIsNobodysOwn() throws Exception {
        host.close();
        eventually("the host is gone", host::isGone);
        LivesetException e = assertThrows(LivesetException.class, this::keeper);
        assertEquals(Code.WATCHDOG_ERROR, e.code());
        assertThrows(LivesetException.class, () -> new ProcessGroup(1));
        assertThrows(LivesetException.class, () -> new ProcessGroup(0));
    }

    private String read() {
        try {
            return Files.readString(evidence);
        } catch (java.io.IOException e) {
            return "";
        }
    }
}
