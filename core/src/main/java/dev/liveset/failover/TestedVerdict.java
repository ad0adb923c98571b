package dev.liveset.failover;

/** The answer to an admission check where the packing tests alone give it, so that nothing is planned or searched. */
final class TestedVerdict {

    private TestedVerdict() {}

    /**
     * What {@link Promise#admission} says of a pool, or null where it must plan to know.
     *
     * @param model of the pool; null if it has none
     * @param usedHosts how many hosts of the pool have VMs
     */
    static Admission of(LossModel model, int usedHosts, int target) {
        if (model == null || model.hasWaiting || target > model.hosts.length) {
            return null;
        }
        SizeRanges tests = new SizeRanges(model);
        if (!tests.proveAtOnce(target)) {
            return null;
        }
        if (tests.proveInSequence(target)) {
            return Admission.proven(Proof.PACKING_TEST);
        }
        // A search could add to what the tests prove only as far as it goes.
        int searched = Promise.fewOrders(usedHosts);
        return target > searched && tests.proveInSequence(searched)
                ? Admission.without(Admission.Verdict.NOT_PROVEN)
                : null;
    }
}
