package dev.liveset;

import dev.liveset.LivesetException.Code;
import java.time.Duration;
import java.util.Locale;

/**
 * The timings of a pool, the same on every host, with the relations R1–R5 of PROTOCOL.md §3 proven when built: values
 * that break one do not build, and the message shows the broken inequality. All accessors are nanoseconds.
 */
public final class Timings {
    private static final long MILLI = 1_000_000L;
    private static final long BURST_NANOS = 100 * MILLI;

    private final long heartbeatInterval;
    private final long heartbeatTimeout;
    private final long statefileInterval;
    private final long statefileTimeout;
    private final long heartbeatWatchdogTimeout;
    private final long statefileWatchdogTimeout;
    private final long bootJoinTimeout;
    private final long enableJoinTimeout;
    private final long watchdogGranularity;
    private final long ioBound;
    private final long pauseBudget;
    private final double drift;

    private Timings(Builder b) {
        heartbeatInterval = b.heartbeatInterval.toNanos();
        heartbeatTimeout = b.heartbeatTimeout.toNanos();
        statefileInterval = b.statefileInterval.toNanos();
        statefileTimeout = b.statefileTimeout.toNanos();
        heartbeatWatchdogTimeout = b.heartbeatWatchdogTimeout.toNanos();
        statefileWatchdogTimeout = b.statefileWatchdogTimeout.toNanos();
        bootJoinTimeout = b.bootJoinTimeout.toNanos();
        enableJoinTimeout = b.enableJoinTimeout.toNanos();
        watchdogGranularity = b.watchdogGranularity.toNanos();
        ioBound = b.ioBound.toNanos();
        pauseBudget = b.pauseBudget.toNanos();
        drift = b.drift;
        prove();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** t1: a heartbeat is sent this often. */
    public long heartbeatIntervalNanos() {
        return heartbeatInterval;
    }

    /** T1: a peer silent this long leaves the heartbeat domain. */
    public long heartbeatTimeoutNanos() {
        return heartbeatTimeout;
    }

    /** t2: a statefile cycle is begun this often. */
    public long statefileIntervalNanos() {
        return statefileInterval;
    }

    /** T2: a host whose section has not moved this long leaves the statefile domain. */
    public long statefileTimeoutNanos() {
        return statefileTimeout;
    }

    /** Wh: the heartbeat loop silent this long means reset. */
    public long heartbeatWatchdogTimeoutNanos() {
        return heartbeatWatchdogTimeout;
    }

    /** Ws: no completed statefile write this long means reset. */
    public long statefileWatchdogTimeoutNanos() {
        return statefileWatchdogTimeout;
    }

    /** Tboot: how long a host tries to join an ACTIVE pool. */
    public long bootJoinTimeoutNanos() {
        return bootJoinTimeout;
    }

    /** Tenable: how long a host tries to join a pool in INIT. */
    public long enableJoinTimeoutNanos() {
        return enableJoinTimeout;
    }

    /** By how much a watchdog may fire later than it was told. */
    public long watchdogGranularityNanos() {
        return watchdogGranularity;
    }

    /** Bound on one I/O of a storage that works. */
    public long ioBoundNanos() {
        return ioBound;
    }

    /** The longest pause of the JVM that must do no harm. */
    public long pauseBudgetNanos() {
        return pauseBudget;
    }

    /** By how much two hosts' clocks may differ in rate, as a fraction. */
    public double drift() {
        return drift;
    }

    /** max(T1, T2). */
    public long longestTimeoutNanos() {
        return Math.max(heartbeatTimeout, statefileTimeout);
    }

    /** W: the longest time a host can live after its last evidence of life, by its own watchdog. */
    public long watchdogTimeoutNanos() {
        return Math.max(heartbeatWatchdogTimeout, statefileWatchdogTimeout);
    }

    /** The margin of the silence rule for a watchdog timeout: granularity, drift and one I/O. */
    public long marginNanos(long watchdogTimeoutNanos) {
        return watchdogGranularity + (long) Math.ceil(drift * watchdogTimeoutNanos) + ioBound;
    }

    /** How often the agent wants a tick: a fifth of the shorter interval, 20 to 100 ms. */
    public long tickNanos() {
        return Math.max(20 * MILLI, Math.min(100 * MILLI, Math.min(heartbeatInterval, statefileInterval) / 5));
    }

    /** The statefile interval while fault handling or a join asks for speed: min(t2, T2/10). */
    public long acceleratedIntervalNanos() {
        return Math.min(statefileInterval, statefileTimeout / 10);
    }

    /** Limit of the first rendezvous, from the start of the round: both halves may wait for one host to fall silent. */
    public long rendezvous1LimitNanos() {
        return 2 * longestTimeoutNanos() + heartbeatInterval;
    }

    /** Limit of the second rendezvous, from the start of the round; past it the host fences itself. */
    public long rendezvous2LimitNanos() {
        return 5 * longestTimeoutNanos() + heartbeatInterval + statefileInterval;
    }

    /** D of R2 and R3: the longest way from the last completed write to the verdict of rule 2 when the whole pool loses its storage. */
    public long faultHandlingNanos() {
        return statefileInterval
                + statefileInterval / 8
                + ioBound
                + heartbeatInterval
                + 6 * tickNanos()
                + 3 * BURST_NANOS;
    }

    private void prove() {
        positive("t1", heartbeatInterval);
        positive("t2", statefileInterval);
        if (drift < 0 || drift > 0.1 || watchdogGranularity < 0 || ioBound < 0 || pauseBudget < 0) {
            throw refused(
                    "drift, granularity, I/O bound and pause budget", "must not be negative, and drift at most 0.1");
        }
        atMost("R1", "t1", heartbeatInterval, "T1/4", heartbeatTimeout / 4);
        atMost("R1", "t2", statefileInterval, "T2/4", statefileTimeout / 4);
        above("R2", "Ws", statefileWatchdogTimeout, "T2 + D", statefileTimeout + faultHandlingNanos());
        above("R2", "Wh", heartbeatWatchdogTimeout, "2*t1", 2 * heartbeatInterval);
        long longest = Math.max(watchdogTimeoutNanos(), longestTimeoutNanos());
        above("R3", "Tboot", bootJoinTimeout, "max(W,T1,T2) + D", longest + faultHandlingNanos());
        above("R3", "Tenable", enableJoinTimeout, "max(T1,T2)", longestTimeoutNanos());
        above("R5", "min(T1,T2)/2", Math.min(heartbeatTimeout, statefileTimeout) / 2, "pause budget", pauseBudget);
        long slack =
                Math.min(heartbeatWatchdogTimeout - heartbeatInterval, statefileWatchdogTimeout - statefileInterval);
        above("R5", "min(Wh-t1, Ws-t2)", slack, "pause budget", pauseBudget);
    }

    private static void positive(String name, long nanos) {
        if (nanos <= 0) {
            throw refused("R1", name + " must be greater than zero");
        }
    }

    private static void atMost(String rule, String left, long leftNanos, String right, long rightNanos) {
        if (leftNanos > rightNanos) {
            throw refused(
                    rule,
                    String.format(
                            Locale.ROOT,
                            "%s <= %s, but %.3f s > %.3f s; lower %s or raise %s by %.3f s",
                            left,
                            right,
                            leftNanos / 1e9,
                            rightNanos / 1e9,
                            left,
                            right,
                            (leftNanos - rightNanos) / 1e9));
        }
    }

    private static void above(String rule, String left, long leftNanos, String right, long rightNanos) {
        if (leftNanos <= rightNanos) {
            throw refused(
                    rule,
                    String.format(
                            Locale.ROOT,
                            "%s > %s, but %.3f s <= %.3f s; raise %s by more than %.3f s",
                            left,
                            right,
                            leftNanos / 1e9,
                            rightNanos / 1e9,
                            left,
                            (rightNanos - leftNanos) / 1e9));
        }
    }

    private static LivesetException refused(String rule, String why) {
        return new LivesetException(Code.INVALID_CONFIG, "Unsafe timings, relation " + rule + " demands " + why + ".");
    }

    /** Collects the values of {@link Timings}; {@link #build()} proves them. Defaults: t = 1 s, T = 10 s, W = 20 s. */
    public static final class Builder {
        private Duration heartbeatInterval = Duration.ofSeconds(1);
        private Duration heartbeatTimeout = Duration.ofSeconds(10);
        private Duration statefileInterval = Duration.ofSeconds(1);
        private Duration statefileTimeout = Duration.ofSeconds(10);
        private Duration heartbeatWatchdogTimeout = Duration.ofSeconds(20);
        private Duration statefileWatchdogTimeout = Duration.ofSeconds(20);
        private Duration bootJoinTimeout = Duration.ofSeconds(60);
        private Duration enableJoinTimeout = Duration.ofSeconds(60);
        private Duration watchdogGranularity = Duration.ofMillis(100);
        private Duration ioBound = Duration.ofMillis(250);
        private Duration pauseBudget = Duration.ofSeconds(1);
        private double drift = 0.01;

        private Builder() {}

        /** t1 and T1. */
        public Builder heartbeat(Duration interval, Duration timeout) {
            heartbeatInterval = interval;
            heartbeatTimeout = timeout;
            return this;
        }

        /** t2 and T2. */
        public Builder statefile(Duration interval, Duration timeout) {
            statefileInterval = interval;
            statefileTimeout = timeout;
            return this;
        }

        /** Wh and Ws. */
        public Builder watchdog(Duration heartbeatLoop, Duration statefileLoop) {
            heartbeatWatchdogTimeout = heartbeatLoop;
            statefileWatchdogTimeout = statefileLoop;
            return this;
        }

        /** Tboot and Tenable. */
        public Builder join(Duration boot, Duration enable) {
            bootJoinTimeout = boot;
            enableJoinTimeout = enable;
            return this;
        }

        public Builder watchdogGranularity(Duration granularity) {
            watchdogGranularity = granularity;
            return this;
        }

        public Builder ioBound(Duration bound) {
            ioBound = bound;
            return this;
        }

        public Builder pauseBudget(Duration budget) {
            pauseBudget = budget;
            return this;
        }

        /** Largest difference of two clocks' rates, for example 0.01 for one percent. */
        public Builder drift(double fraction) {
            drift = fraction;
            return this;
        }

        /** Proves R1–R5; throws {@link LivesetException} with the broken inequality. */
        public Timings build() {
            return new Timings(this);
        }
    }
}
