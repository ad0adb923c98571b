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

    /** This boot of the host was seen to be without power at some moment between question and answer. */
    void confirmed(int host, long boot, long questionNanos, long answerNanos) {
        incarnation[host] = boot;
        askedNanos[host] = questionNanos;
        answeredNanos[host] = answerNanos;
    }

    /** Whether it is proven of the boot that is counted, or was counted last. */
    boolean isProven(int host) {
        long boot = incarnation[host];
        if (boot == 0 || boot != state.seen.livesetIncarnation(host) || boot != state.seen.incarnation(host)) {
            return false;
        }
        boolean noSign = askedNanos[host] - state.seen.signNanos[host] >= state.timings.longestTimeoutNanos()
                && state.seen.observedNanos[host] - answeredNanos[host] > state.timings.ioBoundNanos();
        return noSign || !state.rules.keep(QuorumRule.POWER_OFF_NEEDS_SILENCE);
    }
}
