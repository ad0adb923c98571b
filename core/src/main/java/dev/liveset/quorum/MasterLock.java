package dev.liveset.quorum;

import dev.liveset.HostSet;

/**
 * The master lock (PROTOCOL.md §5): a host is master when every liveset host grants it. Own grants count from memory,
 * the others' from the statefile. A host starts with every grant set, so that a sitting master survives a join.
 */
final class MasterLock {
    static final int NOBODY = -1;

    private final LivesetState state;
    private final Sightings seen;
    private boolean wanted;
    private boolean request;
    private long grants = -1L;

    MasterLock(LivesetState state, boolean wanted) {
        this.state = state;
        this.seen = state.seen;
        this.wanted = wanted;
    }

    void want(boolean master) {
        wanted = master;
    }

    boolean request() {
        return request;
    }

    long grants() {
        return grants;
    }

    /** Index of the master as this host knows it, -1 for none. */
    int holder() {
        if (!state.online()) {
            return NOBODY;
        }
        long candidates = state.current & grants;
        for (long rest = HostSet.without(state.current, state.self); rest != 0; rest &= rest - 1) {
            candidates &= seen.lockGrant[HostSet.lowest(rest)];
        }
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (requests(host)) {
                return host;
            }
        }
        return NOBODY;
    }

    void advance() {
        if (!state.online() || !state.statefileAccess || state.sr2) {
            return;
        }
        for (int host = 0; host < seen.hostCount; host++) {
            if (!HostSet.contains(state.current, host) || !requests(host)) {
                grants = HostSet.without(grants, host);
            } else if (!request || host <= state.self || !state.rules.keep(QuorumRule.GRANT_GIVEN_ONCE)) {
                grants = HostSet.with(grants, host);
            }
        }
        int holder = holder();
        if (!wanted || (holder != NOBODY && holder != state.self)) {
            request = false;
        } else if (!request && mayRequest()) {
            request = true;
        }
    }

    private boolean requests(int host) {
        return host == state.self ? request : HostSet.contains(seen.lockRequest, host);
    }

    private boolean mayRequest() {
        for (long rest = HostSet.without(state.current, state.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            boolean stillGranted = HostSet.contains(seen.lockGrant[host], state.self);
            boolean higherGranted = host > state.self && HostSet.contains(grants, host);
            if (stillGranted || higherGranted) {
                return false;
            }
        }
        return true;
    }
}
