package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.agent.Effect;

/**
 * A host that another one removes from its liveset is dead, or has left cleanly and can do nothing. Dead or gone is the
 * life that was counted: who stood still without a watchdog may remove it when the host has long been back in another one.
 */
final class RemovedIsDead extends Checker {
    private static final int DOWN = -1;

    private final long[] liveset;
    /** By pair of hosts: in which of its lives as a member the second was when the first began to count it. */
    private final int[] counted;

    RemovedIsDead(SimPool pool) {
        super(pool);
        liveset = new long[pool.hosts().size()];
        counted = new int[liveset.length * liveset.length];
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (!(effect instanceof Effect.SendHeartbeat) && !(effect instanceof Effect.WriteSection)) {
            return;
        }
        long now = host.published().liveset;
        long removed = liveset[host.index()] & ~now & ~HostSet.of(host.index());
        noteLives(host, now & ~liveset[host.index()]);
        liveset[host.index()] = now;
        if (!HostSet.contains(now, host.index())) {
            return;
        }
        for (; removed != 0; removed &= removed - 1) {
            SimHost other = pool.host(HostSet.lowest(removed));
            pool.tally().count("evictions");
            int life = counted[pair(host, other)];
            boolean anotherLife = life != DOWN && life != other.membership().life();
            if (other.membership().lives() && !other.disarmState().isUnguarded() && !anotherLife) {
                violated(host.name() + " removes " + other.name() + ", which is not dead");
            }
        }
    }

    private void noteLives(SimHost host, long added) {
        for (long rest = added; rest != 0; rest &= rest - 1) {
            SimHost other = pool.host(HostSet.lowest(rest));
            counted[pair(host, other)] = other.isUp() ? other.membership().life() : DOWN;
        }
    }

    private int pair(SimHost host, SimHost other) {
        return host.index() * liveset.length + other.index();
    }

    @Override
    void onAgentGone(SimHost host) {
        liveset[host.index()] = 0;
    }
}
