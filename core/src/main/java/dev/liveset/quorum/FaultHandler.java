package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import dev.liveset.Timings;

/**
 * Fault handling (PROTOCOL.md §5): a round of five rendezvous in which the liveset hosts agree on one view, each judges
 * its own survival, and the survivors wait until who is lost is dead before they remove it. It is started by a state, not
 * by an edge: as long as a liveset host is missing from a domain a further round follows.
 */
final class FaultHandler {
    private static final long SECOND = 1_000_000_000L;

    private final LivesetState state;
    private final Sightings seen;
    private final Timings timings;
    private final long capSlackNanos;
    private final FreshLook look;
    private final RemovalWait removal;
    private final SurvivalJudge judge;
    private final SurvivalView view = new SurvivalView();

    private Rendezvous rendezvous;
    private boolean inSecond;
    private boolean stepDone;
    private long roundNanos;
    private long stepNanos;
    private long capNanos = Long.MAX_VALUE;
    private boolean called;
    private boolean fenced;
    private boolean stuck;

    FaultHandler(LivesetState state, SilenceRule silence, SurvivalJudge judge) {
        this.state = state;
        this.seen = state.seen;
        this.timings = state.timings;
        this.look = new FreshLook(state);
        this.removal = new RemovalWait(state, silence);
        this.judge = judge;
        boolean besideXhad = state.pool.mode() == PoolConfig.Mode.INTEROP;
        long cycleOfXhad = timings.statefileIntervalNanos() + SECOND;
        // An xhad may see our second phase a cycle of each later; if we went on before it did, it would wait for ever.
        this.capSlackNanos = timings.capSlackNanos() + (besideXhad ? 4 * cycleOfXhad : 0);
    }

    /**
     * A liveset host is in a round that has not come to its snapshot. It may have been alone in it at first, or we deaf,
     * so that its FHREADY was never heard (ours): it waits for us all the same. Heard during our own round it is the same
     * one, or its sender says it again after it. A host that still starts is called by nothing: the round may long be over
     * when it enters, and one of its own would shut the domains of all before everybody who entered with it is in them.
     */
    void onRoundHeard(int host) {
        if (!inRound() && state.online() && HostSet.contains(state.current, host)) {
            called = true;
        }
    }

    /** Whether a round is under way, its last rendezvous included. */
    boolean inRound() {
        return rendezvous != null;
    }

    /** Whether the judgement was to fence, or no judgement came in time. */
    boolean fenced() {
        return fenced;
    }

    /** Whether it fences because a rendezvous passed its limit. */
    boolean stuck() {
        return stuck;
    }

    /** The snapshot of the last judgement. */
    SurvivalView view() {
        return view;
    }

    /**
     * No feed may push the watchdog past this until the round has ended with survival; {@link Long#MAX_VALUE} for none.
     *
     * <p>Without the cap no removal becomes unsafe: who removes counts W from the last sign of life, and every feed lies
     * within Ws of a write that was read back, in a round as outside it ({@link SilenceRule}, steps 1 to 5). And while the
     * agent steps, {@code checkDeadlines} ends a round at the same moment. What is left to the cap is a host that stands still
     * after the second rendezvous: it is reset max(T1, T2) + 1 s after it instead of Ws after its last write, if that is
     * later. It was the original's fixed wait that needed the cap (late feed, late loser).
     */
    long capNanos() {
        return state.rules.keep(QuorumRule.FEED_CAPPED) ? capNanos : Long.MAX_VALUE;
    }

    /** Hosts in the wait before their removal, of which somebody may ask whether they are without power. */
    long mayBeOff() {
        return rendezvous == Rendezvous.FOURTH && stepDone ? removal.mayBeOff() : 0;
    }

    /** Hosts in the wait before their removal whose sections this host is to overwrite now. */
    long toOverwrite(long nowNanos) {
        return rendezvous == Rendezvous.FOURTH && stepDone && !fenced ? removal.toOverwrite(nowNanos) : 0;
    }

