package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RemediesTest {

    @Test
    void shouldNameTheSmallestChanges() {
        // The loss of host 1 sets 30 free and finds 25 on host 0 and 20 on host 2.
        PlannerPool pool = PlannerPool.of(new long[] {25, 50, 20}, new long[] {30, 30, 1}, new int[] {0, 1, 2});
        assertEquals(
                List.of(new Remedy.AddHost(30), new Remedy.FreeMemory(0, 5), new Remedy.Unprotect(1)),
                Remedies.of(pool, 1, PlannerLimits.QUICK));
    }

    @Test
    void shouldNameNothingWhereNothingIsMissing() {
        PlannerPool pool = PlannerPool.of(new long[] {50, 50}, new long[] {30, 30}, new int[] {0, 1});
        assertEquals(List.of(), Remedies.of(pool, 1, PlannerLimits.QUICK));
    }

    @Property(tries = 300)
    void shouldRestoreThePromiseAndNoSmallerHostWould(@ForAll long seed) {
        PlannerPool pool = RandomPools.plain(seed, 4, 10, 20);
        SearchingPlanner planner = new SearchingPlanner();
        int target = 1 + Math.floorMod(seed, 2);
        for (Remedy remedy : Remedies.of(pool, target, PlannerLimits.QUICK)) {
            PoolChange change;
            if (remedy instanceof Remedy.AddHost add) {
                change = new PoolChange.AddHost(PlannerHost.of("new", add.memoryMib()));
                if (add.memoryMib() > 1) {
                    PoolChange less = new PoolChange.AddHost(PlannerHost.of("new", add.memoryMib() - 1));
                    assertTrue(planner.maxHostFailuresToTolerate(less.applyTo(pool))
                                    .tolerate()
                            < target);
                }
            } else if (remedy instanceof Remedy.FreeMemory free) {
                PlannerHost host = pool.host(free.host());
                change = new PoolChange.SetHost(free.host(), host.withMemory(host.memoryMib() + free.mib()));
            } else {
                int vm = ((Remedy.Unprotect) remedy).vm();
                change = new PoolChange.SetVm(vm, pool.vm(vm).with(Protection.UNPROTECTED));
            }
            assertTrue(planner.maxHostFailuresToTolerate(change.applyTo(pool)).tolerate() >= target, remedy::toString);
        }
    }
}
