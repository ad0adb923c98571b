package dev.liveset.quorum;

import dev.liveset.HostSet;

/**
 * The fresh look after the first rendezvous (PROTOCOL.md §5, step 1): who has not been heard or seen for a quarter of its
 * timeout is awaited until it is once more, or leaves the domain, so that no view rests on what may have ended meanwhile.
 */
final class FreshLook {
    private final LivesetState state;
    private final Sightings seen;
    private long beganNanos;
    private long unheard;
    private long unmoved;

    FreshLook(LivesetState state) {
        this.state = state;
        this.seen = state.seen;
    }

    /** The wait begins now: for whom it is. */
    void begin(long nowNanos) {
        beganNanos = nowNanos;
        unheard = 0;
        unmoved = 0;
        for (int host = 0; host < seen.hostCount; host++) {
            boolean late = nowNanos - seen.heardNanos[host] > state.timings.heartbeatTimeoutNanos() / 4;
            if (host != state.self && HostSet.contains(state.hbdomain, host) && late) {
                unheard = HostSet.with(unheard, host);
            }
            boolean still = nowNanos - seen.movedNanos[host] > state.timings.statefileTimeoutNanos() / 4;
            if (HostSet.contains(state.sfdomain, host) && still) {
                unmoved = HostSet.with(unmoved, host);
            }
        }
    }

    /** Whether all who are awaited were heard and seen since, or left. */
    boolean isDone() {
        unheard &= state.hbdomain;
        for (long rest = unheard; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (seen.heardNanos[host] > beganNanos) {
                unheard = HostSet.without(unheard, host);
            }
        }
        unmoved &= state.sfdomain;
        for (long rest = unmoved; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (seen.movedNanos[host] > beganNanos) {
                unmoved = HostSet.without(unmoved, host);
            }
        }
        return (unheard | unmoved) == 0;
    }
}
