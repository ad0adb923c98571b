package dev.liveset.recovery;

import dev.liveset.RuleBranch;
import dev.liveset.RuleTally;

/** Which rules are kept: all of them, except in a simulation that plants a bug. Immutable. */
public final class RecoveryRules {
    /** Every rule is kept. */
    public static final RecoveryRules ALL = new RecoveryRules(0, null);

    private final int broken;
    private final RuleTally tally;

    private RecoveryRules(int broken, RuleTally tally) {
        this.tally = tally;
        this.broken = broken;
    }

    /** These rules without one of them. */
    public RecoveryRules without(RecoveryRule rule) {
        return new RecoveryRules(broken | 1 << rule.ordinal(), tally);
    }

    /** The same rules; which branch of them is taken is counted there. */
    public RecoveryRules countedIn(RuleTally branches) {
        return new RecoveryRules(broken, branches);
    }

    /** Notes that a branch is taken; it decides nothing. */
    void hit(RuleBranch branch) {
        if (tally != null) {
            tally.hit(branch);
        }
    }

    boolean keep(RecoveryRule rule) {
        return (broken & 1 << rule.ordinal()) == 0;
    }
}
