package dev.liveset.recovery;

/** What a host says about a VM that may be running on it; the ordinal is the number on disk. */
public enum ClaimState {
    /** About to start. */
    CLAIMED,
    /** Started. */
    RUNNING,
    /** A move towards this host is on its way; nothing was started here. */
    INCOMING,
    /** A stop, or the source's side of a move, is on its way. */
    STOPPING,
    /** A start or stop passed its deadline: it may run (E5). */
    UNKNOWN
}
