package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.Timings;

/**
 * Our rule of removal (PROTOCOL.md §3): a host is dead for us only after we completed a read of the statefile that began
 * at least W + margin after its last sign of life, or when a newer boot of it proves that its former life is over.
 *
 * <p>Why it holds. A host lives no longer than Ws after the <i>begin</i> of its last completed write, because its
 * watchdog's deadline is set from there. Let a read of ours begin at R and show nothing newer than what we saw at S, with
 * R ≥ S + W + margin. If the host still lived at R it would have completed a write that began after R − W ≥ S + margin on
 * our clock; the margin takes up what the two clocks' rates and the watchdog's granularity differ. That write began after
 * S, so it is not what we saw at S, and it was durable before R, so the read would have shown it: a contradiction. Every
 * sign of life moves S, therefore nothing that a host does late can make us remove it while it lives.
 */
final class SilenceRule {
    private static final long SECOND = 1_000_000_000L;

    private final LivesetState state;

    SilenceRule(LivesetState state) {
        this.state = state;
    }

    /** The full silence: the largest watchdog timeout that any host published, or the pool's, and its margin. */
    long silenceNanos() {
        long watchdog = state.timings.watchdogTimeoutNanos();
        for (int host = 0; host < state.seen.hostCount; host++) {
            watchdog = Math.max(watchdog, state.seen.watchdogNanos[host]);
        }
        return (long) (state.rules.waitFactor() * (watchdog + state.timings.marginNanos(watchdog)));
    }

    /**
     * The same for this host. XenServer's own daemon feeds when a cycle begins, even if its I/O hangs, and then lives a
     * whole timeout longer.
     */
    long silenceNanos(int host) {
        Timings timings = state.timings;
        long fedByBegin = 2 * timings.statefileWatchdogTimeoutNanos() + timings.statefileIntervalNanos() + SECOND;
        boolean original = HostSet.contains(state.seen.original, host);
        return original ? Math.max(silenceNanos(), fedByBegin) : silenceNanos();
    }

    /** Whether the host is proven to be without life. */
    boolean isSilent(int host) {
        return isSilentSince(host, state.seen.signNanos[host]);
    }

    /** As {@link #isSilent}, counted from {@code sinceNanos}; for the planted bug that ignores signs of life. */
    boolean isSilentSince(int host, long sinceNanos) {
        boolean waits = state.rules.keep(QuorumRule.WAIT_BEFORE_REMOVAL) && state.rules.keep(QuorumRule.SILENCE);
        if (!waits || HostSet.contains(state.seen.restarted, host)) {
            return true;
        }
        // Under rule 2 a host lives by what peers say of having heard it, and a packet may have been on its way for T1.
        boolean rule2 = HostSet.contains(state.seen.signUnderRule2, host);
        long extra = rule2 ? state.timings.heartbeatTimeoutNanos() : 0;
        return state.seen.observedNanos[host] - sinceNanos >= silenceNanos(host) + extra;
    }

    /** All hosts of the set that are proven to be without life. */
    long silent(long hosts) {
        long silent = 0;
        for (long rest = hosts; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (isSilent(host)) {
                silent = HostSet.with(silent, host);
            }
        }
        return silent;
    }
}
