package dev.liveset.failover;

/** What happens to a VM after its host died. */
public enum Protection {
    /** Restarted whenever it is not running; room is kept for it. */
    PROTECTED,
    /** Restarted once after its host died, in the room that the protected VMs leave; reserves nothing. */
    BEST_EFFORT,
    /** Never restarted; its memory still counts as used on its host. */
    UNPROTECTED
}
