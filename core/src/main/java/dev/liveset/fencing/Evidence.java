package dev.liveset.fencing;

import java.util.List;

/**
 * One fact behind a verdict.
 *
 * @param subject what it is about: a host's name, a timer, a domain
 * @param fact what was seen, in words with units
 * @param ages the times in it as data
 */
public record Evidence(String subject, String fact, List<Age> ages) {
    /** Where something was seen, or which timer it is about. */
    public enum Channel {
        /** Heartbeats. */
        NETWORK,
        /** The statefile. */
        STATEFILE,
        /** A duty of the dead-man switch. */
        TIMER
    }

    /**
     * How long ago something was seen on a channel.
     *
     * @param millis so many milliseconds before the verdict, -1 never
     * @param limitMillis what it must not be longer than, -1 when it has no limit of its own
     */
    public record Age(Channel channel, long millis, long limitMillis) {}

    public Evidence {
        ages = List.copyOf(ages);
    }

    /** A fact without times. */
    public Evidence(String subject, String fact) {
        this(subject, fact, List.of());
    }
}
