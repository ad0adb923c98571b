package dev.liveset.examples.whatif;

import dev.liveset.failover.Admission;
import dev.liveset.failover.FailoverPromise;
import dev.liveset.failover.PlannerLimits;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerSession;
import java.util.ArrayList;
import java.util.List;

/** A change that is only thought of, and whether it would be admitted; the pool is the one after it. */
record Asked(String change, PlannerPool pool, int target, Admission admission) {

    /** Asks about one change after the other, each on the pool that the former left. */
    static List<Asked> all(PlannerPool pool, List<String> changes, int target, PlannerLimits limits) {
        PlannerSession session = new PlannerSession(pool, target, limits);
        List<Asked> all = new ArrayList<>();
        for (String change : changes) {
            Hypothesis hypothesis = new Hypothesis(change, session.pool());
            Admission admission = hypothesis.ask(session);
            all.add(new Asked(change, session.pool(), target, admission));
        }
        return all;
    }

    /** The target where none was given: what is promised as it is. */
    static int promised(FailoverPromise promise) {
        return Math.max(0, promise.tolerate());
    }

    /** The answer in words. */
    String words() {
        Words words = new Words(pool);
        String why = switch (admission.verdict()) {
            case STILL_PROMISED ->
                "allowed, " + failures() + " can be tolerated then too, by "
                        + admission.proof().orElseThrow().words();
            case NO_PROMISE_NOW -> "allowed, " + failures() + " cannot be tolerated without it either";
            case BREAKS ->
                "refused, then the plan breaks by the loss of "
                        + words.hosts(admission.counterExample().orElseThrow().lostHosts());
            case NOT_PROVEN -> "refused, it could not be proven that " + failures() + " could be tolerated then";
            case WOULD_NOT_FIT -> "refused, then the VMs that should run would not even fit";
        };
        return change + ": " + why + ".";
    }

    private String failures() {
        return target + (target == 1 ? " host failure" : " host failures");
    }
}
