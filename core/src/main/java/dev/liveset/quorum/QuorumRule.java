package dev.liveset.quorum;

/**
 * The rules of the quorum that a simulation can switch off one at a time, to show that it would notice. Where it says
 * <i>original</i>, the rule is one of those with which the original's holes are closed (PROTOCOL.md §3), and without it a
 * host does what the original does.
 */
public enum QuorumRule {
    /** A host that lost leaves the liveset only after a wait; without it at once. */
    WAIT_BEFORE_REMOVAL,
    /** The silence rule; original: a wait of fixed length from the own verdict on, whatever is seen of the host meanwhile. */
    SILENCE,
    /** The silence is counted from the last sign of life; without it from the verdict. */
    SILENCE_FROM_LAST_SIGN,
    /** A change of a section is a sign of life; without it only packets are. */
    SECTION_SHOWS_LIFE,
    /** Rendezvous 1 and 2 have an absolute limit, and a verdict comes in time; original: they wait for ever. */
    ROUNDS_LIMITED,
    /** An open round caps the feeding of the watchdog; original: every turn of a loop feeds. */
    FEED_CAPPED,
    /** The watchdog is fed for a write that completed, from its begin; original: for every write that begins. */
    FED_BY_COMPLETED_WRITES,
    /**
     * A write counts once it was read back, and a read that does not show the own newest write proves no silence; original:
     * a cycle reads first, and nobody reads back.
     */
    WRITES_ARE_READ_BACK,
    /** Who is further in the round has passed a rendezvous; original: only its own two phases pass it. */
    LATER_PHASE_PASSES,
    /** A host in its own liveset that we lack is taken only after our ack; original: at once. */
    THIRD_JOIN_RULE_GUARDED,
    /** Of a host that cannot be heard, a member's word and its own section tell that it is in the liveset; without it nothing. */
    THIRD_JOIN_RULE_ON_DISK,
    /** Nothing enters a domain while fault handling runs. */
    JOIN_BLOCKED,
    /** Nobody acks a joiner while fault handling runs. */
    NO_ACK_IN_ROUND,
    /** A tie of the best partition goes to the lowest index; without it every host wins it itself. */
    TIE_BY_INDEX,
    /** Who survives by rule 1 is in its own result; original: a host that reads but cannot write may win. */
    WINNER_IS_IN_RESULT,
    /** A section of an earlier boot, or one that was overtaken, does not count. */
    LATE_WRITE_IS_OLD,
    /** Who asks for the master lock grants it to nobody of a higher index; without it to everybody who asks. */
    GRANT_GIVEN_ONCE,
    /** Rule 2 feeds only for what peers say they heard; without it rule 2 excuses the statefile altogether. */
    RULE2_FED_BY_PEERS,
    /** A host on which a VM may run does not leave cleanly. */
    VMS_FORBID_LEAVING,
    /** Where a majority counts, half of the pool must not have heard whom one removes; without it the own silence is enough. */
    MAJORITY_IS_ASKED,
    /** That a host was seen without power counts only while nothing shows its life; without it the word alone is enough. */
    POWER_OFF_NEEDS_SILENCE,
    /** What overwrites a section that cannot be read is never the same twice; without it plain zeros. */
    OVERWRITTEN_NEVER_ALIKE
}
