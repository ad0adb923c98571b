package dev.liveset.recovery;

/** The three regions that every host has in the extension area of the heartbeat VDI. */
public enum RegionKind {
    MANIFEST,
    MASTER,
    LAST_WORDS
}
