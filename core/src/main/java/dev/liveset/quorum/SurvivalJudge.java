package dev.liveset.quorum;

/** Who turns the result of the survival rules into a decision; the agent's fencing policy stands behind it. */
@FunctionalInterface
public interface SurvivalJudge {
    /** What a host does at the end of rendezvous 3. */
    enum Decision {
        /** Go on by rule 1. */
        RULE1,
        /** Go on without the statefile, by rule 2. */
        RULE2,
        /** Go on with everybody heard, with the statefile or without. */
        MAJORITY,
        /** Fence this host. */
        FENCE
    }

    /** Decides on the merged snapshot. */
    Decision judge(SurvivalView view, boolean rule1, boolean rule2);
}
