package dev.liveset.failover;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

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

    /**
     * A loss at once of more hosts than the upper bound allows, which no placement survives, with what the plan would
     * leave over: a counter-example for pools too large to search for a smaller one. Empty if the bound is all hosts.
     */
    public Optional<CounterExample> beyondBound(PlannerPool pool) {
        List<Integer> hosts = UpperBounds.breaking(pool.arrays());
        BitSet lost = new BitSet();
        hosts.forEach(lost::set);
        return hosts.isEmpty()
                ? Optional.empty()
                : Optional.of(new CounterExample(hosts, plan(pool, lost).leftOver(), true));
    }
}
