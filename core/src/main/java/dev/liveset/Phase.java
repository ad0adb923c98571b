package dev.liveset;

/** Phase of a host's life as it stands on the wire and on disk (PROTOCOL.md §5); the ordinal is the number there. */
public enum Phase {
    STARTING,
    STARTED,
    ABORTED,
    FHREADY,
    FH1,
    FH1DONE,
    FH2,
    FH2DONE,
    FH3,
    FH3DONE,
    FH4,
    FH4DONE;

    private static final Phase[] BY_NUMBER = values();

    /** The phase with this number; throws {@link IndexOutOfBoundsException} when there is none. */
    public static Phase of(int number) {
        return BY_NUMBER[number];
    }

    /** Whether the number names a phase. */
    public static boolean isValid(int number) {
        return number >= 0 && number < BY_NUMBER.length;
    }
}
