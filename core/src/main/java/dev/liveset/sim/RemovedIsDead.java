package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.agent.Effect;

/** A host that another one removes from its liveset is dead, or has left cleanly and can do nothing. */
final class RemovedIsDead extends Checker {
    private final long[] liveset;

    RemovedIsDead(SimPool pool) {
        super(pool);
        liveset = new long[pool.hosts().size()];
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (!(effect instanceof Effect.SendHeartbeat) && !(effect instanceof Effect.WriteSection)) {
            return;
        }
        long now = host.published().liveset;
        long removed = liveset[host.index()] & ~now & ~HostSet.of(host.index());
        liveset[host.index()] = now;
        if (!HostSet.contains(now, host.index())) {
            return;
        }
        for (; removed != 0; removed &= removed - 1) {
            SimHost other = pool.host(HostSet.lowest(removed));
            pool.count("evictions");
            if (other.memberLives() && !other.doesWithoutWatchdog()) {
                violated(host.name() + " removes " + other.name() + ", which is not dead");
            }
        }
    }

    @Override
    void onAgentGone(SimHost host) {
        liveset[host.index()] = 0;
    }
}
