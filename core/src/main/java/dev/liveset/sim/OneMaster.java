package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.agent.Effect;
import dev.liveset.recovery.PoolTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Safety rule 2: at most one host acts as master. A host acts from its first write of a table until it is dead, has left,
 * or has published that it no longer asks for the lock, or that it grants it to a host of a lower index: who asks grants
 * only to one that asks and no longer grants to it, so it knew then that it was master no more. Nobody claims that of a
 * host whose watchdog an operator has had disarmed: it is the epoch that keeps such a one from being obeyed.
 */
final class OneMaster extends Checker {
    private final boolean[] acting;
    /**
     * What each host wrote, in all lives of its agent, by sequence, and the empty table that the formatter wrote in its
     * name: to write one of these again, for its region was damaged, is no act.
     */
    private final List<Map<Long, PoolTable>> written = new ArrayList<>();

    OneMaster(SimPool pool) {
        super(pool);
        acting = new boolean[pool.hosts().size()];
        pool.hosts().forEach(host -> written.add(new HashMap<>(Map.of(0L, PoolTable.EMPTY))));
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (effect instanceof Effect.WriteSection write) {
            long lower = HostSet.of(host.index()) - 1;
            acting[host.index()] &= write.section.lockRequest && (write.section.lockGrant & lower) == 0;
        }
        if (effect instanceof Effect.WriteTable write && isNew(host, write.table())) {
            acting[host.index()] = true;
            for (SimHost other : pool.hosts()) {
                boolean guarded = !host.disarmState().isUnguarded()
                        && !other.disarmState().isUnguarded();
                boolean mayAct = acting[other.index()] && !other.disarmState().hasLeft();
                if (other != host && guarded && mayAct) {
                    violated(host.name() + " writes the pool table while " + other.name() + " still is master");
                }
            }
        }
    }

    private boolean isNew(SimHost host, PoolTable table) {
        return !table.equals(written.get(host.index()).put(table.sequence(), table));
    }

    @Override
    void onAgentGone(SimHost host) {
        acting[host.index()] = false;
    }
}
