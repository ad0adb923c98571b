package dev.liveset.failover;

/**
 * Chooses between complete placements the one that leaves the pool best prepared for the next loss: it should survive
 * at least as many more as before, less what was lost.
 *
 * <p>"Prepared" is the number of simultaneous losses, by the packing test and a short search. It is a
 * function of the state alone, so that a promise and the plans that keep it choose alike.
 */
final class Lookahead {

    private static final int MAX_HOSTS = 10;
    private static final int MAX_VMS = 64;
    /** How many complete placements are compared at most. */
    static final int PLACEMENTS = 500;

    private static final PlannerLimits SHORT = new PlannerLimits(500, 5_000);

    private final PoolArrays pool;
    private long steps;

    Lookahead(PoolArrays pool) {
        this.pool = pool;
    }

    /**
     * Whether plans for the pool look ahead: it is small, and its sizes do not divide each other (else whole slots are
     * kept). Losses do not change the answer.
     */
    static boolean suits(PoolArrays pool) {
        return !pool.sizes.divides && pool.hostCount <= MAX_HOSTS && pool.vmCount <= MAX_VMS;
    }

    long steps() {
        return steps;
    }

    /**
     * How many simultaneous losses this state survives, as far as a short look tells; 0 or less means that the choice
     * of a placement should not depend on it.
     */
    int number(Survivors state) {
        return number(state, Integer.MAX_VALUE);
    }

    /** The same, but it stops counting at {@code enough}. */
    int number(Survivors state, int enough) {
        LossModel model = LossModel.of(state);
        if (model == null) {
            return 0;
        }
        SimultaneousProof test = new SimultaneousProof(model);
        int losses = test.losses();
        steps += model.size.length / 4 + model.hosts.length;
        LossSearch search = new LossSearch(pool, SHORT, false);
        SetSearch sets = new SetSearch(state, model.hosts, search);
        while (losses >= 0
                && losses < enough
                && losses < model.hosts.length
                && sets.suspects(losses + 1, test.suspects(losses + 1)) == LossSearch.Outcome.NONE_BREAKS) {
            losses++;
        }
        steps += search.steps();
        return losses;
    }
}
