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
    /** How long a table may wait for its turn, and in how many section writes: a disk that hangs takes none. */
    private static final long TURN_NANOS = 1_500_000_000L;

    private static final long TURN_WRITES = 6;

    private final NewPermits permits = new NewPermits();
    /** By host: the liveset it showed last, and by pair since when it counts the other in. */
    private final long[] shown;

    private final long[] sinceNanos;
    private final long[] sinceWrites;
    /** By host: how often it has begun to write its section. */
    private final long[] writes;
    /** By host: the epoch that it promised in a write which the disk called durable. */
    private final long[] toldEpoch;

    AssignedAfterPromises(SimPool pool) {
        super(pool);
        int hosts = pool.hosts().size();
        shown = new long[hosts];
        sinceNanos = new long[hosts * hosts];
        sinceWrites = new long[hosts * hosts];
        writes = new long[hosts];
        toldEpoch = new long[hosts];
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        noteMembers(host);
        if (effect instanceof Effect.WriteSection) {
            writes[host.index()]++;
        } else if (effect instanceof Effect.WriteTable write) {
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
            int pair = pair(host, HostSet.lowest(rest));
            sinceNanos[pair] = pool.queue().now();
            sinceWrites[pair] = writes[host.index()];
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
            int pair = pair(master, member.index());
            boolean settled = pool.queue().now() - sinceNanos[pair] > TURN_NANOS
                    && writes[master.index()] - sinceWrites[pair] > TURN_WRITES;
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
