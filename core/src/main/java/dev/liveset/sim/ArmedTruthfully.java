package dev.liveset.sim;

import dev.liveset.VmId;
import dev.liveset.agent.Effect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rule E7 and <i>Arming</i>: what a manifest on the disk says of the watchdog is true, a VM runs only where the watchdog
 * does, and the watchdog is disarmed only where nothing runs and the disk says so.
 */
final class ArmedTruthfully extends Checker {
    /** Whether the manifest that stands in both slots says that the watchdog runs. */
    private final boolean[] armed;
    /** Incarnation under which the present process wrote manifests, 0 before its first. */
    private final long[] writer;
    /** VMs that were started on each host since its boot. */
    private final List<Set<VmId>> startedHere = new ArrayList<>();

    ArmedTruthfully(SimPool pool) {
        super(pool);
        armed = new boolean[pool.hosts().size()];
        writer = new long[pool.hosts().size()];
        pool.hosts().forEach(host -> startedHere.add(new HashSet<>()));
    }

    @Override
    void onLanded(SimHost host, Effect effect) {
        // What a former process wrote and the disk kept until now is not said by this one: others go by the
        // incarnation.
        if (effect instanceof Effect.WriteManifest write && write.manifest().incarnation() == writer[host.index()]) {
            armed[host.index()] = write.manifest().armed();
            if (armed[host.index()] && !host.watchdog().armed() && host.agentRuns()) {
                violated(host.name() + " says on the disk that its watchdog runs, which it does not");
            }
        }
    }

    @Override
    void onAgentGone(SimHost host) {
        writer[host.index()] = 0;
    }

    @Override
    void onHostDied(SimHost host, String cause) {
        startedHere.get(host.index()).clear();
        armed[host.index()] = false; // The next boot begins unarmed, whatever the disk says of the last one.
    }

    @Override
    void onVmStarted(VmInstance instance) {
        SimHost host = pool.host(instance.host());
        boolean again = !startedHere.get(host.index()).add(instance.vm());
        boolean inPlace = again && host.disarmState().isUnguarded(); // its claim stands, and nobody else may start it
        if (!host.watchdog().armed() && !inPlace) {
            violated("VM " + pool.log().vmName(instance.vm()) + " starts on " + host.name()
                    + ", whose watchdog does not run");
        }
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (effect instanceof Effect.WriteManifest write) {
            writer[host.index()] = write.manifest().incarnation();
        }
        if (effect instanceof Effect.StartVm start && host.watchdog().armed()) {
            startedHere.get(host.index()).add(start.vm().vm()); // It may take effect late, under the claim that it has.
        }
        if (!(effect instanceof Effect.DisarmWatchdog)) {
            return;
        }
        if (!host.hypervisor().running().isEmpty() && !host.disarmState().doesWithoutWatchdog()) {
            violated(host.name() + " disarms its watchdog while VMs run on it");
        } else if (armed[host.index()]) {
            violated(host.name() + " disarms its watchdog while its manifest says that it runs");
        }
    }
}
