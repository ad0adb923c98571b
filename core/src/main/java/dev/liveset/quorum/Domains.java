package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.RuleBranch;

/**
 * The heartbeat domain and the statefile domain (PROTOCOL.md §4): who was heard within T1, whose section moved within
 * T2. Hosts enter only while no fault handling runs here; they leave at any time, except right after a stall of our
 * own, when what we did not hear proves nothing.
 */
final class Domains {
    private final LivesetState state;
    private final Sightings seen;

    // What the last look left, and until when time alone cannot change it: most steps need no look at everybody.
    private long settledHbdomain;
    private long settledSfdomain;
    private boolean settledBlock;
    private long settledUntilNanos = Sightings.NEVER;

    // When our newest look at the statefile began, and up to when its content says who has not moved.
    private long lookNanos = Sightings.NEVER;
    private long shownUntilNanos = Sightings.NEVER;

    Domains(LivesetState state) {
        this.state = state;
        this.seen = state.seen;
    }

    void update(long nowNanos) {
        if (!isSettled(nowNanos)) {
            lookAtAll(nowNanos);
            settle(nowNanos);
        }
        if (!HostSet.contains(state.sfdomain, state.self)) {
            state.statefileAccess = false;
        }
    }

    /** Whether a look would change nothing: no read since, nobody heard who is outside, and no age has reached its end. */
    private boolean isSettled(long nowNanos) {
        return nowNanos < settledUntilNanos
                && !seen.readSinceLook
                && (seen.heardSinceLook & ~settledHbdomain) == 0
                && state.hbdomain == settledHbdomain
                && state.sfdomain == settledSfdomain
                && state.joinBlock == settledBlock;
    }

    private void settle(long nowNanos) {
        settledHbdomain = state.hbdomain;
        settledSfdomain = state.sfdomain;
        settledBlock = state.joinBlock;
        seen.heardSinceLook = 0;
        seen.readSinceLook = false;
        long until = Long.MAX_VALUE;
        for (long rest = HostSet.without(state.hbdomain, state.self); rest != 0; rest &= rest - 1) {
            until = Math.min(until, seen.heardNanos[HostSet.lowest(rest)] + state.timings.heartbeatTimeoutNanos());
        }
        for (long rest = state.sfdomain; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            long untilNanos = host == state.self ? nowNanos : lastLookNanos(nowNanos);
            boolean ages = untilNanos == nowNanos;
            boolean isOver = untilNanos - wroteNanos(host) >= state.timings.statefileTimeoutNanos();
            if (ages || isOver) {
                until = Math.min(until, wroteNanos(host) + state.timings.statefileTimeoutNanos());
            }
        }
        settledUntilNanos = until;
    }

    private void lookAtAll(long nowNanos) {
        noteLook();
        boolean mayJudge = nowNanos >= state.noJudgementUntilNanos;
        boolean mayEnter = !state.joinBlock || !state.rules.keep(QuorumRule.JOIN_BLOCKED);
        updateStatefile(state.self, nowNanos, nowNanos, mayEnter, mayJudge);
        for (int host = 0; host < seen.hostCount; host++) {
            if (host != state.self) {
                long age = nowNanos - seen.heardNanos[host];
                state.hbdomain =
                        judge(state.hbdomain, host, age, state.timings.heartbeatTimeoutNanos(), mayEnter, mayJudge);
                updateStatefile(host, nowNanos, lastLookNanos(nowNanos), mayEnter, mayJudge);
            }
        }
    }

    /** A slow look of our own makes nobody leave; it makes nobody enter either whose section it has not shown to move. */
    private void updateStatefile(int host, long nowNanos, long untilNanos, boolean mayEnter, boolean mayJudge) {
        long timeout = state.timings.statefileTimeoutNanos();
        long age = untilNanos - wroteNanos(host);
        boolean moved = nowNanos - seen.movedNanos[host] < timeout;
        state.sfdomain = judge(state.sfdomain, host, age, timeout, mayEnter && moved, mayJudge);
    }

    /**
     * The host's last write that was seen. Outside a round a torn one will do: it calls none, for the next write mends the
     * section. In a round only what can be read counts, and of its own writes a host counts only what others can read.
     */
    private long wroteNanos(int host) {
        boolean tornWillDo = host != state.self && !state.joinBlock;
        return tornWillDo ? Math.max(seen.movedNanos[host], seen.tornNanos[host]) : seen.movedNanos[host];
    }

    /** The first look after a long time without one proves nobody's loss: it may have been shown an older write by chance. */
    private void noteLook() {
        long newest = seen.observedNanos[state.self];
        if (newest != lookNanos) {
            boolean afterGap = newest - lookNanos > state.timings.statefileTimeoutNanos() / 2;
            shownUntilNanos = afterGap ? lookNanos : newest;
            lookNanos = newest;
        }
    }

    /**
     * Until when a peer's section can be said not to have moved: until our last look began. While our own reads are slow
     * it is we who leave the domain, not everybody else; once we have left it, nobody is seen.
     */
    private long lastLookNanos(long nowNanos) {
        boolean looking = HostSet.contains(state.sfdomain, state.self);
        return looking ? shownUntilNanos : nowNanos;
    }

    /** A packet of a peer in fault handling, while we are too, that lacks us in its heartbeat domain: a one-way link. */
    void dropOneWay(int host) {
        if (state.handlingFault()
                && Sightings.inFaultHandling(seen.heardPhase[host])
                && !HostSet.contains(seen.heardHbdomain[host], state.self)) {
            if (HostSet.contains(state.hbdomain, host)) {
                state.rules.hit(RuleBranch.ONE_WAY_LINK_DROPPED);
            }
            state.hbdomain = HostSet.without(state.hbdomain, host);
        }
    }

    private long judge(long domain, int host, long age, long timeout, boolean mayEnter, boolean mayJudge) {
        if (HostSet.contains(domain, host)) {
            // A stall of our own can delay the judgement once, not for ever.
            boolean silent = age >= timeout && (mayJudge || age >= timeout + state.timings.pauseBudgetNanos());
            if (!silent && age >= timeout) {
                state.rules.hit(RuleBranch.JUDGEMENT_WAITS_AFTER_OWN_STALL);
            }
            return silent ? HostSet.without(domain, host) : domain;
        }
        if (age < timeout) {
            state.rules.hit(mayEnter ? RuleBranch.DOMAIN_ENTERED : RuleBranch.DOMAIN_ENTRY_BLOCKED);
        }
        return mayEnter && age < timeout ? HostSet.with(domain, host) : domain;
    }
}
