package dev.liveset.runtime;

import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.MeasuredTimes;
import dev.liveset.PoolConfig;
import dev.liveset.agent.AgentConfig;
import dev.liveset.agent.Command;
import dev.liveset.agent.Event;
import dev.liveset.agent.HostAgent;
import dev.liveset.agent.LivesetReport;
import dev.liveset.agent.PoolStatus;
import dev.liveset.codec.PoolCodec;
import dev.liveset.codec.StatefileStore;
import dev.liveset.fencing.Watchdog;
import dev.liveset.recovery.CommandResult;
import dev.liveset.recovery.LivesetOnlyRecovery;
import dev.liveset.recovery.RecoverySettings;
import dev.liveset.recovery.TableRecovery;
import dev.liveset.recovery.VmRecovery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** What one life of a {@link LivesetHost} consists of: puts the parts together at the start, takes them apart at the end. */
final class HostParts {
    private static final long LISTENER_DEADLINE_NANOS = 10_000_000_000L;

    private final LivesetHost.Builder given;
    private final int self;
    private final String name;
    private final EventQueue queue;
    private final HostPromises promises;
    private final Figures figures;
    private boolean started;
    private BoundedLog log;
    private volatile EffectRunner runner;
    private volatile VerdictBook verdicts;
    private AgentDuty duty;
    private Runnable afterwards;

    HostParts(LivesetHost.Builder given, int self) {
        this.given = given;
        this.self = self;
        name = given.pool.host(self).name();
        queue = new EventQueue(given.heartbeat::wakeup);
        promises = new HostPromises(HostPromises.continuations(name));
        figures = new Figures(given.pool.hostCount());
    }

    synchronized CompletableFuture<StartResult> start(boolean ownThread) {
        if (started) {
            throw new IllegalStateException("a host is started once; build another one");
        }
        started = true;
        try {
            assemble();
        } catch (LivesetException e) {
            promises.end(new HostEnd.Stopped(e.code(), e.getMessage()));
            closePorts();
            promises.released();
            return promises.started();
        }
        if (ownThread) {
            AgentRunner.start(name, this::prepareThread, duty, afterwards);
        }
        return promises.started();
    }

    /** What it could not do costs pauses, never safety: it is told, and the host starts. */
    private void prepareThread() {
        try {
            given.onAgentThread.run();
        } catch (RuntimeException | Error e) {
            log.error(
                    "What the embedder wanted to do first on the agent's thread failed; the host starts without it.",
                    e);
        }
    }

    boolean invoke(long maxWaitNanos) {
        if (!running()) {
            return false;
        }
        boolean more = duty.work(maxWaitNanos);
        if (!more) {
            afterwards.run();
        }
        return more;
    }

    CompletableFuture<CommandResult> submit(Command command) {
        CompletableFuture<CommandResult> answer = new CompletableFuture<>();
        long id = newCommand(answer, CommandResult.Status.UNKNOWN);
        if (id >= 0) {
            queue.put(new Event.CommandGiven(id, command));
            abandonIfOver();
        }
        return answer;
    }

    CompletableFuture<CommandResult> armFromShadow(Watchdog watchdog) {
        CompletableFuture<CommandResult> answer = new CompletableFuture<>();
        long id = newCommand(answer, CommandResult.Status.REFUSED);
        if (id >= 0) {
            runner.armFromShadow(watchdog, id);
            abandonIfOver();
        }
        return answer;
    }

    /** Refuses at once with -1 what cannot be taken. */
    private long newCommand(CompletableFuture<CommandResult> answer, CommandResult.Status ifEnded) {
        boolean running = running() && runner != null;
        CommandResult end = new CommandResult(ifEnded, "The host ended before the command was done.");
        long id = running ? promises.newCommand(answer, end) : -1;
        if (id < 0) {
            answer.complete(
                    CommandResult.refused(running ? HostPromises.tooMany("commands") : "The host does not run."));
        }
        return id;
    }

    /** It may have ended in between, with nobody left to answer. */
    private void abandonIfOver() {
        if (promises.over()) {
            promises.abandonCommands();
        }
    }

    CompletableFuture<LivesetReport> report() {
        CompletableFuture<LivesetReport> wish = new CompletableFuture<>();
        boolean running = running();
        long id = running ? promises.newReport(wish) : -1;
        if (id < 0) {
            wish.completeExceptionally(
                    running
                            ? new LivesetException(Code.INVALID_LOCALHOST_STATE, HostPromises.tooMany("reports"))
                            : HostPromises.notRunning());
            return wish;
        }
        queue.put(new Event.ReportWanted(id));
        abandonIfOver();
        return wish;
    }

    List<ToldVerdict> why(HostId host) {
        int index = given.pool.indexOf(host);
        VerdictBook book = verdicts;
        return book == null ? List.of() : book.about(index);
    }

    HostFigures figures() {
        return figures.take();
    }

    MeasuredTimes times() {
        return figures.times();
    }

    synchronized boolean running() {
        return started && !promises.over();
    }

    PoolStatus status() {
        return promises.status();
    }

    CompletableFuture<HostEnd> ended() {
        return promises.ended();
    }