    /** Hosts in the wait before their removal whose sections nobody overwrites any more. */
    long leftUnreadable() {
        return rendezvous == Rendezvous.FOURTH && stepDone ? removal.leftUnreadable() : 0;
    }

    void advance(long nowNanos) {
        if (fenced || !state.online()) {
            return;
        }
        if (rendezvous == null) {
            if (!called && lost(nowNanos) == 0) {
                return;
            }
            state.rules.hit(called ? RuleBranch.ROUND_CALLED : RuleBranch.ROUND_BY_LOSS);
            begin(nowNanos);
        }
        // Every pass may satisfy the next wait at once; a round has fewer than 16 of them.
        for (int pass = 0; pass < 16 && rendezvous != null && !fenced; pass++) {
            if (!advanceOnce(nowNanos)) {
                break;
            }
        }
        checkDeadlines(nowNanos);
    }

    /** Liveset hosts that are missing from a domain; losses of the statefile do not count under rule 2. */
    private long lost(long nowNanos) {
        state.withoutStatefile &= ~state.sfdomain;
        long present = state.sr2 ? state.hbdomain : state.hbdomain & (state.sfdomain | state.withoutStatefile);
        state.kept &= ~present;
        return state.current & ~present & ~state.kept & ~awaited(nowNanos);
    }

    /**
     * Ours: who was counted before this host saw its section, because the others had, is no loss before its section could
     * have been missed for T2. A round at once would cost that host its place: the domains are closed while it lasts.
     */
    private long awaited(long nowNanos) {
        state.unseen &= state.current & ~state.sfdomain;
        long awaited = 0;
        for (long rest = state.unseen & state.hbdomain; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (nowNanos - state.unseenSinceNanos[host] < timings.statefileTimeoutNanos()) {
                awaited = HostSet.with(awaited, host);
            }
        }
        if (awaited != 0) {
            state.rules.hit(RuleBranch.ROUND_WAITS_FOR_FIRST_SIGHT);
        }
        return awaited;
    }

    private void begin(long nowNanos) {
        called = false;
        roundNanos = nowNanos;
        capNanos = nowNanos + timings.rendezvous2LimitNanos() + capSlackNanos;
        state.joinBlock = true;
        enterFirst(Rendezvous.FIRST);
    }

    private boolean advanceOnce(long nowNanos) {
        if (!inSecond) {
            if (rendezvous.awaited(state, false) != 0 && !overdue(nowNanos)) {
                return false;
            }
            inSecond = true;
            state.enter(rendezvous.second);
            return true;
        }
        if (!stepDone) {
            boolean alone = rendezvous.awaited(state, true) != 0;
            if (alone && !overdue(nowNanos)) {
                return false;
            }
            state.rules.hit(alone ? RuleBranch.RENDEZVOUS_3_ALONE : RuleBranch.RENDEZVOUS_BY_ALL);
            stepDone = true;
            stepNanos = nowNanos;
            beginStep(nowNanos);
            return true;
        }
        return finishStep(nowNanos);
    }

    /** Past its time the third rendezvous goes on alone: it only keeps the judgements together, and the cap runs. */
    private boolean overdue(long nowNanos) {
        return rendezvous == Rendezvous.THIRD
                && state.rules.keep(QuorumRule.ROUNDS_LIMITED)
                && nowNanos >= capNanos - capSlackNanos / 2;
    }

    private void beginStep(long nowNanos) {
        switch (rendezvous) {
            case FIRST -> look.begin(nowNanos);
            case SECOND -> capNanos = nowNanos + timings.longestTimeoutNanos() + capSlackNanos;
            case THIRD -> decide(nowNanos);
            case FOURTH -> removal.begin(nowNanos);
            case FIFTH -> {}
        }
    }

