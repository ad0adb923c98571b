package dev.liveset.failover;

import java.util.BitSet;

/**
 * Answers where the VMs of lost hosts go, how many host losses the pool can take, and what would break it.
 *
 * <p>Implementations are pure: the same pool gives the same answer on every machine (limits count search nodes, never
 * time), nothing blocks, and a call may come from any thread as long as the pool is not shared with a writer (a
 * {@link PlannerPool} is immutable). Hosts and VMs are indices of the pool.
 */
public interface FailoverPlanner {

    /**
     * Places every protected VM that {@code lostHosts} (together with the hosts already dead) leaves without a running
     * copy, then the best-effort VMs of those hosts in the room that is left.
     *
     * <p>A protected VM without a host counts as lost: it should run. A VM in migration is lost only when both of its
     * hosts are. When not all protected VMs fit, a lower {@link PlannerVm#order() order} gets the room first.
     *
     * @throws IllegalArgumentException if {@code lostHosts} names a host that the pool does not have
     */
    FailoverPlan plan(PlannerPool pool, BitSet lostHosts);

    /**
     * Computes how many host losses this planner's own {@link #plan} is sure to survive: lost at once, lost one after
     * another (each loss planned and carried out before the next), and the smaller of both.
     *
     * <p>"Survives" means that every protected VM is placed which still has an enabled host that it is allowed on;
     * VMs pinned to few hosts are reported beside the number, see {@link FailoverPromise#nonAgile()}.
     */
    FailoverPromise maxHostFailuresToTolerate(PlannerPool pool);
}
