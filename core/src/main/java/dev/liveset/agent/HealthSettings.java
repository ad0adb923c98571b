package dev.liveset.agent;

import java.time.Duration;

/**
 * When the management agent of a host is looked at, and what is done when it is not well (PROTOCOL.md §3 and §5).
 *
 * @param interval tX: from the end of one check to the next
 * @param timeout TX: a check that takes longer has failed
 * @param restarts how often a day the agent may be restarted; then the host fences itself
 * @param restartTimeout TR: for how long altogether it is tried to bring the agent back by restarts
 */
public record HealthSettings(Duration interval, Duration timeout, int restarts, Duration restartTimeout) {
    private static final Duration LONGEST = Duration.ofDays(1);

    /** 60 s, 10 s, one restart, 30 s. */
    public static final HealthSettings DEFAULTS =
            new HealthSettings(Duration.ofSeconds(60), Duration.ofSeconds(10), 1, Duration.ofSeconds(30));

    public HealthSettings {
        require(interval, "the interval of the health check");
        require(timeout, "the timeout of the health check");
        require(restartTimeout, "the timeout of restarts");
        if (restarts < 0) {
            throw new IllegalArgumentException("the number of restarts is not negative, but it is " + restarts);
        }
    }

    private static void require(Duration time, String what) {
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(what + " is above 0 and at most a day, but it is " + time);
        }
    }
}
