package dev.liveset.quorum;

import dev.liveset.HostSet;

/**
 * The second proof that a host's life is over, beside the silence: somebody has seen it without power. It is bound to the boot
 * that was counted, and it counts only together with a silence of max(T1, T2) before the question and no sign since, so that a
 * word about the wrong machine removes nobody who can still be seen; and only after the time of one I/O, as what the machine
 * sent to its disks before may still be on its way.
 */
final class PowerProof {
    private final LivesetState state;
    /** By host: the boot that was seen off, 0 none. */
    private final long[] incarnation = new long[HostSet.MAX_HOSTS];

    private final long[] askedNanos = new long[HostSet.MAX_HOSTS];
    private final long[] answeredNanos = new long[HostSet.MAX_HOSTS];

    PowerProof(LivesetState state) {
        this.state = state;
    }

    /**
     * The boot of the host that a proof would be about, 0 while there is nothing to ask: nobody cuts the power of who left
     * cleanly, was never armed, or was disarmed by an operator.
     */
    long boot(int host) {
        long boot = state.seen.livesetIncarnation(host);
        boolean wanted = state.seen.watchdogNanos[host] > 0 && !HostSet.contains(state.seen.excluded, host);
        boolean newest = wanted && boot == state.seen.incarnation(host);
        boolean silent =
                state.seen.observedNanos[host] - state.seen.signNanos[host] >= state.timings.longestTimeoutNanos();
        return newest && (silent || !state.rules.keep(QuorumRule.POWER_OFF_NEEDS_SILENCE)) ? boot : 0;
    }

    /** This boot of the host was seen to be without power at some moment between question and answer; the first such word counts. */
    void confirmed(int host, long boot, long questionNanos, long answerNanos) {
        if (!isConfirmed(host)) {
            incarnation[host] = boot;
            askedNanos[host] = questionNanos;
            answeredNanos[host] = answerNanos;
        }
    }

    /** Whether that was said of the boot that is counted, or was counted last, and nothing has spoken against it: to ask again would cut the power of the next boot. */
    boolean isConfirmed(int host) {
        if (incarnation[host] == 0 || incarnation[host] != state.seen.incarnation(host)) {
            return false;
        }
        return askedNanos[host] - state.seen.signNanos[host] >= state.timings.longestTimeoutNanos()
                || !state.rules.keep(QuorumRule.POWER_OFF_NEEDS_SILENCE);
    }

    /** Whether it is proven: what was on its way to the disks has had the time of an I/O, and a read after it shows nothing. */
    boolean isProven(int host) {
        return isConfirmed(host)
                && (state.seen.observedNanos[host] - answeredNanos[host] > state.timings.ioBoundNanos()
                        || !state.rules.keep(QuorumRule.POWER_OFF_NEEDS_SILENCE));
    }
}
