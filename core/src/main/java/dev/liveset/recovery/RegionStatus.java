package dev.liveset.recovery;

/** What a read of a region found. Anything without content means unknown, never empty. */
public enum RegionStatus {
    /** The newest valid slot was decoded. */
    VALID,
    /** One slot was decoded; the other was read and is damaged. */
    VALID_IN_ONE_SLOT,
    /** No slot is valid for this generation and host. */
    NO_VALID_SLOT,
    /** The device could not deliver it. */
    UNREADABLE;

    /** Whether there is content. */
    public boolean isValid() {
        return this == VALID || this == VALID_IN_ONE_SLOT;
    }
}
