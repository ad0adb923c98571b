package dev.liveset.runtime;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.Phase;
import dev.liveset.agent.LivesetReport;
import dev.liveset.agent.PoolEvent;
import dev.liveset.agent.PoolStatus;
import dev.liveset.recovery.CommandResult;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What the embedder waits for: the start, the end, the answers to commands. Completed off the agent's thread, where the
 * embedder's continuations run. A command counts until its answer is taken up there, so that continuations that never
 * return let no more than {@link #MAX_COMMANDS} commands and as many reports wait; further ones are refused.
 */
final class HostPromises {
    static final int MAX_COMMANDS = 1000;
    /** Those, the start and the end. */
    private static final int MAX_WAITING = 2 * MAX_COMMANDS + 2;

    private static final int CONTINUATION_THREADS = 4;
    private static final int IDLE_SECONDS = 5;

    /** @param ifEnded the answer when the host ends before another one came */
    private record Asked(CompletableFuture<CommandResult> answer, CommandResult ifEnded) {}

    private final CompletableFuture<StartResult> started = new CompletableFuture<>();
    private final CompletableFuture<HostEnd> ended = new CompletableFuture<>();
    private final Map<Long, Asked> commands = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<LivesetReport>> reports = new ConcurrentHashMap<>();
    private final Semaphore commandsLeft = new Semaphore(MAX_COMMANDS);
    private final Semaphore reportsLeft = new Semaphore(MAX_COMMANDS);
    private final AtomicBoolean startTold = new AtomicBoolean();
    private final AtomicLong lastCommand = new AtomicLong();
    private final Executor completer;
    private volatile PoolStatus status;
    private volatile boolean over;
    private volatile HostEnd how;

    /** @param completer runs the embedder's continuations; has room for all that can wait */
    HostPromises(Executor completer) {
        this.completer = completer;
    }

    /** Threads for the embedder's continuations; what they do not get to waits, within the bound. */
    static Executor continuations(String host) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                CONTINUATION_THREADS,
                CONTINUATION_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                DaemonThreads.named("liveset-continuation-" + host));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    CompletableFuture<StartResult> started() {
        return started;
    }

    CompletableFuture<HostEnd> ended() {
        return ended;
    }

    /** The newest picture the agent gave, null before the first. */
    PoolStatus status() {
        return status;
    }

    boolean over() {
        return over;
    }

    /**
     * The number of a new command, or -1 when too many wait.
     *
     * @param ifEnded what is answered when the host ends first
     */
    long newCommand(CompletableFuture<CommandResult> answer, CommandResult ifEnded) {
        if (!commandsLeft.tryAcquire()) {
            return -1;
        }
        long id = lastCommand.incrementAndGet();
        commands.put(id, new Asked(answer, ifEnded));
        return id;
    }

    void answer(long commandId, CommandResult result) {
        Asked asked = commands.remove(commandId);
        if (asked != null) {
            completer.execute(() -> {
                commandsLeft.release();
                asked.answer.complete(result);
            });
        }
    }

    /** The number of a new wish for a report, or -1 when too many wait. */
    long newReport(CompletableFuture<LivesetReport> wish) {
        if (!reportsLeft.tryAcquire()) {
            return -1;
        }
        long id = lastCommand.incrementAndGet();
        reports.put(id, wish);
        return id;
    }

    void report(long reportId, LivesetReport report) {
        endReport(reportId, wish -> wish.complete(report));
    }

    private void endReport(long reportId, Consumer<CompletableFuture<LivesetReport>> how) {
        CompletableFuture<LivesetReport> wish = reports.remove(reportId);
        if (wish != null) {
            completer.execute(() -> {
                reportsLeft.release();
                how.accept(wish);
            });
        }
    }

    void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.StatusChanged changed) {
            status = changed.status();
            boolean online = HostSet.contains(status.liveset(), status.host()) && status.phase() == Phase.STARTED;
            if (online) {
                tellStart(new StartResult.Joined(status));
            }
        }
    }

    /** The agent has ended so; it is told once {@link #released} is called. */
    void end(HostEnd end) {
        how = end;
        over = true;
        tellStart(failure(end));
        abandonCommands();
    }

    /** After the end: everything that another life of this host needs is free. */
    void released() {
        ended.completeAsync(() -> how, completer);
    }

    private void tellStart(StartResult result) {
        if (!startTold.getAndSet(true)) {
            started.completeAsync(() -> result, completer);
        }
    }

    /** Answers what nobody will answer any more; once more after a command that came while the host ended. */
    void abandonCommands() {
        commands.forEach((id, asked) -> answer(id, asked.ifEnded));
        for (Long id : reports.keySet()) {
            endReport(id, wish -> wish.completeExceptionally(notRunning()));
        }
    }

    static LivesetException notRunning() {
        return new LivesetException(Code.INVALID_LOCALHOST_STATE, "The host does not run.");
    }

    /** Why one thing more is refused. */
    static String tooMany(String things) {
        return "Too many " + things + " wait for their answer or for the embedder, whose continuations do not return;"
                + " let them return and try again.";
    }

    private static StartResult failure(HostEnd end) {
        if (end instanceof HostEnd.Stopped stopped) {
            Code code = stopped.code() == null ? Code.INVALID_LOCALHOST_STATE : stopped.code();
            return new StartResult.StartFailure(code, stopped.sentence());
        }
        String sentence =
                end instanceof HostEnd.WouldHaveFenced would ? would.sentence() : ((HostEnd.Fenced) end).sentence();
        return new StartResult.StartFailure(Code.INVALID_LOCALHOST_STATE, sentence);
    }
}
