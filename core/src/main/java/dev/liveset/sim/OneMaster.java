package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.agent.Effect;
import dev.liveset.recovery.PoolTable;

/**
 * Safety rule 2: at most one host acts as master. A host acts from its first write of a table until it is dead, has left,
 * or has published that it no longer asks for the lock, or that it grants it to a host of a lower index: who asks grants
 * only to one that asks and no longer grants to it, so it knew then that it was master no more.
 */
final class OneMaster extends Checker {
    private final boolean[] acting;
    /** The newest that each host wrote: to repair its own region is no act. */
    private final PoolTable[] tables;

    OneMaster(SimPool pool) {
        super(pool);
        acting = new boolean[pool.hosts().size()];
        tables = new PoolTable[pool.hosts().size()];
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (effect instanceof Effect.WriteSection write) {
            long lower = HostSet.of(host.index()) - 1;
            acting[host.index()] &= write.section.lockRequest && (write.section.lockGrant & lower) == 0;
        }
        if (effect instanceof Effect.WriteTable write && isAct(tables[host.index()], write.table())) {
            tables[host.index()] = write.table();
            acting[host.index()] = true;
            for (SimHost other : pool.hosts()) {
                boolean mayAct = acting[other.index()] && !other.hasLeft() && !other.isUnguarded();
                if (other != host && mayAct) {
                    violated(host.name() + " writes the pool table while " + other.name() + " still is master");
                }
            }
        }
    }

    /** An older table is written to repair the own region, when a newer one was given up and has landed all the same. */
    private static boolean isAct(PoolTable last, PoolTable now) {
        return last == null || now.epoch() > last.epoch() || now.sequence() > last.sequence();
    }

    @Override
    void onAgentGone(SimHost host) {
        acting[host.index()] = false;
    }
}
