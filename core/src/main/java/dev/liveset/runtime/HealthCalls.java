package dev.liveset.runtime;

import dev.liveset.agent.Event;
import dev.liveset.agent.HealthProbe;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls to the embedder's {@link HealthProbe}, on one thread of their own. The agent keeps the deadlines; while a call
 * hangs beyond them, a further one is answered at once: it could not be begun.
 */
final class HealthCalls implements AutoCloseable {
    private static final String HANGS = "an earlier call still hangs";

    private final HealthProbe probe;
    private final Consumer<Event> answers;
    private final ThreadPoolExecutor thread;
    private boolean busy;

    HealthCalls(String host, HealthProbe probe, Consumer<Event> answers) {
        this.probe = probe;
        this.answers = answers;
        thread = new ThreadPoolExecutor(
                1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), DaemonThreads.named("liveset-health-" + host));
        thread.allowCoreThreadTimeOut(true);
    }

    void check(long callId) {
        if (!begin(() -> check(probe, callId))) {
            answers.accept(new Event.HealthChecked(callId, Event.Health.NOT_LAUNCHED, HANGS));
        }
    }

    void restart(long callId) {
        if (!begin(() -> restart(probe, callId))) {
            answers.accept(new Event.ManagementRestarted(callId, false, HANGS));
        }
    }

    /** Takes no further calls; one under way goes on by itself. */
    @Override
    public void close() {
        thread.shutdown();
    }

    private synchronized boolean begin(Runnable call) {
        if (busy) {
            return false;
        }
        busy = true;
        thread.execute(call);
        return true;
    }

    private synchronized void end(Event answer) {
        busy = false;
        answers.accept(answer);
    }

    private void check(HealthProbe called, long callId) {
        Event answer;
        try {
            called.check();
            answer = new Event.HealthChecked(callId, Event.Health.WELL, "");
        } catch (Exception | Error e) {
            answer = new Event.HealthChecked(callId, Event.Health.FAILED, EmbedderCalls.words(e));
        }
        end(answer);
    }

    private void restart(HealthProbe called, long callId) {
        Event answer;
        try {
            called.restart();
            answer = new Event.ManagementRestarted(callId, true, "");
        } catch (Exception | Error e) {
            answer = new Event.ManagementRestarted(callId, false, EmbedderCalls.words(e));
        }
        end(answer);
    }
}
