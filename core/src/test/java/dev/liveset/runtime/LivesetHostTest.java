package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.VmId;
import dev.liveset.agent.Command;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.fencing.PowerFencer;
import dev.liveset.fencing.PowerReport;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.Hypervisor;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.PoolCommand;
import dev.liveset.recovery.VmRecord;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pool of one host in this process: the whole library, with the ports of a test. */
@Timeout(60)
class LivesetHostTest {
    private static final HostId SELF = new HostId("1".repeat(32));
    private static final VmId MINION = new VmId(0, 1);
    private static final int MAX_VMS = 10;

    private static final class Vms implements Hypervisor {
        final Set<VmId> running = ConcurrentHashMap.newKeySet();

        @Override
        public Set<VmId> running() {
            return running;
        }

        @Override
        public void start(VmRecord vm, Permit permit) {
            running.add(vm.vm());
        }

        @Override
        public void stop(VmId vm, Permit permit) {
            running.remove(vm);
        }
    }

    @TempDir
    Path directory;

    private final PoolConfig pool = new PoolConfig(
            "Lab",
            new Generation("a".repeat(32)),
            List.of(new HostConfig(SELF, "lab1", List.of())),
            Timings.builder()
                    .heartbeat(Duration.ofMillis(250), Duration.ofSeconds(2))
                    .statefile(Duration.ofMillis(250), Duration.ofSeconds(2))
                    .watchdog(Duration.ofSeconds(5), Duration.ofSeconds(5))
                    .join(Duration.ofSeconds(10), Duration.ofSeconds(10))
                    .pauseBudget(Duration.ofMillis(900))
                    .build(),
            PoolConfig.Mode.STRICT);
    private final SwitchedVdi disk = new SwitchedVdi(StatefileFormat.sizeBytes(pool, MAX_VMS));
    private final RecordingWatchdog watchdog = new RecordingWatchdog();
    private final Vms vms = new Vms();
    private final QuietChannel channel = new QuietChannel();
    private volatile long sleptNanos;
    private final List<String> prepared = new CopyOnWriteArrayList<>();

    @BeforeEach
    void format() throws Exception {
        StatefileFormat.format(disk, pool, MAX_VMS, PoolKeys.none());
    }

    @AfterEach
    void letTheBooksEnd() throws Exception {
        VerdictBookTest.release(directory);
    }

    @Test
    void shouldJoinRunAVmAndLeaveOnlyWhenItIsShutDown() throws Exception {
        LivesetHost host = host();
        StartResult.Joined joined = assertInstanceOf(StartResult.Joined.class, get(host.start()));
        assertTrue(HostSet.contains(joined.status().liveset(), 0));
        assertEquals(List.of("liveset-agent-lab1"), prepared);
        assertThrows(IllegalStateException.class, host::start);

        done(host, new PoolCommand.EnableHa(true));
        done(host, new PoolCommand.DefineVm(minion()));
        done(host, new PoolCommand.StartVm(MINION, 0));
        assertTrue(eventually(() -> host.status().claims().size() == 1 && vms.running.contains(MINION)));
        LivesetException refused = assertThrows(LivesetException.class, host::close);
        assertEquals(LivesetException.Code.INVALID_LOCALHOST_STATE, refused.code());
        assertFalse(host.ended().isDone());

        done(host, new PoolCommand.ShutdownVm(MINION));
        assertTrue(eventually(() -> host.status().claims().isEmpty()));
        host.close();
        HostEnd.Stopped end = assertInstanceOf(HostEnd.Stopped.class, get(host.ended()));
        assertNull(end.code());
        assertEquals("disarm", watchdog.told.get(watchdog.told.size() - 1), "never left armed");
        assertTrue(disk.closed.await(10, TimeUnit.SECONDS));
        assertEquals(
                CommandResult.Status.REFUSED,
                get(host.submit(new Command.SetWeight(1))).status());
    }

    @Test
    void shouldHaveGivenEverythingBackWhenItHasEnded() throws Exception {
        LivesetHost host = builder().watchdog(watchdog).build();
        assertInstanceOf(StartResult.Joined.class, get(host.start()));
        CompletableFuture<Boolean> free = host.ended().thenApply(end -> {
            IncarnationFile.open(directory).close(); // refused while the former life holds it
            return channel.closed && watchdog.closed;
        });
        host.close();
        assertTrue(get(free));
    }

    @Test
    void shouldSayInOneSentenceThatTheDiskCannotBeAccessed() throws Exception {
        disk.cable = new CountDownLatch(1);
        StartResult result = get(host().start());
        disk.cable.countDown();
        StartResult.StartFailure failure = assertInstanceOf(StartResult.StartFailure.class, result);
        assertEquals(LivesetException.Code.CANNOT_ACCESS_STATEFILE, failure.code());
    }

