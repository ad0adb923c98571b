package dev.liveset.quorum;

/**
 * Which rules a quorum obeys. {@link #OURS} is the only safe set; everything else exists so that the simulator can plant
 * a bug and show that its checkers see it.
 *
 * @param removalWait whether a host is removed only after its full silence
 * @param waitFactor by how much the silence is multiplied; 1 is right
 * @param tieBrokenForSelf whether every host wins a tie of the best partition itself
 * @param lateWriteBelieved whether a section of an earlier boot counts
 * @param signOfLifeIgnored whether the wait runs from the verdict instead of from the last sign of life
 * @param thirdJoinRuleGuarded whether a host in its own liveset that we lack is taken only after our ack
 * @param joinBlocked whether nothing enters a domain while fault handling runs
 */
public record QuorumRules(
        boolean removalWait,
        double waitFactor,
        boolean tieBrokenForSelf,
        boolean lateWriteBelieved,
        boolean signOfLifeIgnored,
        boolean thirdJoinRuleGuarded,
        boolean joinBlocked) {
    /** The rules of this library. */
    public static final QuorumRules OURS = new QuorumRules(true, 1.0, false, false, false, true, true);

    /** Planted bug: removal at once. */
    public QuorumRules withoutRemovalWait() {
        return new QuorumRules(
                false,
                waitFactor,
                tieBrokenForSelf,
                lateWriteBelieved,
                signOfLifeIgnored,
                thirdJoinRuleGuarded,
                joinBlocked);
    }

    /** Planted bug: a wait that is too short or too long. */
    public QuorumRules withWaitFactor(double factor) {
        return new QuorumRules(
                removalWait,
                factor,
                tieBrokenForSelf,
                lateWriteBelieved,
                signOfLifeIgnored,
                thirdJoinRuleGuarded,
                joinBlocked);
    }

    /** Planted bug: a tie is broken both ways. */
    public QuorumRules withTieBrokenForSelf() {
        return new QuorumRules(
                removalWait, waitFactor, true, lateWriteBelieved, signOfLifeIgnored, thirdJoinRuleGuarded, joinBlocked);
    }

    /** Planted bug: late writes of an earlier boot are believed. */
    public QuorumRules withLateWriteBelieved() {
        return new QuorumRules(
                removalWait, waitFactor, tieBrokenForSelf, true, signOfLifeIgnored, thirdJoinRuleGuarded, joinBlocked);
    }

    /** Planted bug: the wait is counted from the verdict. */
    public QuorumRules withSignOfLifeIgnored() {
        return new QuorumRules(
                removalWait, waitFactor, tieBrokenForSelf, lateWriteBelieved, true, thirdJoinRuleGuarded, joinBlocked);
    }

    /** Planted bug: the third join rule as the original has it. */
    public QuorumRules withThirdJoinRuleUnguarded() {
        return new QuorumRules(
                removalWait, waitFactor, tieBrokenForSelf, lateWriteBelieved, signOfLifeIgnored, false, joinBlocked);
    }

    /** Planted bug: hosts enter domains during fault handling. */
    public QuorumRules withoutJoinBlock() {
        return new QuorumRules(
                removalWait,
                waitFactor,
                tieBrokenForSelf,
                lateWriteBelieved,
                signOfLifeIgnored,
                thirdJoinRuleGuarded,
                false);
    }
}
