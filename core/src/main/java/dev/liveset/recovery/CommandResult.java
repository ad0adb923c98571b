package dev.liveset.recovery;

/**
 * The answer to a command of the operator or the embedder.
 *
 * @param status what became of it
 * @param sentence why, or what to do; empty when done
 */
public record CommandResult(Status status, String sentence) {
    /** What became of a command. */
    public enum Status {
        /** Done, durably. */
        DONE,
        /** Only the master does this; the sentence names it. */
        NOT_MASTER,
        /** Not possible now; the sentence says why. */
        REFUSED,
        /** It was on its way when the host lost what it needs; look before asking again. */
        UNKNOWN
    }

    public static final CommandResult OK = new CommandResult(Status.DONE, "");

    public static CommandResult refused(String sentence) {
        return new CommandResult(Status.REFUSED, sentence);
    }
}
