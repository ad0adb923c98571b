package dev.liveset.recovery;

/** The rules of recovery that a simulation can switch off one at a time, to show that it would notice (DESIGN.md). */
public enum RecoveryRule {
    /** E3: a VM starts only after its claim is durable. */
    CLAIM_BEFORE_START,
    /** A manifest older than one that was read before is a late write and not believed. */
    LATE_WRITE_IS_UNKNOWN,
    /** A manifest older than the section trailer names is a stale read and not believed. */
    STALE_READ_IS_UNKNOWN,
    /** <i>Freshness</i>: E4 (a) counts only a manifest of the host's current incarnation. */
    CURRENT_INCARNATION,
    /** <i>Freshness</i>: E4 (b) and (c) count only a manifest whose read began after the host left the liveset. */
    READ_AFTER_LEAVING,
    /** E2: after a promise, lower permits are refused. */
    PROMISE_IS_KEPT,
    /** E2: the master assigns nothing until all liveset members have promised. */
    ALL_PROMISED,
    /** E5: a start past its deadline keeps its claim. */
    TIMED_OUT_IS_UNKNOWN,
    /** No valid slot means unknown, never empty. */
    UNREADABLE_IS_UNKNOWN,
    /** E7: VMs of a host last seen unarmed are not restarted elsewhere. */
    UNARMED_IS_NOT_FENCED,
    /** <i>Permit</i>: a permit made for another incarnation is refused. */
    PERMIT_INCARNATION,
    /** <i>Answers</i>: the previous permit must have been answered. */
    ANSWER_IS_AWAITED,
    /** <i>Moves</i>: the destination starts only after the source has let go. */
    SOURCE_LETS_GO_FIRST,
    /** E7: {@code armed = false} is durable before the watchdog is disarmed. */
    DISARM_IS_DURABLE,
    /** E8: claims of the same boot are taken over at an agent start. */
    CLAIMS_ARE_TAKEN_OVER
}
