package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.agent.Effect;
import java.util.Arrays;

/** A host that was removed while it went on is not taken back in the same life: it must start again and join. */
final class RemovedStaysOut extends Checker {
    private final long[] liveset;
    /** By the host that counts and the one that is counted: the process that ran there when it was counted. */
    private final HostProcess[][] counted;
    /** By the host that removed and the one that was removed: the process that went on, null for none. */
    private final HostProcess[][] removed;

    RemovedStaysOut(SimPool pool) {
        super(pool);
        int hosts = pool.hosts().size();
        liveset = new long[hosts];
        counted = new HostProcess[hosts][hosts];
        removed = new HostProcess[hosts][hosts];
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (!(effect instanceof Effect.SendHeartbeat) && !(effect instanceof Effect.WriteSection)) {
            return;
        }
        int index = host.index();
        long before = liveset[index];
        long now = host.published().liveset;
        liveset[index] = now;
        boolean goesOn = HostSet.contains(before & now, index);
        for (long gone = goesOn ? before & ~now : 0; gone != 0; gone &= gone - 1) {
            SimHost other = pool.host(HostSet.lowest(gone));
            boolean sameLife = other.isOnline() && counted[index][other.index()] == other.process();
            removed[index][other.index()] = sameLife ? other.process() : null;
        }
        for (long come = now & ~before; come != 0; come &= come - 1) {
            SimHost other = pool.host(HostSet.lowest(come));
            counted[index][other.index()] = other.process();
            if (goesOn && other.process() != null && removed[index][other.index()] == other.process()) {
                violated(host.name() + " takes " + other.name() + " back, which it removed, without a new start of it");
            }
        }
    }

    @Override
    void onAgentGone(SimHost host) {
        liveset[host.index()] = 0;
        Arrays.fill(counted[host.index()], null);
        Arrays.fill(removed[host.index()], null);
    }
}
