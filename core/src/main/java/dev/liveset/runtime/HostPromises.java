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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** What the embedder waits for: the start, the end, the answers to commands. Completed off the agent's thread. */
final class HostPromises {
    static final int MAX_COMMANDS = 1000;

    private final CompletableFuture<StartResult> started = new CompletableFuture<>();
    private final CompletableFuture<HostEnd> ended = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<CommandResult>> commands = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<LivesetReport>> reports = new ConcurrentHashMap<>();
    private final AtomicLong lastCommand = new AtomicLong();
    private final Executor completer;
    private volatile PoolStatus status;
    private volatile boolean over;

    /** @param completer runs the embedder's continuations */
    HostPromises(Executor completer) {
        this.completer = completer;
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

    /** The number of a new command, or -1 when too many wait for their answer. */
    long newCommand(CompletableFuture<CommandResult> answer) {
        if (commands.size() >= MAX_COMMANDS) {
            return -1;
        }
        long id = lastCommand.incrementAndGet();
        commands.put(id, answer);
        return id;
    }

    void answer(long commandId, CommandResult result) {
        CompletableFuture<CommandResult> answer = commands.remove(commandId);
        if (answer != null) {
            answer.completeAsync(() -> result, completer);
        }
    }

    /** The number of a new wish for a report, or -1 when too many wait. */
    long newReport(CompletableFuture<LivesetReport> wish) {
        if (reports.size() >= MAX_COMMANDS) {
            return -1;
        }
        long id = lastCommand.incrementAndGet();
        reports.put(id, wish);
        return id;
    }

    void report(long reportId, LivesetReport report) {
        CompletableFuture<LivesetReport> wish = reports.remove(reportId);
        if (wish != null) {
            wish.completeAsync(() -> report, completer);
        }
    }

    void onEvent(PoolEvent event) {
        if (event instanceof PoolEvent.StatusChanged changed) {
            status = changed.status();
            boolean online = HostSet.contains(status.liveset(), status.host()) && status.phase() == Phase.STARTED;
            if (online && !started.isDone()) {
                StartResult joined = new StartResult.Joined(status);
                started.completeAsync(() -> joined, completer);
            }
        }
    }

    void end(HostEnd end) {
        over = true;
        started.completeAsync(() -> failure(end), completer);
        ended.completeAsync(() -> end, completer);
        abandonCommands();
    }

    /** Answers what nobody will answer any more; once more after a command that came while the host ended. */
    void abandonCommands() {
        for (Long id : commands.keySet()) {
            answer(id, new CommandResult(CommandResult.Status.UNKNOWN, "The host ended before the command was done."));
        }
        reports.values().forEach(wish -> completer.execute(() -> wish.completeExceptionally(notRunning())));
    }

    static LivesetException notRunning() {
        return new LivesetException(Code.INVALID_LOCALHOST_STATE, "The host does not run.");
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
