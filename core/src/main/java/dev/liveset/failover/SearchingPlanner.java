package dev.liveset.failover;

import java.util.BitSet;

/**
 * The planner to use: places every lost protected VM wherever any placement exists, within its search limits, and
 * promises what it can prove about its own plans (see the package description for the proofs).
 */
public final class SearchingPlanner implements FailoverPlanner {

    private final PlannerLimits limits;

    /** A planner that searches this hard. */
    public SearchingPlanner(PlannerLimits limits) {
        this.limits = limits;
    }

    /** A planner with {@link PlannerLimits#QUICK} limits. */
    public SearchingPlanner() {
        this(PlannerLimits.QUICK);
    }

    @Override
    public FailoverPlan plan(PlannerPool pool, BitSet lostHosts) {
        return PlanMaking.plan(pool, lostHosts, limits);
    }

    @Override
    public FailoverPromise maxHostFailuresToTolerate(PlannerPool pool) {
        return new Promise(pool, limits).make();
    }
}
