package dev.liveset.failover;

/** What a promise rests on. */
public enum Proof {
    /** Every set (or every order) of that many losses was planned. */
    EVERY_LOSS_PLANNED("every loss of that many hosts was planned"),
    /** Fewer losses cannot be told apart from the present: only the loss of no host was planned. */
    NO_LOSS_PLANNED("only the present was planned");

    private final String words;

    Proof(String words) {
        this.words = words;
    }

    /** The proof in words, for reports. */
    public String words() {
        return words;
    }
}
