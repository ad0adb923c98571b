package dev.liveset.sim;

import dev.liveset.quorum.QuorumRule;
import dev.liveset.quorum.QuorumRules;
import dev.liveset.recovery.RecoveryRule;
import dev.liveset.recovery.RecoveryRules;
import java.util.Locale;

/** A rule that every host of a simulated pool breaks on purpose, to show that the checkers see it. */
public enum PlantedBug {
    /** Every rule is kept. */
    NONE,
    /** A host is removed at once, without waiting for its full silence. */
    NO_WAIT,
    /** The silence waited for is shorter than the watchdog's timeout. */
    WAIT_TOO_SHORT,
    /** Both sides of a split win its tie. */
    TIE_BROKEN_BOTH_WAYS,
    /** A VM is started before its claim is durable. */
    CLAIM_AFTER_START,
    /** What a dead life of a host left behind, or a write that was overtaken, counts as its newest word. */
    LATE_WRITE_BELIEVED,
    /**
     * Hole of the original, <i>two winners</i>: the wait is a fixed time, and whoever is in its own liveset is taken back at
     * once.
     */
    TWO_WINNERS,
    /** Hole of the original, <i>late feed</i>: the wait is a fixed time, and feeding needs no completed write. */
    LATE_FEED,
    /** Hole of the original, <i>stuck decision</i>: the wait is a fixed time, and a rendezvous has no limit. */
    STUCK_DECISION,
    /** Hole of the original, <i>late loser</i>: the wait is a fixed time, and a round feeds on while it has no verdict. */
    LATE_LOSER;

    QuorumRules quorumRules() {
        return switch (this) {
            case NO_WAIT -> QuorumRules.OURS.without(QuorumRule.WAIT_BEFORE_REMOVAL);
            case WAIT_TOO_SHORT -> QuorumRules.OURS.withWaitFactor(0.6);
            case TIE_BROKEN_BOTH_WAYS -> QuorumRules.OURS.without(QuorumRule.TIE_BY_INDEX);
            case LATE_WRITE_BELIEVED -> QuorumRules.OURS.without(QuorumRule.LATE_WRITE_IS_OLD);
            case TWO_WINNERS ->
                without(QuorumRule.SILENCE, QuorumRule.WRITES_ARE_READ_BACK, QuorumRule.THIRD_JOIN_RULE_GUARDED);
            case LATE_FEED -> without(QuorumRule.SILENCE, QuorumRule.WRITES_ARE_READ_BACK, QuorumRule.FEED_CAPPED);
            case STUCK_DECISION ->
                without(
                        QuorumRule.SILENCE,
                        QuorumRule.WRITES_ARE_READ_BACK,
                        QuorumRule.LATER_PHASE_PASSES,
                        QuorumRule.ROUNDS_LIMITED,
                        QuorumRule.FEED_CAPPED);
            case LATE_LOSER -> without(QuorumRule.SILENCE, QuorumRule.WRITES_ARE_READ_BACK, QuorumRule.FEED_CAPPED);
            default -> QuorumRules.OURS;
        };
    }

    RecoveryRules recoveryRules() {
        return switch (this) {
            case CLAIM_AFTER_START -> RecoveryRules.ALL.without(RecoveryRule.CLAIM_BEFORE_START);
            case LATE_WRITE_BELIEVED ->
                RecoveryRules.ALL
                        .without(RecoveryRule.LATE_WRITE_IS_UNKNOWN)
                        .without(RecoveryRule.STALE_READ_IS_UNKNOWN)
                        .without(RecoveryRule.CURRENT_INCARNATION);
            default -> RecoveryRules.ALL;
        };
    }

    private static QuorumRules without(QuorumRule... broken) {
        QuorumRules rules = QuorumRules.OURS;
        for (QuorumRule rule : broken) {
            rules = rules.without(rule);
        }
        return rules;
    }

    /** The bug as people write it: {@code no-wait}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
