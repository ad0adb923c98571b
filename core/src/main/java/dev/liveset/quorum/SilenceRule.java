package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;

/**
 * Our rule of removal (PROTOCOL.md §3): a host is dead for us only after we completed a read of the statefile that began
 * at least W + margin after its last sign of life, or when a newer boot of it proves that its former life is over.
 *
 * <p>Why it holds. A host lives no longer than Ws after the <i>begin</i> of its last write that it read back, because its
 * watchdog's deadline is set from there. Let a read of ours begin at R and show nothing newer than what we saw at S, with
 * R ≥ S + W + margin. If the host still lived at R it would have completed a write that began after R − W ≥ S + margin on
 * our clock; the margin takes up what the two clocks' rates and the watchdog's granularity differ. That write began after
 * S, so it is not what we saw at S, and it was durable before R, so the read would have shown it: a contradiction. Every
 * sign of life moves S, therefore nothing that a host does late can make us remove it while it lives.
 */
final class SilenceRule {
    private final LivesetState state;
    /** How long an xhad that was removed may live: it feeds at the start of a cycle, even of one that hangs. */
    private final long longestXhadNanos;

    SilenceRule(LivesetState state) {
        this.state = state;
        longestXhadNanos = 2 * state.timings.statefileWatchdogTimeoutNanos()
                + state.timings.statefileIntervalNanos()
                + 1_000_000_000L;
    }

    /** The full silence: the largest watchdog timeout that any host published, or the pool's, and its margin. */
    long silenceNanos() {
        long watchdog = state.timings.watchdogTimeoutNanos();
        for (int host = 0; host < state.seen.hostCount; host++) {
            watchdog = Math.max(watchdog, state.seen.watchdogNanos[host]);
        }
        return (long) (state.rules.waitFactor() * (watchdog + state.timings.marginNanos(watchdog)));
    }

    /** Whether the host is proven to be without life. */
    boolean isSilent(int host) {
        return isSilentSince(host, state.seen.signNanos[host]);
    }

    /** As {@link #isSilent}, counted from {@code sinceNanos}; for the planted bug that ignores signs of life. */
    boolean isSilentSince(int host, long sinceNanos) {
        return isSilentSince(host, sinceNanos, silenceNanos());
    }

    private boolean isSilentSince(int host, long sinceNanos, long silenceNanos) {
        boolean waits = state.rules.keep(QuorumRule.WAIT_BEFORE_REMOVAL) && state.rules.keep(QuorumRule.SILENCE);
        if (!waits || HostSet.contains(state.seen.restarted, host)) {
            return true;
        }
        // Under rule 2 a host lives by what peers say of having heard it, and a packet may have been on its way for T1.
        boolean rule2 = HostSet.contains(state.seen.signUnderRule2, host);
        long extra = rule2 ? state.timings.heartbeatTimeoutNanos() : 0;
        long needed = silenceNanos;
        if (state.pool.mode() == PoolConfig.Mode.INTEROP && !state.seen.isOurs(host)) {
            needed = Math.max(needed, longestXhadNanos);
        }
        return state.seen.observedNanos[host] - sinceNanos >= needed + extra;
    }

    /** All hosts of the set that are proven to be without life. */
    long silent(long hosts) {
        if (hosts == 0) {
            return 0;
        }
        long silence = silenceNanos();
        long silent = 0;
        for (long rest = hosts; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (isSilentSince(host, state.seen.signNanos[host], silence)) {
                silent = HostSet.with(silent, host);
            }
        }
        return silent;
    }
}
