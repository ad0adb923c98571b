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
    NO_WAIT(QuorumRule.WAIT_BEFORE_REMOVAL),
    /** The silence waited for is much shorter than the watchdog's timeout. */
    WAIT_TOO_SHORT(0.6),
    /** The silence waited for has no margin and is an interval shorter than the watchdog's timeout. */
    WAIT_AN_INTERVAL_SHORT(0.86),
    /** The wait is counted from the verdict, not from the last sign of life. */
    WAIT_FROM_VERDICT(QuorumRule.SILENCE_FROM_LAST_SIGN),
    /** A section that cannot be read is overwritten with the same bytes each time. */
    OVERWRITTEN_ALWAYS_ALIKE(QuorumRule.OVERWRITTEN_NEVER_ALIKE),
    /** What a host writes is no sign of its life. */
    SIGN_OF_LIFE_IGNORED(QuorumRule.SECTION_SHOWS_LIFE),
    /** The watchdog is fed for a write that only begins. */
    FED_BEFORE_SUCCESS(QuorumRule.FED_BY_COMPLETED_WRITES),
    /** The watchdog is fed for a write that nobody has read back, and a stale read proves silence. */
    FED_WITHOUT_READ_BACK(QuorumRule.WRITES_ARE_READ_BACK),
    /** A round without a verdict feeds on. */
    FED_WITHOUT_CAP(QuorumRule.FEED_CAPPED),
    /** Rule 2 excuses the statefile whether or not anybody hears the host. */
    RULE_2_EXCUSES_ALL(QuorumRule.RULE2_FED_BY_PEERS),
    /** A rendezvous has no limit. */
    ROUNDS_UNLIMITED(QuorumRule.ROUNDS_LIMITED),
    /** Only the two phases of a rendezvous pass it. */
    LATER_PHASE_BLOCKS(QuorumRule.LATER_PHASE_PASSES),
    /** Both sides of a split win its tie. */
    TIE_BROKEN_BOTH_WAYS(QuorumRule.TIE_BY_INDEX),
    /** A host that can only read wins. */
    WINNER_OUTSIDE_ITS_RESULT(QuorumRule.WINNER_IS_IN_RESULT),
    /** Joiners are acked during fault handling. */
    JOIN_ACKED_IN_FAULT_HANDLING(QuorumRule.NO_ACK_IN_ROUND),
    /** Hosts enter the domains during fault handling. */
    DOMAINS_OPEN_IN_FAULT_HANDLING(QuorumRule.JOIN_BLOCKED),
    /** Whoever is in its own liveset is taken back at once. */
    THIRD_JOIN_RULE_UNGUARDED(QuorumRule.THIRD_JOIN_RULE_GUARDED),
    /** Of two hosts that joined at once without a link neither learns of the other. */
    JOINERS_WITHOUT_A_LINK_STAY_STRANGERS(QuorumRule.THIRD_JOIN_RULE_ON_DISK),
    /** A host that asks for the master lock grants it to others. */
    GRANT_GIVEN_TWICE(QuorumRule.GRANT_GIVEN_ONCE),
    /** A host on which VMs run leaves, and disarms its watchdog. */
    DISARMED_WHILE_VMS_RUN(QuorumRule.VMS_FORBID_LEAVING),
    /** The watchdog is disarmed before the manifest says so. */
    DISARMED_BEFORE_IT_IS_DURABLE(RecoveryRule.DISARM_IS_DURABLE),
    /** A VM is started before its claim is durable. */
    CLAIM_AFTER_START(RecoveryRule.CLAIM_BEFORE_START),
    /** What a dead life of a host left behind, or a write that was overtaken, counts as its newest word. */
    LATE_WRITE_BELIEVED(
            QuorumRules.OURS.without(QuorumRule.LATE_WRITE_IS_OLD),
            RecoveryRules.ALL
                    .without(RecoveryRule.LATE_WRITE_IS_UNKNOWN)
                    .without(RecoveryRule.STALE_READ_IS_UNKNOWN)
                    .without(RecoveryRule.CURRENT_INCARNATION)),
    /** A manifest older than its section names is believed. */
    STALE_READ_BELIEVED(RecoveryRule.STALE_READ_IS_UNKNOWN),
    /** A manifest of an old boot is believed. */
    OLD_MANIFEST_BELIEVED(RecoveryRule.CURRENT_INCARNATION),
    /** A manifest that was read before its host left is believed. */
    MANIFEST_READ_TOO_EARLY(RecoveryRule.READ_AFTER_LEAVING),
    /** A lower epoch is accepted after a promise. */
    LOWER_EPOCH_ACCEPTED(RecoveryRule.PROMISE_IS_KEPT),
    /** VMs are assigned before all members have promised. */
    ASSIGNED_BEFORE_ALL_PROMISED(RecoveryRule.ALL_PROMISED),
    /** A start that timed out is given to another host. */
    TIMED_OUT_START_GIVEN_AWAY(RecoveryRule.TIMED_OUT_IS_UNKNOWN),
    /** An unreadable region is taken as empty. */
    UNREADABLE_TAKEN_AS_EMPTY(RecoveryRule.UNREADABLE_IS_UNKNOWN),
    /** VMs of a host that was not armed are restarted. */
    UNARMED_HOSTS_VMS_RESTARTED(RecoveryRule.UNARMED_IS_NOT_FENCED),
    /** A permit made for another incarnation is obeyed. */
    PERMIT_OF_ANOTHER_LIFE_OBEYED(RecoveryRule.PERMIT_INCARNATION),
    /** The next permit is given before the last one was answered. */
    ANSWER_NOT_AWAITED(RecoveryRule.ANSWER_IS_AWAITED),
    /** The destination of a move starts before the source has let go. */
    MOVED_BEFORE_THE_SOURCE_LETS_GO(RecoveryRule.SOURCE_LETS_GO_FIRST),
    /** An agent that starts again on the same boot takes over nothing. */
    CLAIMS_NOT_TAKEN_OVER(RecoveryRule.CLAIMS_ARE_TAKEN_OVER),
    /** One master region is shared by all masters. */
    ONE_MASTER_REGION,
    /** Where a majority counts: who has the statefile removes a host that others still hear. */
    MAJORITY_NOT_ASKED(QuorumRule.MAJORITY_IS_ASKED),
    /** What a power fencer says is believed although the host can be seen. */
    POWER_FENCER_BELIEVED(QuorumRule.POWER_OFF_NEEDS_SILENCE),
    /**
     * Hole of the original, <i>two winners</i>: the wait is a fixed time, and whoever is in its own liveset is taken back at
     * once.
     */
    TWO_WINNERS(QuorumRule.SILENCE, QuorumRule.WRITES_ARE_READ_BACK, QuorumRule.THIRD_JOIN_RULE_GUARDED),
    /** Hole of the original, <i>late feed</i>: the wait is a fixed time, and feeding needs no completed write. */
    LATE_FEED(QuorumRule.SILENCE, QuorumRule.WRITES_ARE_READ_BACK, QuorumRule.FEED_CAPPED),
    /** Hole of the original, <i>stuck decision</i>: the wait is a fixed time, and a rendezvous has no limit. */
    STUCK_DECISION(
            QuorumRule.SILENCE,
            QuorumRule.WRITES_ARE_READ_BACK,
            QuorumRule.LATER_PHASE_PASSES,
            QuorumRule.ROUNDS_LIMITED,
            QuorumRule.FEED_CAPPED),
    /** Hole of the original, <i>late loser</i>: the wait is a fixed time, and a round feeds on while it has no verdict. */
    LATE_LOSER(QuorumRule.SILENCE, QuorumRule.WRITES_ARE_READ_BACK, QuorumRule.FEED_CAPPED);

    @SuppressWarnings("ImmutableEnumChecker") // It is immutable, without the annotation.
    private final QuorumRules quorumRules;

    @SuppressWarnings("ImmutableEnumChecker")
    private final RecoveryRules recoveryRules;

    PlantedBug(QuorumRule... broken) {
        this(without(broken), RecoveryRules.ALL);
    }

    PlantedBug(RecoveryRule broken) {
        this(QuorumRules.OURS, RecoveryRules.ALL.without(broken));
    }

    PlantedBug(double waitFactor) {
        this(QuorumRules.OURS.withWaitFactor(waitFactor), RecoveryRules.ALL);
    }

    PlantedBug(QuorumRules quorumRules, RecoveryRules recoveryRules) {
        this.quorumRules = quorumRules;
        this.recoveryRules = recoveryRules;
    }

    QuorumRules quorumRules() {
        return quorumRules;
    }

    RecoveryRules recoveryRules() {
        return recoveryRules;
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
