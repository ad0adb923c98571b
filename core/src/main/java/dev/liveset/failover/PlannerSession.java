package dev.liveset.failover;

import java.util.BitSet;
import java.util.Optional;

/**
 * A pool that changes, with a target number of host failures to tolerate. An admission check looks only at what the
 * change touches: the packing tests are kept per VM size, and a VM that starts or stops moves the sums of one host.
 *
 * <p>Not thread-safe: one thread owns a session.
 */
public final class PlannerSession {

    private final PlannerLimits limits;
    private final int target;
    private PlannerPool pool;
    private FailoverPromise promise;
    private Boolean holds;
    private AdmissionRows rows;
    private boolean rowsBuilt;

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
            return new Admission(Admission.Verdict.NO_PROMISE_NOW, Optional.empty());
        }
        if (rows() != null && rows().proves(change, pool)) {
            return new Admission(Admission.Verdict.STILL_PROMISED, Optional.empty());
        }
        FailoverPromise after = new Promise(change.applyTo(pool), limits).upTo(target);
        if (after.tolerate() >= target) {
            return new Admission(Admission.Verdict.STILL_PROMISED, Optional.empty());
        }
        if (!after.fitsNow()) {
            return new Admission(
                    Admission.Verdict.WOULD_NOT_FIT, after.simultaneous().counterExample());
        }
        Optional<CounterExample> broken = after.simultaneous()
                .counterExample()
                .or(() -> after.sequential().counterExample());
        return new Admission(broken.isPresent() ? Admission.Verdict.BREAKS : Admission.Verdict.NOT_PROVEN, broken);
    }

    /** Carries {@code change} out, whatever {@link #admit} said of it. */
    public void apply(PoolChange change) {
        PlannerPool after = change.applyTo(pool);
        rows = rows == null ? null : rows.after(change, pool, after);
        rowsBuilt = rows != null;
        pool = after;
        promise = null;
        holds = null;
    }

    private boolean holdsNow() {
        if (holds == null) {
            holds = (rows() != null && rows().proves())
                    || new Promise(pool, limits).upTo(target).tolerate() >= target;
        }
        return holds;
    }

    private AdmissionRows rows() {
        if (!rowsBuilt) {
            rows = AdmissionRows.of(pool, target);
            rowsBuilt = true;
        }
        return rows;
    }
}
