package dev.liveset.sim;

/** Safety rule 1: a VM never runs on two hosts at once. */
final class OneInstance extends Checker {
    OneInstance(SimPool pool) {
        super(pool);
    }

    /** Instances come into being here only, so this sees every moment in which there could be two. */
    @Override
    void onVmStarted(VmInstance instance) {
        for (VmInstance other : twins(instance)) {
            violated("VM " + pool.log().vmName(instance.vm()) + " runs on "
                    + pool.host(other.host()).name() + " and on "
                    + pool.host(instance.host()).name());
        }
    }
}
