package dev.liveset.quorum;

import dev.liveset.HostSet;

/**
 * The heartbeat domain and the statefile domain (PROTOCOL.md §4): who was heard within T1, whose section moved within
 * T2. Hosts enter only while no fault handling runs here; they leave at any time, except right after a stall of our
 * own, when what we did not hear proves nothing.
 */
final class Domains {
    private final LivesetState state;
    private final Sightings seen;

    Domains(LivesetState state) {
        this.state = state;
        this.seen = state.seen;
    }

    void update(long nowNanos) {
        boolean mayJudge = nowNanos >= state.noJudgementUntilNanos;
        boolean mayEnter = !state.joinBlock || !state.rules.keep(QuorumRule.JOIN_BLOCKED);
        updateStatefile(state.self, nowNanos, mayEnter, mayJudge);
        if (!HostSet.contains(state.sfdomain, state.self)) {
            state.statefileAccess = false;
        }
        for (int host = 0; host < seen.hostCount; host++) {
            if (host != state.self) {
                long age = nowNanos - seen.heardNanos[host];
                state.hbdomain =
                        judge(state.hbdomain, host, age, state.timings.heartbeatTimeoutNanos(), mayEnter, mayJudge);
                updateStatefile(host, lastLookNanos(nowNanos, host), mayEnter, mayJudge);
            }
        }
    }

    private void updateStatefile(int host, long untilNanos, boolean mayEnter, boolean mayJudge) {
        long age = untilNanos - seen.movedNanos[host];
        state.sfdomain = judge(state.sfdomain, host, age, state.timings.statefileTimeoutNanos(), mayEnter, mayJudge);
    }

    /**
     * Until when a peer's section can be said not to have moved: until our last look began. While our own reads are slow
     * it is we who leave the domain, not everybody else; once we have left it, nobody is seen.
     */
    private long lastLookNanos(long nowNanos, int host) {
        boolean looking = HostSet.contains(state.sfdomain, state.self);
        return looking ? Math.max(seen.observedNanos[host], seen.observedNanos[state.self]) : nowNanos;
    }

    /** A packet of a peer in fault handling, while we are too, that lacks us in its heartbeat domain: a one-way link. */
    void dropOneWay(int host) {
        if (state.handlingFault()
                && Sightings.inFaultHandling(seen.heardPhase[host])
                && !HostSet.contains(seen.heardHbdomain[host], state.self)) {
            state.hbdomain = HostSet.without(state.hbdomain, host);
        }
    }

    private long judge(long domain, int host, long age, long timeout, boolean mayEnter, boolean mayJudge) {
        if (HostSet.contains(domain, host)) {
            // A stall of our own can delay the judgement once, not for ever.
            boolean silent = age >= timeout && (mayJudge || age >= timeout + state.timings.pauseBudgetNanos());
            return silent ? HostSet.without(domain, host) : domain;
        }
        return mayEnter && age < timeout ? HostSet.with(domain, host) : domain;
    }
}
