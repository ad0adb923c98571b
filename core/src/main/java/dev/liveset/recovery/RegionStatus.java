package dev.liveset.recovery;

/** What a read of a region found. Anything but {@link #VALID} means unknown, never empty. */
public enum RegionStatus {
    /** The newest valid slot was decoded. */
    VALID,
    /** No slot is valid for this generation and host. */
    NO_VALID_SLOT,
    /** The device could not deliver it. */
    UNREADABLE
}
