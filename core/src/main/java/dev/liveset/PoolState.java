package dev.liveset;

/** State of the pool in the global section (PROTOCOL.md §1); the ordinal is the number on disk. */
public enum PoolState {
    /** No HA on this statefile. */
    NONE,
    /** Enabled; no liveset has formed yet. */
    INIT,
    /** A liveset has formed. */
    ACTIVE,
    /** Declared invalid: every host that reads it stops. */
    INVALID
}