    @Test
    void shouldNotStartASecondAgentInOneStateDirectory() throws Exception {
        LivesetHost first = host();
        assertInstanceOf(StartResult.Joined.class, get(first.start()));
        StartResult second = get(host().start());
        assertEquals(
                LivesetException.Code.INVALID_LOCALHOST_STATE,
                assertInstanceOf(StartResult.StartFailure.class, second).code());
        first.close();
    }

    @Test
    void shouldLiveWithoutAThreadAsLongAsItIsInvoked() throws Exception {
        LivesetHost host = host();
        CompletableFuture<StartResult> started = host.startInvoked();
        while (!started.isDone()) {
            assertTrue(host.invoke(Duration.ofMillis(5)));
        }
        assertInstanceOf(StartResult.Joined.class, get(started));
        CompletableFuture<CommandResult> left = host.leave();
        while (host.invoke(Duration.ofMillis(5))) {
            assertTrue(watchdog.told.stream().noneMatch("reset"::equals));
        }
        assertEquals(CommandResult.Status.DONE, get(left).status());
        assertFalse(host.invoke(Duration.ZERO));
    }

    @Test
    void shouldFenceItselfWhenItWakesUpLaterThanItsPeersWouldWait() throws Exception {
        LivesetHost host = host();
        assertInstanceOf(StartResult.Joined.class, get(host.start()));
        sleptNanos = TimeUnit.SECONDS.toNanos(20); // On the machine's clock only.
        HostEnd.Fenced end = assertInstanceOf(HostEnd.Fenced.class, get(host.ended()));
        assertEquals(VerdictCode.TIME_JUMPED, end.verdict().code());
        assertEquals("reset", watchdog.told.get(watchdog.told.size() - 1));
    }

    @Test
    void shouldNotBuildAHostWhosePowerFencerOrWitnessCannotDoItsPart() {
        PowerFencer none = host -> new PowerReport(PowerReport.Status.SKIPPED, "no device");
        assertThrows(IllegalArgumentException.class, () -> builder().powerFencer(none, Duration.ZERO));
        PoolConfig beside =
                new PoolConfig(pool.name(), pool.generation(), pool.hosts(), pool.timings(), PoolConfig.Mode.INTEROP);
        LivesetHost.Builder interop =
                builder().pool(beside, SELF).watchdog(watchdog).powerFencer(none, Duration.ofSeconds(5));
        LivesetException refused = assertThrows(LivesetException.class, interop::build);
        assertEquals(LivesetException.Code.INVALID_CONFIG, refused.code());
        InetSocketAddress nameless = InetSocketAddress.createUnresolved("gateway.invalid", 53);
        assertEquals(
                LivesetException.Code.INVALID_CONFIG,
                assertThrows(LivesetException.class, () -> builder().witness(nameless))
                        .code());
    }

    @Test
    void shouldTellAfterTheRebootWhyItFenced() throws Exception {
        LivesetHost host = host();
        assertInstanceOf(StartResult.Joined.class, get(host.start()));
        sleptNanos = TimeUnit.SECONDS.toNanos(20);
        get(host.ended());
        assertEquals(VerdictCode.TIME_JUMPED, host.why(SELF).get(0).verdict().code());
        VerdictBookTest.release(directory);

        BoundedLog log = new BoundedLog("Lab", "lab1");
        VerdictBook next = new VerdictBook(directory, "lab1", 1, log);
        new VerdictNews(pool, 0, next).started(2);
        List<VerdictCode> codes =
                next.about(0).stream().map(told -> told.verdict().code()).toList();
        next.close();
        log.close();
        assertEquals(VerdictCode.STARTED, codes.get(0));
        assertEquals(VerdictCode.TIME_JUMPED, codes.get(1), codes::toString);
    }

    @Test
    void shouldSayThatAFormerLifeLeftNoWord() {
        BoundedLog log = new BoundedLog("Lab", "lab1");
        VerdictBook book = new VerdictBook(directory, "lab1", 1, log);
        VerdictNews news = new VerdictNews(pool, 0, book);
        news.started(1);
        news.started(2);
        assertEquals(
                List.of(VerdictCode.STARTED, VerdictCode.NO_LAST_WORDS, VerdictCode.STARTED),
                book.about(0).stream().map(told -> told.verdict().code()).toList());
        news.stopped(null, "it left");
        news.started(3);
        assertEquals(VerdictCode.LEFT, book.about(0).get(1).verdict().code());
        book.close();
        log.close();
    }

