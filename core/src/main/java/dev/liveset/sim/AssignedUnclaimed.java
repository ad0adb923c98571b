package dev.liveset.sim;

import dev.liveset.VmId;
import dev.liveset.agent.Effect;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.VmRecord;

/**
 * Rule E4: a VM is assigned to a host only when no other machine that is up claims it on the disk, or runs it. What a host
 * has taken back by a write that the disk acknowledged and lost is no claim of that host any more, whatever the disk shows.
 */
final class AssignedUnclaimed extends Checker {
    private final NewPermits permits = new NewPermits();
    /** The last manifest of each host that the disk acknowledged. */
    private final Manifest[] acknowledged;

    AssignedUnclaimed(SimPool pool) {
        super(pool);
        acknowledged = new Manifest[pool.hosts().size()];
    }

    @Override
    void onLanded(SimHost host, Effect effect) {
        if (effect instanceof Effect.WriteManifest write) {
            acknowledged[host.index()] = write.manifest();
        }
    }

    @Override
    void onHostDied(SimHost host, String cause) {
        acknowledged[host.index()] = null;
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (effect instanceof Effect.WriteTable write) {
            permits.of(write.table(), (vm, permit) -> judge(host, vm, permit));
        }
    }

    private void judge(SimHost master, VmRecord vm, Permit permit) {
        if (permit.equals(vm.move())) {
            return; // The source of a move claims the VM until it lets go; RestartAfterDeath sees that it does.
        }
        for (SimHost other : pool.hosts()) {
            if (other.index() != permit.host() && other.isUp() && has(other, vm.vm())) {
                violated(master.name() + " assigns VM " + vm.name() + " to "
                        + pool.host(permit.host()).name() + " while " + other.name() + " claims it");
            }
        }
    }

    private boolean has(SimHost host, VmId vm) {
        Manifest last = acknowledged[host.index()];
        boolean claims = claims(host.durableManifest(), vm) && (last == null || claims(last, vm));
        boolean runs = host.hypervisor().running().stream()
                .anyMatch(instance -> instance.vm().equals(vm));
        return claims || runs || host.hypervisor().starting(vm);
    }

    private static boolean claims(Manifest manifest, VmId vm) {
        return manifest != null
                && manifest.claims().stream().anyMatch(claim -> claim.vm().equals(vm));
    }
}
