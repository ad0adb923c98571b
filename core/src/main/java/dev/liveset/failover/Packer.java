package dev.liveset.failover;

/**
 * Starts a set of VMs on the survivors: any-fit in decreasing size by one rule after the other, then branch and bound.
 *
 * <p>The first rule is the one that the proofs of {@link SequentialProof} speak of; the others only follow where it
 * fails, which a proven loss never reaches.
 */
final class Packer {

    private final FitRule[] rules;
    private final BranchAndBound search;
    private boolean limitReached;
    private long steps;

    private Packer(FitRule[] rules, BranchAndBound search) {
        this.rules = rules;
        this.search = search;
    }

    /** Any-fit by this rule only. */
    static Packer only(FitRule rule) {
        return new Packer(new FitRule[] {rule}, null);
    }

    /** The rule that suits the pool, the others, then a search of this many nodes. */
    static Packer searching(PoolArrays pool, int nodeLimit) {
        if (pool.isPlain && pool.sizes.divides) {
            // With sizes that divide each other, every decreasing any-fit succeeds where anything does.
            return only(FitRule.WHOLE_SLOTS);
        }
        FitRule first = pool.sizes.divides ? FitRule.WHOLE_SLOTS : FitRule.BEST_FIT;
        return new Packer(
                new FitRule[] {first, FitRule.WORST_FIT, FitRule.FIRST_FIT}, new BranchAndBound(pool, nodeLimit));
    }

    /** The rule that is tried first, and alone for best-effort VMs. */
    FitRule firstRule() {
        return rules[0];
    }

    /** Placements and search nodes tried so far. */
    long steps() {
        return steps;
    }

    /** Lets each of the next searches spend only this part of the node limit; 1 for all of it. */
    void divideSearchBy(int parts) {
        if (search != null) {
            search.divideLimitBy(parts);
        }
    }

    /** Whether the last {@link #startAll} failed without proof that no placement exists. */
    boolean isLimitReached() {
        return limitReached;
    }

    /** Starts all of {@code vms} (largest first), or none. */
    boolean startAll(Survivors state, int[] vms, int count) {
        limitReached = false;
        for (FitRule rule : rules) {
            int placed = 0;
            while (placed < count && start(state, rule, vms[placed])) {
                placed++;
            }
            steps += placed + 1;
            if (placed == count) {
                return true;
            }
            while (placed > 0) {
                state.stop(vms[--placed]);
            }
        }
        if (search == null) {
            return false;
        }
        boolean found = search.startAll(state, vms, count);
        steps += search.nodes();
        limitReached = !found && search.isLimitReached();
        return found;
    }

    static boolean start(Survivors state, FitRule rule, int vm) {
        int host = rule.choose(state, vm);
        if (host >= 0) {
            state.start(vm, host);
        }
        return host >= 0;
    }
}
