package dev.liveset.sim.xhad;

import dev.liveset.Timings;

/**
 * The daemon's parameters in whole seconds, as its configuration has them (PROTOCOL.md §3); nothing is validated, as
 * there.
 *
 * @param beat t1
 * @param beatTimeout T1
 * @param cycle t2
 * @param cycleTimeout T2
 * @param beatWatchdog Wh
 * @param cycleWatchdog Ws
 * @param bootJoin Tboot
 * @param enableJoin Tenable
 */
public record XhadTimings(
        int beat,
        int beatTimeout,
        int cycle,
        int cycleTimeout,
        int beatWatchdog,
        int cycleWatchdog,
        int bootJoin,
        int enableJoin) {
    /** The same as these timings; throws {@link IllegalArgumentException} when one is no whole number of seconds. */
    public static XhadTimings of(Timings timings) {
        return new XhadTimings(
                seconds(timings.heartbeatIntervalNanos()),
                seconds(timings.heartbeatTimeoutNanos()),
                seconds(timings.statefileIntervalNanos()),
                seconds(timings.statefileTimeoutNanos()),
                seconds(timings.heartbeatWatchdogTimeoutNanos()),
                seconds(timings.statefileWatchdogTimeoutNanos()),
                seconds(timings.bootJoinTimeoutNanos()),
                seconds(timings.enableJoinTimeoutNanos()));
    }

    private static int seconds(long nanos) {
        if (nanos % 1_000_000_000L != 0) {
            throw new IllegalArgumentException(nanos + " ns is no whole number of seconds");
        }
        return (int) (nanos / 1_000_000_000L);
    }

    long beatMillis() {
        return 1000L * beat;
    }

    long beatTimeoutMillis() {
        return 1000L * beatTimeout;
    }

    long cycleMillis() {
        return 1000L * cycle;
    }

    long cycleTimeoutMillis() {
        return 1000L * cycleTimeout;
    }

    /** How long a survivor waits before it takes a host out, counted from the end of the third rendezvous. */
    long removalMillis() {
        long seconds = (long) Math.max(beatWatchdog, cycleWatchdog)
                - Math.min(beatTimeout, cycleTimeout)
                + Math.max(beat, cycle);
        return 1000L * (seconds < 0 ? seconds & 0xFFFF_FFFFL : seconds);
    }

    /** By how much longer when one channel still shows the host. */
    long removalExtensionMillis() {
        return 1000L * Math.min(beatTimeout, cycleTimeout);
    }
}
