package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import dev.liveset.RuleTally;

/** The fault handling of host 0 by itself, to the nanosecond: the test sets what host 0 sees, and everybody is online and seen at first. */
final class FaultDesk implements SurvivalJudge {
    static final long BEGAN = 100_000_000_000L;

    final LivesetState state;
    final SilenceRule silence;
    final FaultHandler faults;
    final RuleTally tally = new RuleTally();
    final long all;
    Decision decision = Decision.RULE1;
    boolean judgedRule1;
    /** What was judged: the own domains after the merge. */
    long judgedHbdomain;

    long judgedSfdomain;

    FaultDesk(PoolConfig pool) {
        state = new LivesetState(pool, 0, QuorumRules.OURS.countedIn(tally));
        silence = new SilenceRule(state);
        faults = new FaultHandler(state, silence, this);
        all = pool.allHosts();
        state.starting = false;
        state.statefileAccess = true;
        state.phase = Phase.STARTED;
        state.current = all;
        state.proposed = all;
        state.seen.begin(BEGAN);
        sees(all, all);
        for (int host = 0; host < pool.hostCount(); host++) {
            shown(BEGAN, host);
            says(host, Phase.STARTED);
            state.seen.weight[host] = 1;
        }
    }

    @Override
    public Decision judge(SurvivalView view, boolean rule1, boolean rule2) {
        judgedRule1 = rule1;
        judgedHbdomain = view.hbdomain;
        judgedSfdomain = view.sfdomain;
        return decision;
    }

    void sees(long hbdomain, long sfdomain) {
        state.hbdomain = hbdomain;
        state.sfdomain = sfdomain;
    }

    /** The host was heard and its section moved at this time. */
    void shown(long nowNanos, int host) {
        Sightings seen = state.seen;
        seen.heardNanos[host] = nowNanos;
        seen.movedNanos[host] = nowNanos;
        seen.signNanos[host] = nowNanos;
        seen.observedNanos[host] = nowNanos;
    }

    /** The phase of another host, on both channels. */
    void says(int host, Phase phase) {
        state.seen.heardPhase[host] = phase.ordinal();
        state.seen.readPhase[host] = phase.ordinal();
    }

    /** Whom the host says that it sees, on both channels. */
    void saysItSees(int host, long hbdomain, long sfdomain) {
        Sightings seen = state.seen;
        seen.heardHbdomain[host] = hbdomain;
        seen.readHbdomain[host] = hbdomain;
        seen.heardSfdomain[host] = sfdomain;
        seen.readSfdomain[host] = sfdomain;
    }

    /** A round begins now without the last host; all others see what this host sees and are in its fourth rendezvous, so that it goes as far as the wait for a removal. */
    void roundWithoutLast(long nowNanos) {
        long left = HostSet.without(all, state.seen.hostCount - 1);
        sees(left, left);
        othersAgree(nowNanos, Phase.FH4);
        advance(nowNanos);
    }

    /** All others in the domains were seen just now, see what this host sees, and are in this phase. */
    void othersAgree(long nowNanos, Phase phase) {
        for (long rest = state.hbdomain | state.sfdomain; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            shown(nowNanos, host);
            says(host, phase);
            saysItSees(host, state.hbdomain, state.sfdomain);
        }
    }

    void advance(long nowNanos) {
        faults.advance(nowNanos);
    }

    long hits(RuleBranch branch) {
        return tally.count(branch);
    }
}
