package dev.liveset.fencing;

import dev.liveset.PoolConfig;

/**
 * Turns what the quorum found into survive or fence. Pure: same facts, same decision, on every host of the pool; all
 * hosts must have the same policy, its number stands in every section's trailer.
 */
public interface FencingPolicy {
    /** What a host does at the end of rendezvous 3. */
    enum Decision {
        /** Go on by rule 1. */
        SURVIVE_BY_RULE1,
        /** Go on without the statefile, by rule 2. */
        SURVIVE_BY_RULE2,
        /** Go on with everybody heard, with the statefile or without. */
        SURVIVE_BY_MAJORITY,
        /** Fence this host. */
        FENCE_SELF
    }

    /** Decides; must never let two disjoint sides of one liveset both survive. */
    Decision decide(SurvivalFacts facts);

    /** Why {@link #decide} fences for these facts. */
    VerdictCode reason(SurvivalFacts facts);

    /** The policy of a pool. */
    static FencingPolicy of(PoolConfig.Policy policy) {
        return policy == PoolConfig.Policy.MAJORITY ? new MajorityPolicy() : new XenServerPolicy();
    }
}
