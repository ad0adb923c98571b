package dev.liveset.failover;

/** Which of the hosts with room gets a VM. Ties go to the lowest index, so every rule is deterministic. */
enum FitRule {
    /**
     * The host where least larger room is broken up: lowest damage first (see {@link SizeChain}), then least free. For
     * pools whose VM sizes divide each other.
     */
    WHOLE_SLOTS,
    /** The host with least free memory. */
    BEST_FIT,
    /** The host with most free memory. */
    WORST_FIT,
    /** The host with the lowest index. */
    FIRST_FIT;

    /** The host for {@code vm}, or -1 if none has room. A host without a member of its group is preferred. */
    int choose(Survivors state, int vm) {
        return state.pool.isPlain ? choosePlain(state, vm) : chooseRuled(state, vm);
    }

    private int choosePlain(Survivors state, int vm) {
        long need = state.pool.need[vm];
        int above = this == WHOLE_SLOTS ? state.pool.sizes.above(need) : 0;
        long[] free = state.free;
        int best = -1;
        long bestCost = Long.MAX_VALUE;
        for (int h = 0; h < state.pool.hostCount; h++) {
            if (free[h] >= need) {
                long cost = cost(state.pool, above, need, free[h]);
                if (cost < bestCost) {
                    best = h;
                    bestCost = cost;
                }
            }
        }
        return best;
    }

    private int chooseRuled(Survivors state, int vm) {
        long need = state.pool.need[vm];
        int above = this == WHOLE_SLOTS ? state.pool.sizes.above(need) : 0;
        int best = -1;
        boolean bestShares = false;
        long bestCost = Long.MAX_VALUE;
        for (int h = 0; h < state.pool.hostCount; h++) {
            if (!state.fits(vm, h)) {
                continue;
            }
            boolean shares = state.sharesGroup(vm, h);
            long cost = cost(state.pool, above, need, state.free[h]);
            if (best < 0 || (shares == bestShares ? cost < bestCost : bestShares)) {
                best = h;
                bestShares = shares;
                bestCost = cost;
            }
        }
        return best;
    }

    private long cost(PoolArrays pool, int above, long need, long free) {
        return switch (this) {
            case BEST_FIT -> free;
            case WORST_FIT -> -free;
            case FIRST_FIT -> 0;
            case WHOLE_SLOTS -> pool.sizes.damage(above, need, free) * (Checks.MAX_AMOUNT + 1) + free;
        };
    }
}
