package dev.liveset.failover;

import java.util.List;

/**
 * What the pool can be promised now.
 *
 * @param now the plan for the loss of no host: it places the protected VMs that should run and do not
 * @param simultaneous losses at the same moment
 * @param sequential losses one after another, each planned and carried out before the next, in any order
 * @param nonAgile protected VMs that may not run everywhere; the numbers do not count a loss that strands them
 */
public record FailoverPromise(
        FailoverPlan now, PromisedLosses simultaneous, PromisedLosses sequential, List<NonAgileVm> nonAgile) {

    /** Stands in place of a number of losses when the VMs that should run do not fit even now. */
    public static final int DOES_NOT_FIT = -1;

    public FailoverPromise {
        nonAgile = List.copyOf(nonAgile);
    }

    /** Whether the protected VMs that should run now have a place. */
    public boolean fitsNow() {
        return now.isKept();
    }

    /** The number of losses to rely on: the smaller of both promises, or {@link #DOES_NOT_FIT}. */
    public int tolerate() {
        return Math.min(simultaneous.promised(), sequential.promised());
    }

    /** No planner could promise more than this. */
    public int upperBound() {
        return Math.min(simultaneous.upperBound(), sequential.upperBound());
    }
}
