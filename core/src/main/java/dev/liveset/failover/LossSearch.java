package dev.liveset.failover;

import java.util.List;

/** What a search for a loss that breaks the plan came to. */
final class LossSearch {

    /** How a search ended. */
    enum Outcome {
        /** Every loss of that many hosts that could break the plan was planned, and none did. */
        NONE_BREAKS,
        /** A loss was found that the plan does not survive. */
        BROKEN,
        /** The step limit ended it. */
        LIMIT
    }

    private final long stepLimit;
    private final RestartPlanning planning;
    private long otherSteps;
    private CounterExample found;

    /** A search by plans that may look ahead; whether they can place all VMs does not depend on it. */
    LossSearch(PoolArrays pool, PlannerLimits limits, boolean mayLookAhead) {
        stepLimit = limits.stepsPerPromise();
        planning = new RestartPlanning(pool, Packer.searching(pool, limits.nodesPerPlan()), mayLookAhead);
    }

    RestartPlanning planning() {
        return planning;
    }

    void count(long steps) {
        otherSteps += steps;
    }

    long steps() {
        return planning.steps() + otherSteps;
    }

    boolean isAtLimit() {
        return steps() > stepLimit;
    }

    /** The loss that breaks the plan, after {@link Outcome#BROKEN}. */
    CounterExample found() {
        return found;
    }

    /**
     * Plans the protected VMs that wait; if they do not all fit, notes the counter-example and returns false.
     *
     * @param goal how many more losses the pool should survive afterwards, if there is a choice
     * @param mayBeCertain whether a failed exhaustive search proves that no plan exists; not so in a sequence, where
     *     another plan for the losses before might have helped
     */
    boolean survives(Survivors state, int[] lost, int lostCount, int goal, boolean mayBeCertain) {
        if (planning.startProtected(state, goal)) {
            return true;
        }
        boolean certain = mayBeCertain && !planning.isLimitReached();
        planning.startByOrder(state);
        List<LeftOver> leftOver = PlanMaking.leftOver(state, Protection.PROTECTED);
        found = new CounterExample(
                java.util.Arrays.stream(lost, 0, lostCount).boxed().toList(), leftOver, certain);
        return false;
    }
}
