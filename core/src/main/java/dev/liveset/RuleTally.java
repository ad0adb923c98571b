package dev.liveset;

/** Counts which branches of the rules were taken. Not thread-safe; counting allocates nothing and decides nothing. */
public final class RuleTally {
    private final long[] counts = new long[RuleBranch.values().length];

    /** The branch was taken once more. */
    public void hit(RuleBranch branch) {
        counts[branch.ordinal()]++;
    }

    /** How often the branch was taken. */
    public long count(RuleBranch branch) {
        return counts[branch.ordinal()];
    }
}
