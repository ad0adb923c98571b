package dev.liveset.quorum;

/**
 * Which rules of the quorum are kept. {@link #OURS} is the only safe set; everything else exists so that the simulator can
 * plant a bug and show that its checkers see it. Immutable.
 */
public final class QuorumRules {
    /** The rules of this library. */
    public static final QuorumRules OURS = new QuorumRules(0, 1.0);

    private final int broken;
    private final double waitFactor;

    private QuorumRules(int broken, double waitFactor) {
        this.broken = broken;
        this.waitFactor = waitFactor;
    }

    /** These rules without one of them. */
    public QuorumRules without(QuorumRule rule) {
        return new QuorumRules(broken | 1 << rule.ordinal(), waitFactor);
    }

    /** These rules with a silence that is multiplied: too short below 1. */
    public QuorumRules withWaitFactor(double factor) {
        return new QuorumRules(broken, factor);
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
