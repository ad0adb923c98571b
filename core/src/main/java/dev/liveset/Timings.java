package dev.liveset;

import java.time.Duration;

/**
 * The timings of a pool, the same on every host, with the relations R1–R5 of PROTOCOL.md §3 proven when built: values
 * that break one do not build, and the message shows the broken inequality. All accessors are nanoseconds.
 */
public final class Timings {
    private final TimingValues values;
    private final TimingProof proof;

    private Timings(TimingValues values, boolean besideXhad) {
        this.values = values;
        this.proof = new TimingProof(values);
        proof.require(besideXhad);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** t1: a heartbeat is sent this often. */
    public long heartbeatIntervalNanos() {
        return values.heartbeatInterval();
    }

    /** T1: a peer silent this long leaves the heartbeat domain. */
    public long heartbeatTimeoutNanos() {
        return values.heartbeatTimeout();
    }

    /** t2: a statefile cycle is begun this often. */
    public long statefileIntervalNanos() {
        return values.statefileInterval();
    }

    /** T2: a host whose section has not moved this long leaves the statefile domain. */
    public long statefileTimeoutNanos() {
        return values.statefileTimeout();
    }

    /** Wh: the heartbeat loop silent this long means reset. */
    public long heartbeatWatchdogTimeoutNanos() {
        return values.heartbeatWatchdogTimeout();
    }

    /** Ws: no completed statefile write this long means reset. */
    public long statefileWatchdogTimeoutNanos() {
        return values.statefileWatchdogTimeout();
    }

    /** Tboot: how long a host tries to join an ACTIVE pool. */
    public long bootJoinTimeoutNanos() {
        return values.bootJoinTimeout();
    }

    /** Tenable: how long a host tries to join a pool in INIT. */
    public long enableJoinTimeoutNanos() {
        return values.enableJoinTimeout();
    }

    /** By how much a watchdog may fire later than it was told. */
    public long watchdogGranularityNanos() {
        return values.granularity();
    }

    /** Bound on one I/O of a storage that works. */
    public long ioBoundNanos() {
        return values.ioBound();
    }

    /** The longest pause of the JVM that must do no harm. */
    public long pauseBudgetNanos() {
        return values.pauseBudget();
    }

    /** By how much two hosts' clocks may differ in rate, as a fraction. */
    public double drift() {
        return values.drift();
    }

    /** max(T1, T2). */
    public long longestTimeoutNanos() {
        return values.longestTimeout();
    }

    /** W: the longest time a host can live after its last evidence of life, by its own watchdog. */
    public long watchdogTimeoutNanos() {
        return values.watchdogTimeout();
    }

    /** The margin of the silence rule for a watchdog timeout: granularity, drift and one I/O. */
    public long marginNanos(long watchdogTimeoutNanos) {
        return values.margin(watchdogTimeoutNanos);
    }

    /** How often the agent wants a tick: a fifth of the shorter interval, 20 to 100 ms. */
    public long tickNanos() {
        return values.tick();
    }

    /** The statefile interval while fault handling or a join asks for speed: min(t2, T2/10). */
    public long acceleratedIntervalNanos() {
        return values.acceleratedInterval();
    }

    /** By how much the cap of an open round lies after the longest wait for equal views, so that a verdict still comes. */
    public long capSlackNanos() {
        return TimingValues.CAP_SLACK;
    }

    /** Limit of the first rendezvous, from the start of the round: both halves may wait for one host to fall silent. */
    public long rendezvous1LimitNanos() {
        return values.rendezvous1Limit();
    }

    /** Limit of the second rendezvous, from the start of the round; past it the host fences itself. */
    public long rendezvous2LimitNanos() {
        return values.rendezvous2Limit();
    }

    /**
     * D of R2 and R3: from the begin of the last completed write to the verdict of rule 2, beyond T2, when the whole pool
     * loses its storage.
     */
    public long faultHandlingNanos() {
        return values.faultHandling();
    }

    /** Why these timings are safe, and how long everything takes at most. */
    public TimingProof proof() {
        return proof;
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

        /** t1 = t2 and T1 = T2. */
        public Builder channels(Duration interval, Duration timeout) {
            return heartbeat(interval, timeout).statefile(interval, timeout);
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

        /** The proof of the values so far, also when they are unsafe; throws {@link LivesetException} for values out of range. */
        public TimingProof prove() {
            return new TimingProof(values());
        }

        /** Proves R1–R5; throws {@link LivesetException} with the broken inequality and the smallest change that mends it. */
        public Timings build() {
            return new Timings(values(), false);
        }

        /**
         * As {@link #build()} for an interop pool, in which R2 is a warning: xhad's own configurations may break it, and what
         * it costs is availability. {@link TimingProof#broken()} then says so; a strict pool does not take such timings.
         */
        public Timings buildBesideXhad() {
            return new Timings(values(), true);
        }

        private TimingValues values() {
            return new TimingValues(
                    nanos(heartbeatInterval),
                    nanos(heartbeatTimeout),
                    nanos(statefileInterval),
                    nanos(statefileTimeout),
                    nanos(heartbeatWatchdogTimeout),
                    nanos(statefileWatchdogTimeout),
                    nanos(bootJoinTimeout),
                    nanos(enableJoinTimeout),
                    nanos(watchdogGranularity),
                    nanos(ioBound),
                    nanos(pauseBudget),
                    drift);
        }

        /** What is out of a long's range is out of the range of timings too. */
        private static long nanos(Duration duration) {
            try {
                return duration.toNanos();
            } catch (ArithmeticException e) {
                return duration.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
        }
    }
}
