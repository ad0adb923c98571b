package dev.liveset.quorum;

import dev.liveset.HostSet;

/**
 * Step 4 of fault handling with our rule of removal: everybody who lost is asked to fence itself, and leaves the current
 * liveset when its own silence is over ({@link SilenceRule}). A host that goes on showing life after it must have judged
 * itself did not lose by its own judgement: then it stays in the liveset and a new round with fresh views decides.
 */
final class RemovalWait {
    private final LivesetState state;
    private final SilenceRule silence;
    private long beganNanos;

    RemovalWait(LivesetState state, SilenceRule silence) {
        this.state = state;
        this.silence = silence;
    }

    void begin(long nowNanos) {
        beganNanos = nowNanos;
        state.fenceRequests = state.current & ~state.proposed;
        if (state.fenceRequests != 0) {
            state.bursts++;
        }
    }

    /** Removes whose silence is over; returns whether nobody is waited for any more. */
    boolean advance() {
        long leaving = state.current & ~state.proposed;
        for (long rest = leaving; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            boolean silent =
                    state.rules.signOfLifeIgnored() ? silence.isSilentSince(host, beganNanos) : silence.isSilent(host);
            if (silent) {
                state.remove(host);
            } else if (livesOn(host)) {
                state.proposed = HostSet.with(state.proposed, host);
                state.fenceRequests = HostSet.without(state.fenceRequests, host);
            }
        }
        return (state.current & ~state.proposed) == 0;
    }

    /** By half of the longest timeout after the wait began a host that lost has judged itself like us. */
    private boolean livesOn(int host) {
        return !state.rules.signOfLifeIgnored()
                && state.seen.signNanos[host] - beganNanos > state.timings.longestTimeoutNanos() / 2;
    }
}
