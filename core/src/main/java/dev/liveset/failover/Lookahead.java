package dev.liveset.failover;

import java.util.List;

/**
 * Says how many more losses at once a state would survive, up to {@link #FAR}, so that a plan can avoid a placement
 * that prepares the pool worse than need be.
 *
 * <p>It is a function of the state alone, so that a promise and the plans that keep it choose alike.
 */
final class Lookahead {

    /**
     * Plans look this many losses ahead. Not further: a placement that is worse than need be for the next two losses
     * cannot be part of a longer promise, so leaving it breaks none.
     */
    static final int FAR = 2;

    /** How many complete placements are compared at most. */
    static final int PLACEMENTS = 120;

    private static final int MAX_VMS = 256;
    private static final PlannerLimits SHORT = new PlannerLimits(500, 5_000);

    private final PoolArrays pool;
    private long steps;
    private boolean certain;

    Lookahead(PoolArrays pool) {
        this.pool = pool;
    }

    /**
     * Whether plans for the pool look ahead: it has few VMs, and their sizes do not divide each other (else whole slots
     * are kept). Neither losses nor more hosts nor more memory change the answer.
     */
    static boolean suits(PoolArrays pool) {
        return !pool.sizes.divides && pool.vmCount <= MAX_VMS;
    }

    long steps() {
        return steps;
    }

    /** Whether the last number is surely not larger, or 0 and larger by no packing test. */
    boolean isCertain() {
        return certain;
    }

    /**
     * How many simultaneous losses this state survives, as far as a short look tells and at most {@code enough}; 0 or
     * less means that the choice of a placement should not depend on it.
     */
    int number(Survivors state, int enough) {
        certain = false;
        LossModel model = LossModel.of(state);
        if (model == null) {
            return 0;
        }
        SimultaneousProof test = new SimultaneousProof(model);
        int losses = test.losses(enough);
        LossSearch search = null;
        SetSearch sets = null;
        while (losses >= 0 && losses < Math.min(enough, model.hosts.length)) {
            List<SuspectRow> suspects = test.suspects(losses + 1);
            if (search == null) {
                search = new LossSearch(pool, SHORT, false);
                sets = new SetSearch(state, model.hosts, search);
            }
            LossSearch.Outcome outcome = sets.suspects(losses + 1, suspects);
            if (outcome == LossSearch.Outcome.NONE_BREAKS) {
                losses++;
            } else {
                // Best-fit failed too, so the packing tests, which speak of it, promise not even one loss.
                certain = outcome == LossSearch.Outcome.BROKEN
                        && (losses == 0 || search.found().certain());
                break;
            }
        }
        // A row looks at all hosts a few times; the model looks at every VM.
        steps += (long) (test.rows() + 1) * model.hosts.length / 8 + model.size.length / 8;
        steps += search == null ? 0 : search.steps();
        return losses;
    }
}