    private boolean finishStep(long nowNanos) {
        return switch (rendezvous) {
            case FIRST -> finishFreshLook();
            case SECOND -> finishViews(nowNanos);
            case THIRD -> {
                enterFirst(Rendezvous.FOURTH);
                yield true;
            }
            case FOURTH -> finishRemoval(nowNanos);
            case FIFTH -> {
                rendezvous = null;
                yield true;
            }
        };
    }

    private boolean finishFreshLook() {
        if (!look.isDone()) {
            state.rules.hit(RuleBranch.FRESH_LOOK_WAITS);
            return false;
        }
        state.commitWeight();
        enterFirst(Rendezvous.SECOND);
        return true;
    }

    private boolean finishViews(long nowNanos) {
        boolean consistent = viewsConsistent();
        if (!consistent && nowNanos - stepNanos < timings.longestTimeoutNanos()) {
            return false;
        }
        takeSnapshot();
        state.rules.hit(consistent ? RuleBranch.VIEWS_CONSISTENT : RuleBranch.VIEWS_MERGED);
        if (!consistent) {
            mergeViews();
        }
        enterFirst(Rendezvous.THIRD);
        return true;
    }

    private void mergeViews() {
        if (state.majority) {
            MajorityMerge.merge(view);
        } else {
            ViewMerge.merge(view, state.rules);
        }
    }

    private boolean finishRemoval(long nowNanos) {
        if (!removal.advance(nowNanos)) {
            if (isBlindBesideXhad(nowNanos)) {
                state.rules.hit(RuleBranch.BLIND_BESIDE_XHAD);
                fenced = true;
                takeSnapshot();
            }
            return false;
        }
        state.fenceRequests = 0;
        state.joinBlock = false;
        enterFirst(Rendezvous.FIFTH);
        return true;
    }

    /**
     * Who waits for a removal and has itself lost the statefile removes nobody. Among hosts of ours it waits for the
     * storage until its watchdog ends it; but an xhad that starts meanwhile sees no liveset on the statefile, asks nobody,
     * and starts our VMs. So beside one this host goes as soon as rule 2 cannot hold.
     */
    private boolean isBlindBesideXhad(long nowNanos) {
        if (state.pool.mode() != PoolConfig.Mode.INTEROP
                || state.sr2
                || state.disarmed
                || HostSet.contains(state.sfdomain, state.self)) {
            return false;
        }
        for (long rest = HostSet.without(state.all, state.self) & ~seen.excluded; rest != 0; rest &= rest - 1) {
            if (nowNanos - seen.heardNanos[HostSet.lowest(rest)] > timings.heartbeatTimeoutNanos()) {
                return true;
            }
        }
        return false;
    }

    private void enterFirst(Rendezvous next) {
        rendezvous = next;
        inSecond = false;
        stepDone = false;
        state.enter(next.first);
    }

