package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.Timings;

/** When heartbeats are sent: every t1, and in bursts of three at 100 ms when something changed that others wait for. */
final class BeatLoop {
    private static final long BURST_NANOS = 100_000_000L;
    private static final int BURST_BEATS = 3;

    private final Timings timings;
    private final Effect.SendHeartbeat send = new Effect.SendHeartbeat();
    private long regularNanos = Long.MIN_VALUE / 4;
    private long burstNanos;
    private int burstsSeen;
    private int burstLeft;

    BeatLoop(Timings timings, long allHosts, int self) {
        this.timings = timings;
        send.destinations = HostSet.without(allHosts, self);
    }

    /** Whether a beat is due; {@code bursts} counts what wants a burst. */
    boolean due(long nowNanos, int bursts) {
        if (bursts != burstsSeen) {
            burstsSeen = bursts;
            burstLeft = BURST_BEATS;
            burstNanos = nowNanos;
        }
        boolean burst = burstLeft > 0 && nowNanos >= burstNanos;
        if (burst) {
            burstLeft--;
            burstNanos = nowNanos + BURST_NANOS;
        }
        boolean regular = nowNanos - regularNanos >= timings.heartbeatIntervalNanos();
        if (regular) {
            regularNanos = nowNanos;
        }
        return burst || regular;
    }

    /** When the last regular beat was sent. */
    long regularNanos() {
        return regularNanos;
    }

    /** The beat to fill; the same object every time. */
    Effect.SendHeartbeat send() {
        return send;
    }
}
