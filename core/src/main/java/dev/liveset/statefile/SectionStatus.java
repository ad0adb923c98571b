package dev.liveset.statefile;

/** What a read of one section found. Only {@link #VALID} and {@link #NEVER_WRITTEN} say anything about the host. */
public enum SectionStatus {
    /** Checked and believed. */
    VALID,
    /** Valid frame, but its host never wrote it; an offline tool may have set {@code excluded}. */
    NEVER_WRITTEN,
    /** The device could not deliver it. */
    UNREADABLE,
    /** Signature or checksum disagree, or a field is out of range. */
    CORRUPT,
    /** Not the layout version this library knows. Fatal for a host when it is the global section. */
    WRONG_VERSION(
            "The heartbeat disk has a layout version that this release does not know; use the release that formatted it."),
    /** Another generation. Fatal for a host when it is the global section. */
    WRONG_GENERATION,
    /** The trailer that a strict pool demands is missing, wrong or not authentic. */
    UNTRUSTED(
            "The heartbeat disk is not signed with a key of this pool; check the key file, or format the disk again.");

    private final String sentence;

    SectionStatus() {
        this("");
    }

    SectionStatus(String sentence) {
        this.sentence = sentence;
    }

    /** What an operator is told whose host cannot start on such a global section; empty where the start failure's code says it. */
    public String sentence() {
        return sentence;
    }

    /** Whether the content of the section may be used. */
    public boolean usable() {
        return this == VALID || this == NEVER_WRITTEN;
    }
}
