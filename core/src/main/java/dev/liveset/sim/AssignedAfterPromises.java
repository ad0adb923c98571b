package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.agent.Effect;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.Permit;

/**
 * Rule E2: a master gives a permit only when every host of its liveset that lives has promised its epoch on the disk. A
 * host that has just joined is not asked: the permit may have been decided before, and waits for its turn on the disk.
 * Of its own promise the master knows what the disk told it, also when the disk then loses it.
 */
final class AssignedAfterPromises extends Checker {
    private static final long TURN_NANOS = 1_500_000_000L;

    private final NewPermits permits = new NewPermits();
    /** By host: the liveset it showed last, and by pair since when it counts the other in. */
    private final long[] shown;

    private final long[] sinceNanos;
    /** By host: the epoch that it promised in a write which the disk called durable. */
    private final long[] toldEpoch;

    AssignedAfterPromises(SimPool pool) {
        super(pool);
        int hosts = pool.hosts().size();
        shown = new long[hosts];
        sinceNanos = new long[hosts * hosts];
        toldEpoch = new long[hosts];
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        noteMembers(host);
        if (effect instanceof Effect.WriteTable write) {
            permits.of(write.table(), (vm, permit) -> judge(host, vm.name(), permit));
        }
    }

    @Override
    void onLanded(SimHost host, Effect effect) {
        if (effect instanceof Effect.WriteManifest write) {
            toldEpoch[host.index()] = write.manifest().promisedEpoch();
        }
    }

    private void noteMembers(SimHost host) {
        long now = host.published().liveset;
        for (long rest = now & ~shown[host.index()]; rest != 0; rest &= rest - 1) {
            sinceNanos[pair(host, HostSet.lowest(rest))] = pool.queue().now();
        }
        shown[host.index()] = now;
    }

    private int pair(SimHost host, int other) {
        return host.index() * pool.hosts().size() + other;
    }

    private void judge(SimHost master, String vm, Permit permit) {
        for (long rest = master.published().liveset; rest != 0; rest &= rest - 1) {
            SimHost member = pool.host(HostSet.lowest(rest));
            Manifest manifest = member.durableManifest();
            boolean told = member == master && toldEpoch[master.index()] >= permit.epoch();
            boolean promised = told || manifest != null && manifest.promisedEpoch() >= permit.epoch();
            boolean settled = pool.queue().now() - sinceNanos[pair(master, member.index())] > TURN_NANOS;
            if (!promised && settled && member.membership().lives()) {
                violated(master.name() + " assigns VM " + vm + " before " + member.name() + " has promised its epoch");
            }
        }
    }

    @Override
    void onAgentGone(SimHost host) {
        shown[host.index()] = 0;
        toldEpoch[host.index()] = 0;
    }
}
