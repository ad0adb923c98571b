package dev.liveset.agent;

import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * When the statefile is read and written: a cycle is one write of the own section and one read of everything, which shows
 * that write; while reads fail nothing is written, and the first good one is followed by a write and a read. Requests for
 * regions and the global section go between two cycles; on a disk so slow that one cycle follows the other, one request
 * goes between any two. At most one request is under way; a request that never comes
 * back stops the loop, and with it the feeding of the watchdog.
 */
final class StatefileLoop {
    /** How often xhad visits the statefile in haste, whatever T2 is. */
    private static final long XHAD_HASTE_NANOS = 500_000_000L;

    private final Timings timings;
    private final long hasteNanos;
    private final long seed;
    private final boolean readsBack;
    private final Deque<Effect> requests = new ArrayDeque<>();
    private final Effect.WriteSection write = new Effect.WriteSection();
    private boolean writing;
    private boolean busy;
    private boolean writeDue;
    private boolean readDue;
    private boolean readable;
    private boolean wroteInCycle;
    private boolean failed;
    /** Whether a request has gone since the last cycle began. */
    private boolean served;

    private long cycleNanos;
    private long cycle;

    /** {@code readsBack}: whether the read follows the write, as ours does, or goes before it, as the original's. */
    StatefileLoop(PoolConfig pool, int self, long incarnation, boolean readsBack) {
        timings = pool.timings();
        hasteNanos = haste(pool);
        this.readsBack = readsBack;
        this.seed = incarnation * 0x9E3779B97F4A7C15L + self;
        this.cycleNanos = Long.MIN_VALUE / 4;
    }

    /** Beside an xhad no longer than its own: the rounds of both wait for the slower, and its wait begins with the verdict. */
    private static long haste(PoolConfig pool) {
        long ours = pool.timings().acceleratedIntervalNanos();
        return pool.mode() == PoolConfig.Mode.INTEROP ? Math.min(ours, XHAD_HASTE_NANOS) : ours;
    }

    /** From now on every cycle writes the own section. */
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
        readable = ok;
        writeDue = ok && writing && !wroteInCycle;
    }

    void onWritten(boolean ok) {
        busy = false;
        failed |= !ok;
        wroteInCycle = true;
        readDue = readsBack;
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

    /** Begins the next cycle when it is due. */
    void beginWhenDue(long nowNanos, boolean accelerate) {
        boolean idle = !busy && !writeDue && !readDue && (served || requests.isEmpty());
        if (idle && nowNanos - cycleNanos >= interval(accelerate)) {
            cycleNanos = nowNanos;
            cycle++;
            served = false;
            wroteInCycle = false;
            writeDue = readsBack && writing && readable;
            readDue = !writeDue;
        }
    }

    /** Adds the next request when one is due and nothing is under way. */
    void advance(List<Effect> effects) {
        if (busy || writeDue) {
            return;
        }
        if (readDue) {
            readDue = false;
            busy = true;
            effects.add(Effect.ReadStatefile.INSTANCE);
        } else if (!requests.isEmpty()) {
            busy = true;
            served = true;
            effects.add(requests.remove());
        }
    }

    /** t2 give or take an eighth, so that hosts do not beat in step; shorter when there is haste or something failed. */
    private long interval(boolean accelerate) {
        if (accelerate || failed || !writing) {
            return hasteNanos;
        }
        long hash = (seed + cycle) * 0xBF58476D1CE4E5B9L;
        long eighth = timings.statefileIntervalNanos() / 8;
        return timings.statefileIntervalNanos() - eighth + (hash >>> 33) % (2 * eighth + 1);
    }
}
