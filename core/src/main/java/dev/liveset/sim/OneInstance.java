package dev.liveset.sim;

/** Safety rule 1: a VM never runs on two hosts at once. */
final class OneInstance extends Checker {
    OneInstance(SimPool pool) {
        super(pool);
    }

    /** Instances come into being here only, so this sees every moment in which there could be two. */
    @Override
    void onVmStarted(VmInstance instance) {
        for (SimHost host : pool.hosts()) {
            for (VmInstance other : host.hypervisor().running()) {
                if (other.host() != instance.host() && other.vm().equals(instance.vm())) {
                    violated("VM " + pool.log().vmName(instance.vm()) + " runs on "
                            + pool.host(other.host()).name() + " and on "
                            + pool.host(instance.host()).name());
                }
            }
        }
    }
}