    private boolean viewsConsistent() {
        long liveset = state.current;
        long hbd = state.hbdomain & liveset;
        long sfd = state.sfdomain & liveset;
        for (long rest = HostSet.without(hbd, state.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            long theirs = seen.heardSfdomain[host] & liveset;
            if ((seen.heardHbdomain[host] & liveset) != hbd || theirs != sfd && !isExcused(host, theirs, sfd)) {
                return false;
            }
        }
        for (long rest = HostSet.without(sfd, state.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if ((seen.readHbdomain[host] & liveset) != hbd || (seen.readSfdomain[host] & liveset) != sfd) {
                return false;
            }
        }
        return true;
    }

    /** Where a majority is enough, one of both has lost the statefile and both know it. */
    private boolean isExcused(int host, long theirSfd, long ownSfd) {
        boolean theyLost = theirSfd == 0 && !HostSet.contains(ownSfd, host);
        boolean weLost = ownSfd == 0 && !HostSet.contains(theirSfd, state.self);
        return state.majority && (theyLost || weLost);
    }

    private void takeSnapshot() {
        view.self = state.self;
        view.hostCount = seen.hostCount;
        view.configured = state.all;
        view.liveset = state.current;
        view.hbdomain = state.hbdomain;
        view.sfdomain = state.sfdomain;
        view.statefileAccess = state.statefileAccess;
        view.sr2 = state.sr2;
        view.excluded = seen.excluded;
        view.gone = state.gone();
        System.arraycopy(seen.heardHbdomain, 0, view.heardHbdomain, 0, seen.hostCount);
        System.arraycopy(seen.readHbdomain, 0, view.readHbdomain, 0, seen.hostCount);
        System.arraycopy(seen.readSfdomain, 0, view.readSfdomain, 0, seen.hostCount);
        System.arraycopy(seen.heardSfdomain, 0, view.heardSfdomain, 0, seen.hostCount);
        System.arraycopy(seen.weight, 0, view.weight, 0, seen.hostCount);
        view.readHbdomain[state.self] = state.hbdomain;
        view.readSfdomain[state.self] = state.sfdomain;
        view.weight[state.self] = state.weight;
    }

    private void decide(long nowNanos) {
        boolean rule1 = SurvivalRules.rule1(view, state.rules);
        boolean rule2 = SurvivalRules.rule2(view);
        SurvivalJudge.Decision decision = judge.judge(view, rule1, rule2);
        if (decision == SurvivalJudge.Decision.FENCE) {
            state.rules.hit(state.sr2 ? RuleBranch.RULE_2_LOST_AGAIN : RuleBranch.SURVIVAL_LOST);
            fenced = true;
            return;
        }
        capNanos = Long.MAX_VALUE;
        if (decision == SurvivalJudge.Decision.RULE1 && state.sr2) {
            state.rules.hit(RuleBranch.RULE_1_UNDER_RULE_2);
        }
        if (decision == SurvivalJudge.Decision.RULE2) {
            state.rules.hit(state.sr2 ? RuleBranch.RULE_2_HOLDS_AGAIN : RuleBranch.RULE_2_ENTERED);
            state.sr2 = true;
        }
        boolean byMajority = decision == SurvivalJudge.Decision.MAJORITY;
        long survivors = state.sr2 || byMajority ? view.hbdomain : view.hbdomain & view.sfdomain;
        state.withoutStatefile = byMajority ? survivors & ~view.sfdomain : 0;
        long evicted = state.all & ~survivors;
        if (state.disarmed) {
            state.rules.hit(RuleBranch.EVICTS_NOBODY_DISARMED);
            state.kept |= evicted & state.current;
            return;
        }
        removal.judged(nowNanos, (evicted & (state.hbdomain | state.sfdomain)) != 0);
        state.proposed &= ~evicted;
        state.acked &= ~evicted;
        state.hbdomain &= ~evicted;
        state.sfdomain &= ~evicted;
    }

    private void checkDeadlines(long nowNanos) {
        if (rendezvous == null || fenced || !state.rules.keep(QuorumRule.ROUNDS_LIMITED)) {
            return;
        }
        boolean first = rendezvous == Rendezvous.FIRST && !stepDone;
        boolean second = rendezvous == Rendezvous.FIRST || (rendezvous == Rendezvous.SECOND && !stepDone);
        long sinceRound = nowNanos - roundNanos;
        boolean firstOver = first && sinceRound > timings.rendezvous1LimitNanos();
        boolean secondOver = second && sinceRound > timings.rendezvous2LimitNanos();
        if (firstOver || secondOver || nowNanos > capNanos) {
            state.rules.hit(
                    firstOver
                            ? RuleBranch.RENDEZVOUS_1_LIMIT
                            : secondOver ? RuleBranch.RENDEZVOUS_2_LIMIT : RuleBranch.ROUND_CAP);
            fenced = true;
            stuck = true;
            takeSnapshot();
        }
    }
}
