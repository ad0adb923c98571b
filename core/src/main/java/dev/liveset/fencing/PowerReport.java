package dev.liveset.fencing;

import java.util.Objects;

/**
 * What a {@link PowerFencer} tells.
 *
 * @param status what it found or did
 * @param evidence what it saw, in words for the operator: the device and what that reported
 */
public record PowerReport(Status status, String evidence) {
    /** What became of a host's power. */
    public enum Status {
        /** It was cut, and then seen to be off. */
        CONFIRMED_OFF,
        /** It was seen to be off before anything was done. */
        ALREADY_OFF,
        /** It was told to go off, and nobody has seen it off. */
        UNCONFIRMED,
        /** This host has no device that could be asked, or an operator forbids it. */
        SKIPPED,
        /** The device could not be reached, refused, or failed. */
        FAILED;

        /** Whether the host was seen to be without power. */
        public boolean isOff() {
            return this == CONFIRMED_OFF || this == ALREADY_OFF;
        }
    }

    public PowerReport {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(evidence, "evidence");
    }
}
