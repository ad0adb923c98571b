package dev.liveset.sim;

/** In a mixed pool: no VM runs twice, unless both hosts run the original and no host of ours has its hands in it. */
final class MixedInstances extends Checker {
    MixedInstances(SimPool pool) {
        super(pool);
    }

    @Override
    void onVmStarted(VmInstance instance) {
        for (VmInstance other : twins(instance)) {
            judge(instance, pool.host(other.host()));
        }
    }

    private void judge(VmInstance instance, SimHost former) {
        SimHost next = pool.host(instance.host());
        int starter = pool.toolstack().startedBy(instance.vm());
        if (pool.makeup().isXhad(former.index())) {
            pool.tally().count("ORIGINAL VM runs twice");
        } else if (starter >= 0 && pool.toolstack().bootedOver(pool.host(starter), former)) {
            pool.tally().count("ORIGINAL boots over a living host, and starts its VM");
        } else {
            violated("VM " + pool.log().vmName(instance.vm()) + " still runs on " + former.name()
                    + " and is started on " + next.name());
        }
    }
}
