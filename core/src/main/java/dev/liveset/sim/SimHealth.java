package dev.liveset.sim;

import dev.liveset.agent.Event;
import dev.liveset.agent.HealthSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The management agent of a simulated host: well, not well until it is restarted in vain, or without an answer. */
final class SimHealth {
    /** Of the order of the fast timings. */
    static final HealthSettings SETTINGS =
            new HealthSettings(Duration.ofSeconds(2), Duration.ofSeconds(1), 1, Duration.ofSeconds(3));

    private static final long CALL_NANOS = 20_000_000L;

    private final EventQueue queue;
    private final SimHost host;
    private int failures;
    private int hangs;
    private int blocks;
    private final List<Runnable> hanging = new ArrayList<>();

    SimHealth(EventQueue queue, SimHost host) {
        this.queue = queue;
        this.host = host;
    }

    /** The agent is not well ({@code +1}), or well again ({@code -1}). */
    void fail(int change) {
        failures = Math.max(0, failures + change);
    }

    /** Nobody answers ({@code +1}), or somebody does again ({@code -1}). */
    void hang(int change) {
        hangs = Math.max(0, hangs + change);
        if (hangs == 0) {
            List<Runnable> waiting = new ArrayList<>(hanging);
            hanging.clear();
            waiting.forEach(Runnable::run);
        }
    }

    /** Nothing can be begun there ({@code +1}), or again ({@code -1}). */
    void block(int change) {
        blocks = Math.max(0, blocks + change);
    }

    void check(long callId) {
        answer(() -> blocks > 0
                ? new Event.HealthChecked(callId, Event.Health.NOT_LAUNCHED, "it cannot be begun")
                : checked(callId));
    }

    private Event checked(long callId) {
        return failures > 0
                ? new Event.HealthChecked(callId, Event.Health.FAILED, "it answers with an error")
                : new Event.HealthChecked(callId, Event.Health.WELL, "");
    }

    void restart(long callId) {
        answer(() -> new Event.ManagementRestarted(callId, blocks == 0, blocks == 0 ? "" : "its restart failed"));
    }

    private void answer(Supplier<Event> event) {
        BooleanSupplier same = host.currentAgent();
        Runnable answer = () -> {
            if (same.getAsBoolean()) {
                host.deliver(event.get());
            }
        };
        queue.after(CALL_NANOS, () -> {
            if (hangs > 0) {
                hanging.add(answer);
            } else {
                answer.run();
            }
        });
    }
}
