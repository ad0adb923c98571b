package dev.liveset.failover;

import java.util.BitSet;

/**
 * A pool that changes, with a target number of host failures to tolerate.
 *
 * <p>What the packing tests look at is kept over changes, and a VM that starts, stops or grows changes one entry of it. An
 * admission check plans nothing where these tests decide; it looks at whole ranges of VM sizes, so that it costs the same
 * whether it allows or refuses. Answers do not depend on the changes before: a session that was just made of the same
 * pool gives the same.
 *
 * <p>Not thread-safe: one thread owns a session.
 */
public final class PlannerSession {

    private final PlannerLimits limits;
    private final int target;
    private PlannerPool pool;
    private FailoverPromise promise;
    private Boolean holds;

    /** Of the pool, carried over changes of single VMs; null if it has none. */
    private LossModel model;

    private boolean isModelled;

    /** The change that was asked about last, and the answer. */
    private PoolChange asked;

    private Admission.Verdict answered;

    /**
     * A session on {@code pool}.
     *
     * @param target the operator's number of host failures to tolerate, at least 0
     */
    public PlannerSession(PlannerPool pool, int target, PlannerLimits limits) {
        if (target < 0) {
            throw new IllegalArgumentException("target is " + target + "; give 0 or more host failures");
        }
        this.pool = pool;
        this.target = target;
        this.limits = limits;
    }

    /** The pool as it is after the changes so far. */
    public PlannerPool pool() {
        return pool;
    }

    /** What the pool can be promised now; computed once after a change. */
    public FailoverPromise promise() {
        if (promise == null) {
            promise = new Promise(pool, limits).make();
            holds = promise.tolerate() >= target;
        }
        return promise;
    }

    /** What the pool could be promised after {@code change}. */
    public FailoverPromise whatIf(PoolChange change) {
        return new Promise(change.applyTo(pool), limits).make();
    }

    /** Where the VMs of these hosts would go now. */
    public FailoverPlan plan(BitSet lostHosts) {
        return PlanMaking.plan(pool, lostHosts, limits);
    }

    /** Whether {@code change} keeps the promise of the target number of losses; it is not carried out. */
    public Admission admit(PoolChange change) {
        if (!holdsNow()) {
            return Admission.without(Admission.Verdict.NO_PROMISE_NOW);
        }
        LossModel after = modelAfter(change);
        Admission tested = after == null ? null : TestedVerdict.of(after, Promise.usedHosts(change, pool), target);
        Admission admission = tested != null ? tested : new Promise(change.applyTo(pool), limits).admission(target);
        asked = change;
        answered = admission.verdict();
        return admission;
    }

    /** Carries {@code change} out, whatever {@link #admit} said of it. */
    public void apply(PoolChange change) {
        PlannerPool after = change.applyTo(pool);
        model = modelAfter(change);
        isModelled = model != null;
        holds = change.equals(asked) ? answered == Admission.Verdict.STILL_PROMISED : null;
        pool = after;
        promise = null;
        asked = null;
    }

    private boolean holdsNow() {
        if (holds == null) {
            holds = new Promise(pool, limits).admission(target).verdict() == Admission.Verdict.STILL_PROMISED;
        }
        return holds;
    }

    /** Null where it is not known without the pool after the change. */
    private LossModel modelAfter(PoolChange change) {
        if (!isModelled) {
            model = LossModel.of(new Survivors(pool.arrays()));
            isModelled = true;
        }
        VmDelta delta = model == null ? null : VmDelta.of(change, pool);
        return delta == null || !model.isKnownAfter(delta) ? null : model.after(delta);
    }
}
