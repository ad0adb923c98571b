package dev.liveset.failover;

import java.util.function.BooleanSupplier;

/**
 * Starts a set of VMs on the survivors: any-fit in decreasing size by one rule after the other, then branch and bound.
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

    /** The rule that is tried first, and alone for single VMs. */
    FitRule firstRule() {
        return rules[0];
    }

    /** Every placement and every search node looks at all hosts that are left: one step for each 32 of them. */
    private void countSteps(Survivors state, long tried) {
        steps += (tried * state.left() + 31) / 32;
    }

    /** Steps taken so far. */
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
        return startByRules(state, vms, count, () -> true) || startBySearch(state, vms, count, () -> true);
    }

    /** Starts all by the first rule that places all and whose placement {@code accept} agrees to, or none. */
    boolean startByRules(Survivors state, int[] vms, int count, BooleanSupplier accept) {
        limitReached = false;
        for (FitRule rule : rules) {
            int placed = 0;
            while (placed < count && start(state, rule, vms[placed])) {
                placed++;
            }
            countSteps(state, placed + 1);
            if (placed == count && accept.getAsBoolean()) {
                return true;
            }
            while (placed > 0) {
                state.stop(vms[--placed]);
            }
        }
        return false;
    }

    /** Starts all in the first way found that {@code accept} agrees to, or none. */
    boolean startBySearch(Survivors state, int[] vms, int count, BooleanSupplier accept) {
        if (search == null || count == 0) {
            return false;
        }
        boolean found = search.startAll(state, vms, count, accept);
        countSteps(state, search.nodes());
        limitReached = !found && search.isLimitReached();
        return found;
    }

    /** Tries what the rules make of the rest when one VM is put on a given host, for every VM and host. */
    boolean startVariants(Survivors state, int[] vms, int count, BooleanSupplier accept) {
        for (FitRule rule : rules) {
            for (int forced = 0; forced < count; forced++) {
                for (int h = 0; h < state.pool.hostCount; h++) {
                    if (state.fits(vms[forced], h) && startVariant(state, vms, count, rule, forced, h, accept)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean startVariant(
            Survivors state, int[] vms, int count, FitRule rule, int forced, int host, BooleanSupplier accept) {
        state.start(vms[forced], host);
        int placed = 0;
        while (placed < count && (placed == forced || start(state, rule, vms[placed]))) {
            placed++;
        }
        countSteps(state, placed + 1);
        if (placed == count && accept.getAsBoolean()) {
            return true;
        }
        while (placed > 0) {
            if (--placed != forced) {
                state.stop(vms[placed]);
            }
        }
        state.stop(vms[forced]);
        return false;
    }

    static boolean start(Survivors state, FitRule rule, int vm) {
        int host = rule.choose(state, vm);
        if (host >= 0) {
            state.start(vm, host);
        }
        return host >= 0;
    }
}
