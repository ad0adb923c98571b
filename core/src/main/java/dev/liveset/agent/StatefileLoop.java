package dev.liveset.agent;

import dev.liveset.Timings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * When the statefile is read and written: a cycle is one read of everything and one write of the own section; requests
 * for regions and the global section go between two cycles. At most one request is under way; a request that never comes
 * back stops the loop, and with it the feeding of the watchdog.
 */
final class StatefileLoop {
    private final Timings timings;
    private final long seed;
    private final Deque<Effect> requests = new ArrayDeque<>();
    private final Effect.WriteSection write = new Effect.WriteSection();
    private boolean writing;
    private boolean busy;
    private boolean writeDue;
    private boolean failed;
    private long cycleNanos;
    private long cycle;

    StatefileLoop(Timings timings, int self, long incarnation) {
        this.timings = timings;
        this.seed = incarnation * 0x9E3779B97F4A7C15L + self;
        this.cycleNanos = Long.MIN_VALUE / 4;
    }

    /** From now on every read is followed by a write of the own section. */
    void startWriting() {
        writing = true;
    }

    /** Asks for one more request between the cycles. Bounded by those who ask: one at a time per region and one for the global section. */
    void request(Effect effect) {
        requests.add(effect);
    }

    void onRead(boolean ok) {
        busy = false;
        failed = !ok;
        writeDue = ok && writing;
    }

    void onWritten(boolean ok) {
        busy = false;
        failed |= !ok;
    }

    void onRequestDone() {
        busy = false;
    }

    /** The section write that is due now, to be filled and sent by the caller; null when none is due. */
    Effect.WriteSection takeWrite() {
        if (busy || !writeDue) {
            return null;
        }
        busy = true;
        writeDue = false;
        return write;
    }

    /** Adds the next request when one is due and nothing is under way. */
    void advance(long nowNanos, boolean accelerate, List<Effect> effects) {
        if (busy || writeDue) {
            return;
        }
        if (nowNanos - cycleNanos >= interval(accelerate)) {
            cycleNanos = nowNanos;
            cycle++;
            busy = true;
            effects.add(Effect.ReadStatefile.INSTANCE);
        } else if (!requests.isEmpty()) {
            busy = true;
            effects.add(requests.remove());
        }
    }

    /** t2 give or take an eighth, so that hosts do not beat in step; shorter when there is haste or something failed. */
    private long interval(boolean accelerate) {
        if (accelerate || failed || !writing) {
            return timings.acceleratedIntervalNanos();
        }
        long hash = (seed + cycle) * 0xBF58476D1CE4E5B9L;
        long eighth = timings.statefileIntervalNanos() / 8;
        return timings.statefileIntervalNanos() - eighth + (hash >>> 33) % (2 * eighth + 1);
    }
}
