package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;

/** Whether a host that starts may form a liveset without somebody: only the largest part of the pool, and only one part. */
final class FormingWord {
    private final LivesetState state;
    private final Sightings seen;
    private final SilenceRule silence;
    private final boolean besideXhad;
    /** When the last look began that cannot show the proposal to form without somebody. */
    private long proposedNanos;

    FormingWord(LivesetState state, SilenceRule silence) {
        this.state = state;
        this.seen = state.seen;
        this.silence = silence;
        this.besideXhad = state.pool.mode() == PoolConfig.Mode.INTEROP;
    }

    /**
     * Ours: two parts of a pool that starts may both take themselves for the largest, for each knows the other by what it
     * wrote a while ago. So who wants to form says so in its section first and forms only after a look that shows this
     * and no other host that wants to form without it: of two such hosts at least one sees the other. The higher index
     * takes its word back, the lower waits for that, or until the other has formed, or is still.
     */
    boolean mayForm(long present) {
        if (besideXhad) {
            return true;
        }
        boolean waits = false;
        for (long rest = HostSet.without(state.all, state.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (contends(host, present) && !silence.isStill(host)) {
                if (host < state.self && !seen.isUnusable(host)) {
                    state.proposed = 0;
                    return false;
                }
                waits = true;
            }
        }
        if (state.proposed != present) {
            state.proposed = present;
            proposedNanos = seen.observedNanos[state.self];
            return false;
        }
        return !waits && seen.readProposed[state.self] == present && seen.observedNanos[state.self] > proposedNanos;
    }

    /** Whether the host is about to form a liveset without us, as far as the last look tells. */
    private boolean contends(int host, long present) {
        if (HostSet.contains(present, host)) {
            return seen.readProposed[host] != 0 && !HostSet.contains(seen.readProposed[host], state.self);
        }
        boolean unseen = seen.isUnusable(host) || seen.observedNanos[host] < seen.observedNanos[state.self];
        return unseen || seen.readProposed[host] != 0;
    }

    /** Whether no host that writes sees more hosts than this one, or than one that it hears. */
    boolean inLargestPartition() {
        int best = -1;
        int bestSize = 0;
        for (long rest = state.sfdomain; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            long sees = host == state.self
                    ? state.hbdomain & state.sfdomain
                    : seen.readHbdomain[host] & seen.readSfdomain[host];
            if (HostSet.size(sees) > bestSize) {
                best = host;
                bestSize = HostSet.size(sees);
            }
        }
        return best >= 0 && (best == state.self || HostSet.contains(state.hbdomain, best));
    }
}
