package dev.liveset.failover;

/**
 * How hard the planner searches. Both limits count steps and never time, so an answer is the same on every machine.
 *
 * @param nodesPerPlan nodes of the branch and bound of one plan, after the any-fit rules failed; at least 0
 * @param stepsPerPromise steps for one promised number beyond what the packing proofs give, at least 0, and thirty times
 *     as many for losses in sequence of pools with up to 256 VMs; a step places a VM by a look at 32 hosts, or does about
 *     as much of something else
 */
public record PlannerLimits(int nodesPerPlan, long stepsPerPromise) {

    /** For every-day answers: a pool of 64 hosts is answered within tens of milliseconds. */
    public static final PlannerLimits QUICK = new PlannerLimits(20_000, 100_000);

    /** For a report that may take about a second per pool. */
    public static final PlannerLimits THOROUGH = new PlannerLimits(20_000, 20_000_000);

    public PlannerLimits {
        if (nodesPerPlan < 0 || stepsPerPromise < 0) {
            throw new IllegalArgumentException(
                    "limits are " + nodesPerPlan + " and " + stepsPerPromise + "; give 0 or more");
        }
    }
}