    /** Closes the ports of a host that was built and never started. */
    synchronized void neverStarted() {
        if (!started) {
            started = true;
            promises.end(new HostEnd.Stopped(null, "The host was closed before it was started."));
            closePorts();
            promises.released();
        }
    }

    private void assemble() {
        UUID bootId = given.bootId == null ? MachineBoot.id() : given.bootId;
        IncarnationFile incarnations = IncarnationFile.open(given.stateDirectory);
        IncarnationFile.Start start;
        try {
            start = incarnations.next(System.currentTimeMillis(), bootId);
        } catch (LivesetException e) {
            incarnations.close();
            throw e;
        }
        log = new BoundedLog(given.pool.name(), name);
        ListenerThread listener = new ListenerThread(name, given.listener, LISTENER_DEADLINE_NANOS, log);
        Guard guard = new Guard(given.watchdog, given.clock, System::nanoTime);
        EmbedderCalls calls = new EmbedderCalls(
                name,
                given.hypervisor,
                given.hypervisorDeadline.toNanos(),
                given.hypervisorCalls,
                queue::put,
                guard::overdue);
        HealthCalls health = new HealthCalls(name, given.healthProbe, queue::put);
        PowerCalls power = new PowerCalls(name, given.pool.hosts(), given.powerFencer, queue::put);
        PoolCodec codec = new PoolCodec(given.pool, self, given.keys);
        StatefileStore store =
                new StatefileStore(new PoolCodec(given.pool, self, given.keys), start.incarnation(), given.statefile);
        NewsLog newsLog = new NewsLog(given.pool, log);
        StatefileThread statefile =
                new StatefileThread(name, store, () -> release(store), queue::put, log, given.clock, figures, event -> {
                    newsLog.tell(event);
                    listener.tell(event);
                });
        verdicts = new VerdictBook(given.stateDirectory, name, given.pool.hostCount(), log);
        VerdictNews verdictNews = new VerdictNews(given.pool, self, verdicts);
        verdictNews.started(start.incarnation());
        FoundWords found = new FoundWords(given.pool, self, verdicts, statefile);
        found.lookFor(self, start.former());
        EffectRunner effects = new EffectRunner(
                guard,
                new HeartbeatSender(codec, given.heartbeat),
                statefile,
                calls,
                health,
                power,
                listener,
                promises,
                newsLog,
                verdictNews,
                found,
                log,
                given.clock,
                figures);
        runner = effects;
        duty = new AgentDuty(
                agent(start, bootId)::step,
                given.heartbeat,
                new DatagramReader(
                        codec, log, figures, given.clock, given.pool.timings().heartbeatIntervalNanos()),
                queue,
                effects,
                given.clock,
                given.pool.timings().tickNanos());
        WitnessMonitor witness = witness();
        afterwards = () -> {
            if (witness != null) {
                witness.close();
            }
            statefile.close();
            given.heartbeat.close();
            guard.close();
            // The next agent in this directory begins no call beside one of this agent's, and finds what that has done.
            calls.close(incarnations::close);
            promises.released(); // Before what a local disk that hangs may hold up.
            health.close();
            power.close();
            listener.close();
            verdicts.close();
            codec.close();
            log.close();
        };
        log.info("The agent starts with incarnation " + start.incarnation() + ".");
    }

    /** Its loss is told within T1/2: after two looks that come to nothing, each with its pause. */
    private WitnessMonitor witness() {
        if (given.witness == null) {
            return null;
        }
        List<InetAddress> own = given.pool.host(self).addresses().stream()
                .map(InetSocketAddress::getAddress)
                .toList();
        int lookMillis = (int) (given.pool.timings().heartbeatTimeoutNanos() / 8 / 1_000_000);
        WitnessProbe probe = new WitnessProbe(given.witness, own, lookMillis);
        return new WitnessMonitor(name, probe::reached, lookMillis, queue::put);
    }

    private HostAgent agent(IncarnationFile.Start start, UUID bootId) {
        RecoverySettings settings = new RecoverySettings(
                self,
                given.pool.hosts().stream().map(HostConfig::name).toList(),
                start.incarnation(),
                bootId.getMostSignificantBits(),
                bootId.getLeastSignificantBits(),
                given.memoryMib,
                given.maxVms,
                given.acceptsUnarmed,
                start.firstOfBoot());
        AgentConfig config = new AgentConfig(
                given.pool,
                self,
                start.incarnation(),
                given.asksForMaster,
                given.health,
                given.powerDeadline.toNanos());
        VmRecovery recovery = given.pool.mode() == PoolConfig.Mode.INTEROP
                ? new LivesetOnlyRecovery(self) // E10
                : new TableRecovery(settings, given.planner);
        return new HostAgent(config, recovery);
    }

    private void release(StatefileStore store) {
        store.close();
        try {
            given.statefile.close();
        } catch (IOException e) {
            log.debug("The statefile could not be closed: " + e);
        }
    }

    private void closePorts() {
        given.heartbeat.close();
        if (given.watchdog != null) {
            given.watchdog.close();
        }
        try {
            given.statefile.close();
        } catch (IOException e) {
            // Nothing was ever read or written through it.
        }
    }
}
