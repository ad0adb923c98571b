package dev.liveset.failover;

import java.util.BitSet;

/**
 * Places the largest VM first, each on the host with most free memory: the baseline that {@link SearchingPlanner} is
 * compared with.
 *
 * <p>Fast and simple, and it balances the survivors; it can miss a placement that exists. It promises only losses that
 * it has planned one by one, so on a large pool it promises little.
 */
public final class WorstFitPlanner implements FailoverPlanner {

    private final int planLimit;

    /**
     * A planner whose promise tries at most this many plans per answer.
     *
     * @throws IllegalArgumentException if {@code planLimit} is below 1
     */
    public WorstFitPlanner(int planLimit) {
        if (planLimit < 1) {
            throw new IllegalArgumentException("planLimit is " + planLimit + "; give at least 1");
        }
        this.planLimit = planLimit;
    }

    /** A planner whose promise tries at most 4096 plans per answer. */
    public WorstFitPlanner() {
        this(4096);
    }

    @Override
    public FailoverPlan plan(PlannerPool pool, BitSet lostHosts) {
        return PlanMaking.plan(pool, lostHosts, Packer.only(FitRule.WORST_FIT), false);
    }

    @Override
    public FailoverPromise maxHostFailuresToTolerate(PlannerPool pool) {
        return new EveryLossPlanned(this, planLimit).promise(pool);
    }
}
