package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.RuleBranch;

/** {@link LivesetQuorum} by five rendezvous: the rooms of this package put together. */
public final class RendezvousQuorum implements LivesetQuorum {
    private final LivesetState state;
    private final Sightings seen;
    private final Domains domains;
    private final SilenceRule silence;
    private final StartCriteria start;
    private final Joining joining;
    private final FaultHandler faults;
    private final MasterLock lock;
    private boolean begun;
    private boolean readCompleted;

    /**
     * @param pool the pool
     * @param self index of this host
     * @param asksForMaster whether it asks for the master lock
     * @param rules {@link QuorumRules#OURS}, unless a bug is planted
     * @param judge who decides on survival
     */
    public RendezvousQuorum(PoolConfig pool, int self, boolean asksForMaster, QuorumRules rules, SurvivalJudge judge) {
        state = new LivesetState(pool, self, rules);
        seen = state.seen;
        domains = new Domains(state);
        silence = new SilenceRule(state);
        start = new StartCriteria(state, silence);
        joining = new Joining(state);
        faults = new FaultHandler(state, silence, judge);
        lock = new MasterLock(state, asksForMaster);
    }

    @Override
    public void begin(long nowNanos, boolean excluded) {
        begun = true;
        seen.begin(nowNanos);
        start.begin(nowNanos, excluded);
    }

    @Override
    public void onOwnStall(long noJudgementUntilNanos) {
        state.noJudgementUntilNanos = Math.max(state.noJudgementUntilNanos, noJudgementUntilNanos);
    }

    @Override
    public void onHeartbeat(
            long nowNanos,
            int host,
            long current,
            long proposed,
            long hbdomain,
            long sfdomain,
            int phase,
            boolean joins,
            boolean sr2,
            boolean accelerate,
            long incarnation) {
        boolean taken = seen.heard(
                nowNanos,
                host,
                current,
                proposed,
                hbdomain,
                sfdomain,
                phase,
                joins,
                sr2,
                accelerate,
                incarnation,
                state.current);
        if (!taken) {
            return;
        }
        domains.dropOneWay(host);
        boolean ofLiveset = HostSet.contains(state.current, host) && HostSet.contains(current, host);
        if (ofLiveset) {
            state.noteInvited(host);
        }
        if (phase >= Phase.FHREADY.ordinal() && phase <= Phase.FH2DONE.ordinal()) {
            faults.onRoundHeard(host);
        }
        if (sr2 && ofLiveset && state.online()) {
            if (!state.sr2) {
                state.rules.hit(RuleBranch.RULE_2_SPREADS);
            }
            state.sr2 = true;
        }
    }

    @Override
    public void onAges(long arrivedNanos, int host, int[] sinceHeartbeatMillis) {
        silence.majority().onAges(arrivedNanos, host, sinceHeartbeatMillis);
    }

    @Override
    public boolean onSection(long beganNanos, long nowNanos, int host, Sightings.Section section) {
        return seen.read(beganNanos, nowNanos, host, section, state.current);
    }

    @Override
    public void onUnusableSection(long beganNanos, long nowNanos, int host, int fingerprint) {
        seen.readUnusable(beganNanos, nowNanos, host, fingerprint);
    }

    @Override
    public void onUnreadableSection(long beganNanos, int host) {
        seen.unreadable(beganNanos, host);
    }

    @Override
    public void onReadCompleted(PoolState poolState) {
        if (poolState != null) {
            state.poolState = poolState;
        }
        readCompleted = true;
    }

    @Override
    public void onDisarmed() {
        state.disarmed = true;
    }

    @Override
    public void onPowerOff(int host, long incarnation, long askedNanos, long answeredNanos) {
        silence.power().confirmed(host, incarnation, askedNanos, answeredNanos);
    }

    @Override
    public void onStatefileFailed() {
        state.statefileAccess = false;
    }

    @Override
    public void wantMaster(boolean wanted) {
        lock.want(wanted);
    }

    @Override
    public void weigh(int weight) {
        state.nextWeight = weight;
    }

    @Override
    public void advance(long nowNanos) {
        if (!begun) {
            return;
        }
        domains.update(nowNanos);
        if (readCompleted) {
            readCompleted = false;
            // Access is what was read back: the own section moved within T2 and this read completed.
            state.statefileAccess = nowNanos - seen.movedNanos[state.self] < state.timings.statefileTimeoutNanos();
        }
        start.advance(nowNanos);
        joining.meetInvited(nowNanos);
        faults.advance(nowNanos);
        joining.advance(nowNanos, faults.inRound());
        silence.proveOutside(nowNanos);
        endRule2();
        state.ruledNanos = state.sr2 ? nowNanos : state.ruledNanos;
        lock.advance();
    }

