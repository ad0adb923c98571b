package dev.liveset.recovery;

/** Which rules are kept: all of them, except in a simulation that plants a bug. Immutable. */
public final class RecoveryRules {
    /** Every rule is kept. */
    public static final RecoveryRules ALL = new RecoveryRules(0);

    private final int broken;

    private RecoveryRules(int broken) {
        this.broken = broken;
    }

    /** These rules without one of them. */
    public RecoveryRules without(RecoveryRule rule) {
        return new RecoveryRules(broken | 1 << rule.ordinal());
    }

    boolean keep(RecoveryRule rule) {
        return (broken & 1 << rule.ordinal()) == 0;
    }
}
