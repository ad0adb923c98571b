package dev.liveset.quorum;

import dev.liveset.RuleBranch;
import dev.liveset.RuleTally;

/**
 * Which rules of the quorum are kept. {@link #OURS} is the only safe set; everything else exists so that the simulator can
 * plant a bug and show that its checkers see it. Immutable,
 * but for the tally in which a simulation counts the branches taken.
 */
public final class QuorumRules {
    /** The rules of this library. */
    public static final QuorumRules OURS = new QuorumRules(0, 1.0, null);

    private final int broken;
    private final double waitFactor;
    private final RuleTally tally;

    private QuorumRules(int broken, double waitFactor, RuleTally tally) {
        this.tally = tally;
        this.broken = broken;
        this.waitFactor = waitFactor;
    }

    /** These rules without one of them. */
    public QuorumRules without(QuorumRule rule) {
        return new QuorumRules(broken | 1 << rule.ordinal(), waitFactor, tally);
    }

    /** These rules with a silence that is multiplied: too short below 1. */
    public QuorumRules withWaitFactor(double factor) {
        return new QuorumRules(broken, factor, tally);
    }

    /** The same rules; which branch of them is taken is counted there. */
    public QuorumRules countedIn(RuleTally branches) {
        return new QuorumRules(broken, waitFactor, branches);
    }

    /** Notes that a branch is taken; it decides nothing. */
    public void hit(RuleBranch branch) {
        if (tally != null) {
            tally.hit(branch);
        }
    }

    /** Whether the rule is obeyed. */
    public boolean keep(QuorumRule rule) {
        return (broken & 1 << rule.ordinal()) == 0;
    }

    /** By how much the silence is multiplied; 1 is right. */
    double waitFactor() {
        return waitFactor;
    }
}
