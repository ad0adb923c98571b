package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.VmId;

/** In a mixed pool: no VM runs twice, unless both hosts run the original and no host of ours has its hands in it. */
final class MixedInstances extends Checker {
    MixedInstances(SimPool pool) {
        super(pool);
    }

    @Override
    void onVmStarted(VmInstance instance) {
        for (SimHost host : pool.hosts()) {
            for (VmInstance other : host.hypervisor().running()) {
                if (other.host() != instance.host() && other.vm().equals(instance.vm())) {
                    judge(instance, host);
                }
            }
        }
    }

    /** The original forms a liveset when its time to join is over, and never asks whether who is missing is dead. */
    private boolean startedBlind(VmId vm, int former) {
        int master = pool.toolstack().startedBy(vm);
        return pool.makeup().isXhad(master)
                && !HostSet.contains(pool.host(master).published().counted, former);
    }

    private void judge(VmInstance instance, SimHost former) {
        SimHost next = pool.host(instance.host());
        if (pool.makeup().isXhad(former.index())) {
            pool.count("ORIGINAL VM runs twice");
        } else if (startedBlind(instance.vm(), former.index())) {
            pool.count("ORIGINAL boots over a living host, and starts its VM");
        } else {
            violated("VM " + pool.vmName(instance.vm()) + " still runs on " + former.name() + " and is started on "
                    + next.name());
        }
    }
}
