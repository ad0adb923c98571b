package dev.liveset.sim;

import dev.liveset.agent.Effect;
import dev.liveset.recovery.PoolTable;

/**
 * Safety rule 2: at most one host acts as master. A host acts from its first write of a table until it is dead, has left,
 * or has published that it no longer asks for the lock.
 */
final class OneMaster extends Checker {
    private final boolean[] acting;
    /** What each host last wrote: to repair its own region is no act. */
    private final PoolTable[] tables;

    OneMaster(SimPool pool) {
        super(pool);
        acting = new boolean[pool.hosts().size()];
        tables = new PoolTable[pool.hosts().size()];
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (effect instanceof Effect.WriteSection write && !write.section.lockRequest) {
            acting[host.index()] = false;
        }
        if (effect instanceof Effect.WriteTable write && !write.table().equals(tables[host.index()])) {
            tables[host.index()] = write.table();
            acting[host.index()] = true;
            for (SimHost other : pool.hosts()) {
                boolean mayAct = acting[other.index()] && !other.hasLeft() && !other.doesWithoutWatchdog();
                if (other != host && mayAct) {
                    violated(host.name() + " writes the pool table while " + other.name() + " still is master");
                }
            }
        }
    }

    @Override
    void onAgentGone(SimHost host) {
        acting[host.index()] = false;
    }
}
