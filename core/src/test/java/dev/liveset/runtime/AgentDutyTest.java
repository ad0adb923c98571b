package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.MeasuredTimes;
import dev.liveset.PoolConfig;
import dev.liveset.TimeHistogram;
import dev.liveset.Timings;
import dev.liveset.VmId;
import dev.liveset.agent.Command;
import dev.liveset.agent.Effect;
import dev.liveset.agent.Event;
import dev.liveset.agent.HealthProbe;
import dev.liveset.agent.PoolEvent;
import dev.liveset.codec.PoolCodec;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.codec.StatefileStore;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.Hypervisor;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.VmRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class AgentDutyTest {
    private static final long TICK = 50;

    /** An agent that answers each event with what the test put down for it. */
    private final class Script implements AgentDuty.Steps {
        long suspendNanos;

        final List<Event> taken = new ArrayList<>();
        final List<Effect> next = new ArrayList<>();
        RuntimeException trouble;

        @Override
        public List<Effect> step(long nowNanos, Event event) {
            taken.add(event);
            if (trouble != null) {
                throw trouble;
            }
            List<Effect> effects = List.copyOf(next);
            next.clear();
            now += suspendNanos;
            return effects;
        }
    }

    private static final class CountedVms implements Hypervisor {
        int starts;

        @Override
        public Set<VmId> running() {
            return Set.of();
        }

        @Override
        public void start(VmRecord vm, Permit permit) {
            starts++;
        }

        @Override
        public void stop(VmId vm, Permit permit) {}
    }

    private final PoolConfig pool = new PoolConfig(
            "Lab",
            new Generation("a".repeat(32)),
            List.of(host("1"), host("2")),
            Timings.builder().build(),
            PoolConfig.Mode.STRICT);
    private final Script agent = new Script();
    private final QuietChannel channel = new QuietChannel();
    private final RecordingWatchdog watchdog = new RecordingWatchdog();
    private final BoundedLog log = new BoundedLog("Lab", "lab1");
    private final Figures figures = new Figures(1);
    private final HostPromises promises = new HostPromises(Runnable::run);
    private final EventQueue queue = new EventQueue(channel::wakeup);
    private final List<Event> answers = new ArrayList<>();
    private long now = 1_000;
    private long monotonic = 1_000;
    private final Guard deadlines = new Guard(watchdog, () -> now, () -> monotonic);
    private final CountedVms vms = new CountedVms();
    private StatefileThread statefile;
    private VerdictBook book;

    @TempDir
    Path directory;

    private AgentDuty duty;

    @BeforeEach
    void assemble() throws Exception {
        SwitchedVdi disk = new SwitchedVdi(StatefileFormat.sizeBytes(pool, 10));
        StatefileFormat.format(disk, pool, 10, PoolKeys.none());
        StatefileStore store = new StatefileStore(new PoolCodec(pool, 0), 7, disk);
        statefile = new StatefileThread(
                "lab1", store, disk::close, queue::put, log, System::nanoTime, figures, event -> {});
        PoolCodec codec = new PoolCodec(pool, 0);
        book = new VerdictBook(directory, "lab1", 1, log);
        EffectRunner effects = new EffectRunner(
                deadlines,
                new HeartbeatSender(codec, channel),
                statefile,
                new EmbedderCalls("lab1", vms, 1_000, 1, answers::add, deadlines::overdue),
                new HealthCalls("lab1", new WellProbe(), answers::add),
                new PowerCalls("lab1", pool.hosts(), host -> null, answers::add),
                new ListenerThread("lab1", event -> {}, 1_000, log),
                promises,
                new NewsLog(pool, log),
                new VerdictNews(pool, 0, book),
                new FoundWords(pool, 0, book, statefile),
                log,
                () -> now,
                figures);
        duty = new AgentDuty(
                agent,
                channel,
                new DatagramReader(codec, log, figures, () -> now, 1_000),
                queue,
                effects,
                () -> now,
                TICK);
    }

    @AfterEach
    void close() {
        statefile.close();
        book.close();
        log.close();
    }

    @Test
    void shouldTellTheCarrierFirstAndThenOnlyItsChanges() {
        duty.work(0);
        now += TICK;
        duty.work(0);
        channel.up = false;
        now += TICK;
        duty.work(0);
        assertEquals(
                List.of(
                        new Event.LinkChanged(true),
                        Event.Tick.INSTANCE,
                        Event.Tick.INSTANCE,
                        new Event.LinkChanged(false),
                        Event.Tick.INSTANCE),
                agent.taken);
    }

    @Test
    void shouldWaitForTheNextTickAtMost() {
        duty.work(Long.MAX_VALUE);
        assertEquals(TICK, channel.lastWaitNanos);
        now += TICK - 10;
        duty.work(Long.MAX_VALUE);
        assertEquals(10, channel.lastWaitNanos);
        duty.work(3);
        assertEquals(3, channel.lastWaitNanos);
        assertEquals(2, agent.taken.size(), "no tick before its time");
    }

    @Test
    void shouldNotCatchUpOnTicksAfterAPause() {
        duty.work(0);
        now += 100 * TICK;
        duty.work(0);
        duty.work(0);
        assertEquals(List.of(new Event.LinkChanged(true), Event.Tick.INSTANCE, Event.Tick.INSTANCE), agent.taken);
    }

    @Test
    void shouldMeasureHowLateItComesToItsWork() {
        duty.work(0);
        now += TICK + 7_000_000;
        duty.work(0);
        TimeHistogram pauses = figures.times().of(MeasuredTimes.Kind.PAUSE);
        assertEquals(2, pauses.count());
        assertTrue(pauses.longestNanos() >= 7_000_000 && pauses.longestNanos() <= 8_000_000, pauses::toString);
    }

    @Test
    void shouldMeasureHowLateThePeersBeatsComeButNotAcrossTheirRestarts() {
        figures.heard(1, 5, 1_000_000, 200_000_000);
        figures.heard(1, 5, 301_000_000, 200_000_000);
        figures.heard(1, 6, 90_000_000_000L, 200_000_000);
        TimeHistogram lateness = figures.times().of(MeasuredTimes.Kind.HEARTBEAT_LATENESS);
        assertEquals(1, lateness.count());
        assertTrue(lateness.longestNanos() >= 100_000_000 && lateness.longestNanos() <= 113_000_000);
    }

    @Test
    void shouldFeedWithTheDeadlineThatTheAgentNamed() {
        Effect.FeedWatchdog feed = new Effect.FeedWatchdog();
        feed.deadlineNanos = now + 700;
        agent.next.add(feed);
        duty.work(0);
        assertEquals(List.of("feed 1700"), watchdog.told);
    }

    @Test
    void shouldFenceBeforeItStartsAVmWhenTheMachineWasSuspendedPastTheDeadline() throws Exception {
        agent.next.add(new Effect.ArmWatchdog(4_000));
        duty.work(0);
        agent.next.add(new Effect.StartVm(vm(), new Permit(0, 1, 0, 7), 1));
        agent.suspendNanos = 5_000; // Between the decision and its effect.
        now += TICK;
        assertFalse(duty.work(0));
        assertEquals(List.of("arm 4000", "reset"), watchdog.told);
        promises.released();
        HostEnd end = promises.ended().get(10, TimeUnit.SECONDS);
        assertTrue(assertInstanceOf(HostEnd.Fenced.class, end).sentence().contains("stood still"));
        assertEquals(0, vms.starts);
    }

    @Test
    void shouldStepTheArmedWatchdogBeforeAnythingElse() {
        agent.next.add(new Effect.ArmWatchdog(4_000));
        queue.put(new Event.GlobalWritten(true));
        duty.work(0);
        assertEquals(List.of("arm 4000"), watchdog.told);
        assertEquals(new Event.WatchdogArmed(4_000, 5, true, ""), agent.taken.get(1));
        assertEquals(new Event.GlobalWritten(true), agent.taken.get(3));
    }

    @Test
    void shouldTellWhyTheWatchdogCannotBeArmed() {
        watchdog.works = false;
        agent.next.add(new Effect.ArmWatchdog(4_000));
        duty.work(0);
        assertEquals(new Event.WatchdogArmed(0, 0, false, "It does not work."), agent.taken.get(1));
    }

    @Test
    void shouldResetAndNeverFeedAgainAfterASelfFence() throws Exception {
        Verdict verdict = new Verdict(VerdictCode.STATEFILE_LOST, 0, List.of());
        agent.next.add(new Effect.SelfFence(verdict, new LastWords(0, 7, 1, "STATEFILE_LOST", "gone")));
        agent.next.add(new Effect.FeedWatchdog());
        assertFalse(duty.work(0));
        assertEquals(List.of("reset"), watchdog.told);
        int taken = agent.taken.size();
        now += 10 * TICK;
        assertFalse(duty.work(0));
        assertEquals(taken, agent.taken.size());
        promises.released();
        HostEnd end = promises.ended().get(10, TimeUnit.SECONDS);
        assertEquals(verdict, assertInstanceOf(HostEnd.Fenced.class, end).verdict());
    }

    @Test
    void shouldFenceWhenAStepThrows() throws Exception {
        duty.work(0);
        agent.trouble = new IllegalStateException("a bug");
        now += TICK;
        assertFalse(duty.work(0));
        assertEquals(List.of("reset"), watchdog.told);
        promises.released();
        HostEnd end = promises.ended().get(10, TimeUnit.SECONDS);
        assertTrue(assertInstanceOf(HostEnd.Fenced.class, end).sentence().contains("a bug"));
    }

    @Test
    void shouldFenceRatherThanGoOnWithoutAnEventThatWasLost() {
        for (int event = 0; event <= EventQueue.CAPACITY; event++) {
            queue.put(new Event.GlobalWritten(true));
        }
        assertFalse(duty.work(0));
        assertEquals(List.of("reset"), watchdog.told);
    }

    @Test
    void shouldEndWithoutAFenceWhenTheAgentStopped() throws Exception {
        agent.next.add(new Effect.Stopped(null, "It left."));
        assertFalse(duty.work(0));
        assertEquals(List.of(), watchdog.told);
        promises.released();
        assertEquals(new HostEnd.Stopped(null, "It left."), promises.ended().get(10, TimeUnit.SECONDS));
    }

    @Test
    void shouldAnswerEveryCommandThatIsOpenAtTheEndWithUnknown() throws Exception {
        CompletableFuture<CommandResult> first = new CompletableFuture<>();
        CompletableFuture<CommandResult> second = new CompletableFuture<>();
        CommandResult ifEnded = new CommandResult(CommandResult.Status.UNKNOWN, "ended");
        long id = promises.newCommand(first, ifEnded);
        promises.newCommand(second, ifEnded);
        queue.put(new Event.CommandGiven(id, new Command.SetWeight(5)));
        agent.next.add(new Effect.AnswerCommand(id, CommandResult.OK));
        agent.next.add(new Effect.Stopped(null, "It left."));
        duty.work(0);
        assertEquals(CommandResult.Status.DONE, first.get(10, TimeUnit.SECONDS).status());
        assertEquals(
                CommandResult.Status.UNKNOWN, second.get(10, TimeUnit.SECONDS).status());
    }

    /** No effect may fall through: one that nobody carries out fences the host, which is what is looked for. */
    @Test
    void shouldCarryOutEveryKindOfEffect() {
        List<Effect> all = List.of(
                new Effect.SendHeartbeat(),
                new Effect.ReadStatefile(),
                new Effect.WriteSection(),
                new Effect.WriteGlobal(null, Effect.WriteGlobal.KEEP_MASTER),
                new Effect.ReadRegion(0, RegionKind.MASTER),
                new Effect.WriteManifest(Manifest.initial(0)),
                new Effect.WriteTable(PoolTable.EMPTY, 1),
                new Effect.OverwriteSection(1, 1),
                new Effect.ArmWatchdog(1),
                feedFor(1_000_000),
                new Effect.ListVms(),
                new Effect.StartVm(vm(), new Permit(0, 1, 0, 7), 1),
                new Effect.StopVm(vm().vm(), new Permit(0, 1, 0, 7), 2),
                new Effect.CheckHealth(3),
                new Effect.RestartManagement(4),
                new Effect.PowerOff(1, 5),
                new Effect.Notify(new PoolEvent.HostJoined(1)),
                new Effect.AnswerCommand(99, CommandResult.OK),
                new Effect.Report(98, null),
                new Effect.DisarmWatchdog(),
                new Effect.SelfFence(new Verdict(VerdictCode.OPERATOR, 0, List.of()), null),
                new Effect.Stopped(null, ""));
        Set<Class<?>> covered = new HashSet<>();
        for (Effect effect : all) {
            covered.add(effect.getClass());
            if (!(effect instanceof Effect.SelfFence) && !(effect instanceof Effect.Stopped)) {
                agent.next.add(effect);
                now += TICK;
                assertTrue(duty.work(0), () -> effect + " was not carried out");
            }
        }
        assertEquals(Set.of(Effect.class.getPermittedSubclasses()), covered);
    }

    private Effect feedFor(long nanos) {
        Effect.FeedWatchdog feed = new Effect.FeedWatchdog();
        feed.deadlineNanos = now + nanos;
        return feed;
    }

    private static VmRecord vm() {
        return new VmRecord(
                new VmId(0, 1), "Minion", 1, VmRecord.Protection.RESTART, 0, 0, -1L, 0, false, true, null, null);
    }

    private static HostConfig host(String digit) {
        return new HostConfig(new HostId(digit.repeat(32)), "lab" + digit, List.of());
    }

    private static final class WellProbe implements HealthProbe {
        @Override
        public void check() {}

        @Override
        public void restart() {}
    }
}
