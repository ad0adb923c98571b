package dev.liveset.quorum;

import dev.liveset.Timings;

/**
 * How long the original waits before it removes whom it evicted (PROTOCOL.md §3): in interop pools ours is at least as
 * long, and the simulator shows by it what the silence rule is for. A fixed time from the own verdict on, longer when one channel still showed an evicted
 * host, and whatever is seen of that host meanwhile.
 */
final class OriginalWait {
    private static final long LEAST_NANOS = 10_000_000_000L;

    private final Timings timings;
    private long verdictNanos;
    private long beganNanos;
    private boolean stillShown;

    OriginalWait(Timings timings) {
        this.timings = timings;
    }

    /** The verdict was to survive; {@code shown} when an evicted host was in one of the own domains. */
    void judged(long nowNanos, boolean shown) {
        verdictNanos = nowNanos;
        stillShown = shown;
    }

    void begin(long nowNanos) {
        beganNanos = nowNanos;
    }

    boolean isOver(long nowNanos) {
        long shortest = Math.min(timings.heartbeatTimeoutNanos(), timings.statefileTimeoutNanos());
        long wait = timings.watchdogTimeoutNanos()
                - shortest
                + Math.max(timings.heartbeatIntervalNanos(), timings.statefileIntervalNanos())
                + (stillShown ? shortest : 0);
        return nowNanos - verdictNanos >= wait && nowNanos - beganNanos >= LEAST_NANOS;
    }
}
