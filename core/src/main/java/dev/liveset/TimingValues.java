package dev.liveset;

import dev.liveset.LivesetException.Code;
import java.util.Locale;

/**
 * The values that timings are made of and what follows from each of them alone, in nanoseconds. What a step of the
 * protocol can take at most is counted here once; {@link TimingRelations} and {@link TimingBounds} put the counts together.
 */
record TimingValues(
        long heartbeatInterval,
        long heartbeatTimeout,
        long statefileInterval,
        long statefileTimeout,
        long heartbeatWatchdogTimeout,
        long statefileWatchdogTimeout,
        long bootJoinTimeout,
        long enableJoinTimeout,
        long granularity,
        long ioBound,
        long pauseBudget,
        double drift) {
    static final long MILLI = 1_000_000L;
    static final long BURST = 100 * MILLI;
    private static final long DAY = 86_400_000L * MILLI;

    /** A burst has three beats: two of them may be lost. */
    static final long LOST_BEATS = 2 * BURST;

    /** What the cap of an open round is longer than the wait for equal views. */
    static final long CAP_SLACK = 1_000 * MILLI;

    TimingValues {
        long[] all = {
            heartbeatInterval,
            heartbeatTimeout,
            statefileInterval,
            statefileTimeout,
            heartbeatWatchdogTimeout,
            statefileWatchdogTimeout,
            bootJoinTimeout,
            enableJoinTimeout,
            granularity,
            ioBound,
            pauseBudget
        };
        for (long nanos : all) {
            if (nanos < 0 || nanos > DAY) {
                throw new LivesetException(
                        Code.INVALID_CONFIG,
                        String.format(
                                Locale.ROOT,
                                "Unsafe timings: every time is from 0 to 24 h, but one is %.3f s.",
                                nanos / 1e9));
            }
        }
        if (heartbeatTimeout < MILLI || statefileTimeout < MILLI) {
            throw new LivesetException(Code.INVALID_CONFIG, "Unsafe timings: T1 and T2 are at least 1 ms.");
        }
        if (!(drift >= 0 && drift <= 0.1)) {
            throw new LivesetException(
                    Code.INVALID_CONFIG, "Unsafe timings: the drift is from 0 to 0.1, but it is " + drift + ".");
        }
    }

    long longestTimeout() {
        return Math.max(heartbeatTimeout, statefileTimeout);
    }

    long watchdogTimeout() {
        return Math.max(heartbeatWatchdogTimeout, statefileWatchdogTimeout);
    }

    long margin(long watchdogTimeout) {
        return granularity + (long) Math.ceil(drift * watchdogTimeout) + ioBound;
    }

    long tick() {
        return Math.max(20 * MILLI, Math.min(100 * MILLI, Math.min(heartbeatInterval, statefileInterval) / 5));
    }

    long acceleratedInterval() {
        return Math.min(statefileInterval, statefileTimeout / 10);
    }

    /** From the begin of one statefile cycle to the latest begin of the next, without what may stand in between. */
    long longestCycle() {
        return statefileInterval + statefileInterval / 8;
    }

    long rendezvous1Limit() {
        return 2 * longestTimeout() + heartbeatInterval;
    }

    long rendezvous2Limit() {
        return 5 * longestTimeout() + heartbeatInterval + statefileInterval;
    }

    /**
     * From the begin of one completed write to the completion of the next: the interval and the tick that notices it, a
     * region written to both slots just before, the read, and the write itself.
     */
    long writeGap() {
        return longestCycle() + tick() + 4 * ioBound;
    }

    /**
     * From a durable write to the end of the read that shows it to a peer which reads at this interval: a read begun
     * just before, then the interval or the rest of that cycle, a region written in between, and the read.
     */
    long seenAfterWrite(long interval) {
        return Math.max(interval + tick(), 2 * ioBound) + 3 * ioBound;
    }

    /** From a change of state to a section with it on the disk: the write in flight, then a whole cycle. */
    long shownInSection(long interval) {
        return Math.max(interval + tick(), ioBound) + 4 * ioBound;
    }

    /** What one request for a region takes in a line of them: between any two goes one cycle at most. */
    long requestInLine() {
        return 4 * ioBound() + 2 * tick();
    }

    /** From a change of state on one host to its sight by a peer over the statefile, both in haste. */
    long hastyExchange() {
        return shownInSection(acceleratedInterval()) + seenAfterWrite(acceleratedInterval());
    }

    /** The same at leisure. */
    long exchange() {
        return shownInSection(longestCycle()) + seenAfterWrite(longestCycle());
    }

    /** From the moment when no wait for silence is left to the verdict, by heartbeats alone: three rendezvous of two waits. */
    long sixWaits() {
        return 6 * tick() + LOST_BEATS;
    }

    /**
     * D: from the begin of a host's last completed write to its verdict by rule 2, beyond T2, when the whole pool loses its
     * storage at once. The storage goes no later than a write gap after that begin; nobody reads anything after it, so
     * everybody is out of the statefile domain T2 and a tick later, and six waits bring the verdict.
     */
    long faultHandling() {
        return writeGap() + tick() + sixWaits();
    }
}