    /**
     * Rule 2 ends when this host and everybody heard have the statefile again, and all others are excluded. Ours: they
     * must be seen there as well, else the first thing after rule 2 would be the loss of who is only slower to come back.
     */
    private void endRule2() {
        if (!state.sr2 || !state.statefileAccess || !HostSet.contains(state.sfdomain, state.self)) {
            return;
        }
        for (long rest = HostSet.without(state.hbdomain, state.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (!HostSet.contains(seen.heardSfdomain[host] & state.sfdomain, host)) {
                state.rules.hit(RuleBranch.RULE_2_WAITS_FOR_OTHERS);
                return;
            }
        }
        if (HostSet.isSubset(state.all, state.hbdomain | seen.excluded)) {
            state.rules.hit(RuleBranch.RULE_2_ENDS);
            state.sr2 = false;
        }
    }

    @Override
    public LivesetException.Code failure() {
        return start.failure();
    }

    @Override
    public Fence fence() {
        if (!faults.fenced()) {
            return Fence.NONE;
        }
        return faults.stuck() ? Fence.STUCK : Fence.JUDGED;
    }

    @Override
    public SurvivalView survivalView() {
        return faults.view();
    }

    @Override
    public Phase phase() {
        return state.phase;
    }

    @Override
    public long currentLiveset() {
        return state.current;
    }

    @Override
    public long proposedLiveset() {
        return state.proposed;
    }

    @Override
    public long hbdomain() {
        return state.hbdomain;
    }

    @Override
    public long sfdomain() {
        return state.sfdomain;
    }

    @Override
    public boolean starting() {
        return state.starting;
    }

    @Override
    public boolean joining() {
        return state.joining;
    }

    @Override
    public boolean statefileAccess() {
        return state.statefileAccess;
    }

    @Override
    public boolean sr2() {
        return state.sr2;
    }

    @Override
    public long withoutStatefile() {
        return state.withoutStatefile;
    }

    @Override
    public boolean lockRequest() {
        return lock.request();
    }

    @Override
    public long lockGrants() {
        return lock.grants();
    }

    @Override
    public int master() {
        return lock.holder();
    }

    @Override
    public int weight() {
        return state.weight;
    }

    @Override
    public long excluded() {
        return seen.excluded;
    }

    @Override
    public long keptOut() {
        return seen.excluded & ~state.mayHaveEntered & ~state.proposed;
    }

    @Override
    public long fenceRequests(long nowNanos) {
        return state.fenceRequests | joining.toBeFenced(nowNanos);
    }

    @Override
    public boolean online() {
        return state.online();
    }

    @Override
    public boolean inRound() {
        return faults.inRound();
    }

    @Override
    public long feedCapNanos() {
        return faults.capNanos();
    }

    @Override
    public long silentHosts() {
        return silence.silent(state.all & ~state.current);
    }

    @Override
    public boolean accelerate() {
        if (!state.statefileAccess) {
            return false;
        }
        if (faults.inRound()) {
            state.rules.hit(RuleBranch.ACCELERATED_IN_ROUND);
            return true;
        }
        boolean asked = (seen.heardAccelerate & state.hbdomain & state.current) != 0;
        if (state.joining || asked) {
            state.rules.hit(state.joining ? RuleBranch.ACCELERATED_TO_JOIN : RuleBranch.ACCELERATED_FOR_ANOTHER);
        }
        return state.joining || asked || lock.hurries();
    }

    @Override
    public boolean asksForHaste() {
        return faults.inRound() || state.joining || lock.hurries();
    }

    @Override
    public int bursts() {
        return state.bursts;
    }

    @Override
    public long heardNanos(int host) {
        return seen.heardNanos[host];
    }

    @Override
    public long movedNanos(int host) {
        return seen.movedNanos[host];
    }

    @Override
    public SeenHost seen(int host) {
        return new SeenHost(
                seen.heardHbdomain[host], seen.heardSfdomain[host], seen.readHbdomain[host], seen.readSfdomain[host]);
    }

    @Override
    public long incarnation(int host) {
        return seen.incarnation(host);
    }

    @Override
    public long removedIncarnation(int host) {
        return state.removedIncarnation[host];
    }

    @Override
    public long mayBeOff() {
        return faults.mayBeOff();
    }

    @Override
    public long toOverwrite(long nowNanos) {
        return faults.toOverwrite(nowNanos);
    }

    @Override
    public long leftUnreadable() {
        return faults.leftUnreadable();
    }

    @Override
    public long unreadableNanos(int host) {
        return seen.unreadableNanos[host];
    }

    @Override
    public boolean poweredOff(int host) {
        return HostSet.contains(state.poweredOff, host);
    }

    @Override
    public boolean restarted(int host) {
        return HostSet.contains(seen.restarted, host);
    }
}
