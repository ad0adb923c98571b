package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;

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
    private boolean hurried;
    private long grants = -1L;

    // What the holder was found from, so that it is looked for only when something changed.
    private long knownNews = -1;
    private long knownCurrent;
    private long knownGrants;
    private boolean knownRequest;
    private int holder = NOBODY;

    // With what the last advance changed nothing: as long as this stands another one would not either.
    private boolean settled;
    private long settledNews;
    private long settledCurrent;

    MasterLock(LivesetState state, boolean wanted) {
        this.state = state;
        this.seen = state.seen;
        this.wanted = wanted;
    }

    void want(boolean master) {
        wanted = master;
        settled = false;
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
        if (!isKnown()) {
            knownNews = seen.lockNews;
            knownCurrent = state.current;
            knownGrants = grants;
            knownRequest = request;
            holder = find();
        }
        return holder;
    }

    private boolean isKnown() {
        return knownNews == seen.lockNews
                && knownCurrent == state.current
                && knownGrants == grants
                && knownRequest == request;
    }

    private int find() {
        long candidates = state.current & grants;
        for (long rest = HostSet.without(state.current, state.self); rest != 0; rest &= rest - 1) {
            candidates &= seen.lockGrant[HostSet.lowest(rest)];
        }
        if (request && HostSet.contains(candidates, state.self) && !state.rules.keep(QuorumRule.GRANT_GIVEN_ONCE)) {
            return state.self; // the bug: whoever has every grant takes itself for the one
        }
        if (isCountedWithoutUs(holder == state.self)) {
            candidates = HostSet.without(candidates, state.self);
        }
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (requests(host)) {
                return host;
            }
        }
        return NOBODY;
    }

    /**
     * Ours: whether a liveset host counts somebody who runs and whom we do not count, such as one that joined while we stood
     * still before we came to say that we are in. Who grants us the lock may have granted it to that one as well, for it
     * grants every request, and between us two nobody decides. Each says in the same section whom it grants and whom it counts,
     * so of two that do not count each other the later one sees it. Where that may be an xhad, which does not look, a master
     * steps down as well.
     */
    private boolean isCountedWithoutUs(boolean isMaster) {
        long counted = 0;
        for (long rest = HostSet.without(state.current, state.self); rest != 0; rest &= rest - 1) {
            counted |= seen.readCurrent[HostSet.lowest(rest)];
        }
        for (long rest = counted & ~state.current & ~seen.starting; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (state.isOtherThanRemoved(host) && (!isMaster || state.isXhad(host))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Ours, beside an xhad, which does so itself: as long as this host wants the lock and nobody has it, the statefile is
     * visited in haste, here and by all who hear of it; four looks in turn make a master.
     */
    boolean hurries() {
        return wanted
                && state.pool.mode() == PoolConfig.Mode.INTEROP
                && state.online()
                && state.statefileAccess
                && !state.sr2
                && holder() == NOBODY;
    }

    void advance() {
        boolean hurries = hurries();
        state.bursts += hurries && !hurried ? 1 : 0;
        hurried = hurries;
        if (!state.online() || !state.statefileAccess || state.sr2 || isSettled()) {
            return;
        }
        long grantsBefore = grants;
        boolean requestBefore = request;
        for (int host = 0; host < seen.hostCount; host++) {
            if (!HostSet.contains(state.current, host) || !requests(host)) {
                grants = HostSet.without(grants, host);
            } else if (!request || host <= state.self || !state.rules.keep(QuorumRule.GRANT_GIVEN_ONCE)) {
                if (!HostSet.contains(grants, host)) {
                    state.rules.hit(RuleBranch.LOCK_GRANTED);
                }
                grants = HostSet.with(grants, host);
            } else if (!HostSet.contains(grants, host)) {
                state.rules.hit(RuleBranch.LOCK_GRANT_KEPT_BACK);
            }
        }
        int holder = holder();
        if (!wanted || (holder != NOBODY && holder != state.self)) {
            if (request) {
                state.rules.hit(wanted ? RuleBranch.LOCK_CANCELLED_BY_LOSER : RuleBranch.LOCK_GIVEN_UP);
            }
            request = false;
        } else if (!request && mayRequest()) {
            state.rules.hit(RuleBranch.LOCK_REQUESTED);
            request = true;
        }
        settled = grants == grantsBefore && request == requestBefore;
        settledNews = seen.lockNews;
        settledCurrent = state.current;
    }

    private boolean isSettled() {
        return settled && settledNews == seen.lockNews && settledCurrent == state.current;
    }

    private boolean requests(int host) {
        return host == state.self ? request : HostSet.contains(seen.lockRequest, host);
    }

    private boolean mayRequest() {
        for (long rest = HostSet.without(state.current, state.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            boolean stillGranted = HostSet.contains(seen.lockGrant[host], state.self);
            boolean higherGranted = host > state.self && HostSet.contains(grants, host);
            if (isOfFormerLife(host)) {
                return false;
            }
            if (stillGranted || higherGranted) {
                state.rules.hit(
                        stillGranted
                                ? RuleBranch.LOCK_REQUEST_WAITS_FOR_OLD_GRANTS
                                : RuleBranch.LOCK_REQUEST_WAITS_FOR_HIGHER);
                return false;
            }
        }
        return true;
    }

    /**
     * Ours, beside an xhad: it knows no incarnations, so what it grants may answer the request of our former life. Its
     * second section since our first was written after a whole read that shows no request of ours.
     */
    private boolean isOfFormerLife(int host) {
        return state.isXhad(host) && seen.movesBesideOwn[host] < 2;
    }
}
