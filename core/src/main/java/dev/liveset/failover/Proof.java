package dev.liveset.failover;

/** What a promise rests on. */
public enum Proof {
    /** Every set (or every order) of that many losses was planned. */
    EVERY_LOSS_PLANNED("a plan for every loss of that many hosts"),
    /** The packing tests of the package description. */
    PACKING_TEST("the packing test"),
    /** The packing tests, and a plan for every loss that they leave open. */
    PACKING_TEST_AND_SEARCH("the packing test, and a plan for every loss that it leaves open"),
    /** Only the loss of no host was planned. */
    NO_LOSS_PLANNED("a plan for the present");

    private final String words;

    Proof(String words) {
        this.words = words;
    }

    /** The proof in words, for reports. */
    public String words() {
        return words;
    }
}
