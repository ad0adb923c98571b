package dev.liveset.sim;

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
    LATE_WRITE_BELIEVED;

    QuorumRules quorumRules() {
        return switch (this) {
            case NO_WAIT -> QuorumRules.OURS.withoutRemovalWait();
            case WAIT_TOO_SHORT -> QuorumRules.OURS.withWaitFactor(0.6);
            case TIE_BROKEN_BOTH_WAYS -> QuorumRules.OURS.withTieBrokenForSelf();
            case LATE_WRITE_BELIEVED -> QuorumRules.OURS.withLateWriteBelieved();
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

    /** The bug as people write it: {@code no-wait}. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
