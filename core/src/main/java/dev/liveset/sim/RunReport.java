package dev.liveset.sim;

import java.util.List;

/**
 * What came of one schedule.
 *
 * @param violation the first rule that did not hold, null when all did
 * @param claimsNothing why the run claims nothing, whatever happened in it; null for a run that claims every rule
 * @param coverage what happened how often
 * @param steps steps of agents
 * @param events everything that happened in the world, one at a time: a packet, an end of an I/O, a tick, an answer
 * @param simulatedNanos virtual time
 * @param restNanos how long after the last fault the pool was at rest, -1 when it did not get there
 * @param story what happened, a line each, when it was asked for
 */
public record RunReport(
        Violation violation,
        String claimsNothing,
        Coverage coverage,
        long steps,
        long events,
        long simulatedNanos,
        long restNanos,
        List<String> story) {
    public RunReport {
        story = List.copyOf(story);
    }
}