    @Test
    void shouldOnlyTellInShadowModeThatItWouldHaveFenced() throws Exception {
        LivesetHost host = builder().shadow().build();
        StartResult.Joined joined = assertInstanceOf(StartResult.Joined.class, get(host.start()));
        assertFalse(joined.status().armed(), "it publishes itself as not armed");
        sleptNanos = TimeUnit.SECONDS.toNanos(20);
        HostEnd.WouldHaveFenced end = assertInstanceOf(HostEnd.WouldHaveFenced.class, get(host.ended()));
        assertEquals(VerdictCode.TIME_JUMPED, end.verdict().code());
        ToldVerdict why = host.why(SELF).get(0);
        assertEquals("shadow mode", why.verdict().evidence().get(0).subject());
        assertEquals(List.of(), watchdog.told);
    }

    @Test
    void shouldBeArmedFromShadowByOneCall() throws Exception {
        LivesetHost host = builder().shadow().build();
        assertEquals(CommandResult.Status.REFUSED, get(host.arm(watchdog)).status(), "it does not run yet");
        assertInstanceOf(StartResult.Joined.class, get(host.start()));
        assertTrue(eventually(
                () -> host.status().statefileAccess() && host.status().online()));
        assertFalse(host.status().armed());
        CompletableFuture<String> continued = new CompletableFuture<>();
        CompletableFuture<CommandResult> armed = host.arm(watchdog);
        var unused =
                armed.thenRun(() -> continued.complete(Thread.currentThread().getName()));
        assertEquals(CommandResult.OK, get(armed));
        assertFalse(get(continued).startsWith("liveset-agent"), "no embedder code on the agent's thread");
        assertTrue(eventually(() -> host.status().armed()));
        assertEquals(CommandResult.Status.REFUSED, get(host.arm(watchdog)).status());
        assertTrue(watchdog.told.get(0).startsWith("arm "));
        sleptNanos = TimeUnit.SECONDS.toNanos(20);
        assertInstanceOf(HostEnd.Fenced.class, get(host.ended()));
        assertEquals("reset", watchdog.told.get(watchdog.told.size() - 1));
    }

    @Test
    void shouldNotBuildWithBothAWatchdogAndShadowModeOrNeither() {
        LivesetHost.Builder both = builder().watchdog(watchdog).shadow();
        assertThrows(IllegalStateException.class, both::build);
        assertThrows(IllegalStateException.class, builder()::build);
    }

    @Test
    void shouldResetWhateverTheDisksDo() throws Exception {
        LivesetHost host = host();
        assertInstanceOf(StartResult.Joined.class, get(host.start()));
        VerdictBookTest.hang(directory);
        disk.cable = new CountDownLatch(1); // its heartbeat disk hangs, and so does its local one
        assertTrue(disk.hanging.await(15, TimeUnit.SECONDS));
        sleptNanos = TimeUnit.SECONDS.toNanos(20);
        HostEnd.Fenced end = assertInstanceOf(HostEnd.Fenced.class, get(host.ended()));
        assertEquals("reset", watchdog.told.get(watchdog.told.size() - 1));
        assertEquals(end.verdict(), host.why(SELF).get(0).verdict());
        disk.cable.countDown();
    }

    private void done(LivesetHost host, PoolCommand command) throws Exception {
        CommandResult result = new CommandResult(CommandResult.Status.REFUSED, "never asked");
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        // Refused until the host has taken the master lock and its epoch.
        while (result.status() != CommandResult.Status.DONE && System.nanoTime() < limit) {
            result = get(host.submit(new Command.ForPool(command)));
        }
        assertEquals(CommandResult.OK, result);
    }

    private static boolean eventually(BooleanSupplier holds) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!holds.getAsBoolean() && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
        return holds.getAsBoolean();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private LivesetHost host() {
        return builder().watchdog(watchdog).build();
    }

    private LivesetHost.Builder builder() {
        channel.waits = true;
        return LivesetHost.builder()
                .pool(pool, SELF)
                .statefile(disk)
                .heartbeat(channel)
                .hypervisor(vms, 1024)
                .maxVms(MAX_VMS)
                .bootId(new UUID(1, 1))
                .clock(() -> System.nanoTime() + sleptNanos)
                .onAgentThread(() -> {
                    prepared.add(Thread.currentThread().getName());
                    throw new IllegalStateException("not allowed to");
                })
                .stateDirectory(directory);
    }

    private static VmRecord minion() {
        return new VmRecord(
                MINION, "Minion 1", 64, VmRecord.Protection.RESTART, 0, 0, -1L, 0, false, false, null, null);
    }
}
