package dev.liveset.sim;

/** What one run claims, and the first rule that did not hold in it; that violation ends the run. */
final class RunClaims {
    private final EventQueue queue;
    private final SimLog log;
    private final RunTally tally;
    private Violation violation;
    private String claimsNothing;

    RunClaims(EventQueue queue, SimLog log, RunTally tally) {
        this.queue = queue;
        this.log = log;
        this.tally = tally;
    }

    /** From now on this run claims nothing: what it does is outside what any pool could withstand. */
    void claimNothing(String why) {
        if (claimsNothing == null) {
            claimsNothing = why;
            tally.count("runs that claim nothing: " + why);
            log.add(-1, () -> "this run claims nothing any more: " + why);
        }
    }

    /** Why the run claims nothing, or null. */
    String claimsNothing() {
        return claimsNothing;
    }

    void violated(String checker, String sentence) {
        if (claimsNothing != null) {
            log.add(-1, () -> "no claim: " + checker + ": " + sentence);
        } else if (violation == null) {
            violation = new Violation(checker, sentence, tally.steps(), queue.now());
            log.add(-1, () -> "VIOLATION " + violation);
        }
    }

    /** What a timeline expects is asked for whatever the run claims. */
    void disappointed(String sentence) {
        claimsNothing = null;
        violated("Expectations", sentence);
    }

    /** Nothing may throw, whatever the run claims. */
    void threw(RuntimeException e) {
        claimsNothing = null;
        StackTraceElement[] trace = e.getStackTrace();
        violated("NothingThrown", e + (trace.length == 0 ? "" : " at " + trace[0]));
    }

    /** The first rule that did not hold, or null. */
    Violation violation() {
        return violation;
    }
}
