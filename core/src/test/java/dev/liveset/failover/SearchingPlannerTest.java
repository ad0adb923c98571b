package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SearchingPlannerTest {

    private final FailoverPlanner planner = new SearchingPlanner();

    @Test
    void shouldPlaceWhatWorstFitMisses() {
        PlannerPool pool = PlannerPool.of(new long[] {21, 22, 6, 16}, new long[] {12, 10, 11}, new int[] {2, 2, 1});
        BitSet lost = WorstFitPlannerTest.hosts(1, 2);
        assertFalse(new WorstFitPlanner().plan(pool, lost).isComplete());
        assertTrue(planner.plan(pool, lost).isComplete());
    }

    @Test
    void shouldShowAHandCheckedCounterExample() {
        // Every single loss fits; the two big hosts together set 60 free, and the third has 50.
        PlannerPool pool = PlannerPool.of(new long[] {50, 50, 50}, new long[] {30, 30, 1}, new int[] {0, 1, 2});
        FailoverPromise promise = planner.maxHostFailuresToTolerate(pool);
        assertEquals(1, promise.tolerate());
        assertEquals(1, promise.upperBound());
        CounterExample broken = promise.simultaneous().counterExample().orElseThrow();
        assertEquals(List.of(0, 1), broken.lostHosts());
        assertEquals(List.of(new LeftOver(1, LeftOver.Reason.NO_ROOM, 2, "memory", 10)), broken.leftOver());
        assertTrue(broken.certain());
    }

    @Test
    void shouldGiveTheRoomOfOneBigVmToManyOfALowerOrder() {
        PlannerPool.Builder pool = PlannerPool.builder();
        pool.add(PlannerHost.of("lost", 100));
        pool.add(PlannerHost.of("a", 10));
        pool.add(PlannerHost.of("b", 10));
        for (int i = 0; i < 4; i++) {
            pool.add(PlannerVm.named("first" + i, 5).on(0).ordered(1, java.time.Duration.ZERO));
        }
        pool.add(PlannerVm.named("last", 10).on(0).ordered(-1, java.time.Duration.ZERO));
        FailoverPlan plan = planner.plan(pool.build(), WorstFitPlannerTest.hosts(0));
        assertEquals(List.of(4), plan.leftOver().stream().map(LeftOver::vm).toList());
    }

    @Property(tries = 3000)
    void shouldMakeOnlyValidPlans(@ForAll long seed) {
        PlannerPool pool = RandomPools.ruled(seed, 6, 16);
        PlanChecker.check(pool, planner.plan(pool, RandomPools.lost(seed, pool)));
    }

    @Property(tries = 2000)
    void shouldPlaceAllExactlyWhenSomePlacementExists(@ForAll long seed) {
        PlannerPool pool = seed % 2 == 0 ? RandomPools.ruled(seed, 4, 10) : RandomPools.plain(seed, 5, 9, 20);
        BitSet lost = RandomPools.lost(seed, pool);
        FailoverPlan plan = planner.plan(pool, lost);
        assertFalse(plan.isNodeLimitReached() && plan.isKept());
        assertEquals(BruteForce.canPlace(pool, lost), plan.isKept());
    }

    @Property(tries = 500)
    void shouldPromiseTheExactNumberOfSimultaneousLosses(@ForAll long seed) {
        PlannerPool pool = seed % 3 == 0 ? RandomPools.ruled(seed, 4, 8) : RandomPools.plain(seed, 5, 9, 20);
        PromisedLosses promise = planner.maxHostFailuresToTolerate(pool).simultaneous();
        assertEquals(BruteForce.simultaneous(pool), promise.promised());
        assertTrue(promise.promised() <= promise.upperBound());
    }

    @Property(tries = 500)
    void shouldKeepTheSequentialPromiseInEveryOrder(@ForAll long seed) {
        PlannerPool pool = seed % 3 == 0 ? RandomPools.ruled(seed, 4, 8) : RandomPools.plain(seed, 5, 9, 20);
        FailoverPromise promise = planner.maxHostFailuresToTolerate(pool);
        if (promise.fitsNow()) {
            int promised = promise.sequential().promised();
            assertTrue(promised <= promise.simultaneous().promised(), "in sequence is never easier");
            survivesEveryOrder(pool.after(promise.now()), promised);
        }
    }

    private void survivesEveryOrder(PlannerPool pool, int losses) {
        for (int h : losses > 0 ? BruteForce.live(pool) : List.<Integer>of()) {
            FailoverPlan plan = planner.plan(pool, WorstFitPlannerTest.hosts(h));
            assertTrue(plan.isKept(), () -> "the loss of host " + h);
            survivesEveryOrder(pool.after(plan), losses - 1);
        }
    }

    @Property(tries = 500)
    void shouldBreakUnderItsCounterExample(@ForAll long seed) {
        PlannerPool pool = seed % 3 == 0 ? RandomPools.ruled(seed, 4, 8) : RandomPools.plain(seed, 5, 9, 20);
        FailoverPromise promise = planner.maxHostFailuresToTolerate(pool);
        promise.simultaneous().counterExample().ifPresent(broken -> {
            assertEquals(
                    promise.simultaneous().promised() + 1, broken.lostHosts().size());
            BitSet lost = new BitSet();
            broken.lostHosts().forEach(lost::set);
            assertEquals(broken.certain(), !BruteForce.canPlace(pool, lost));
        });
        promise.sequential().counterExample().ifPresent(broken -> {
            PlannerPool state = pool.after(promise.now());
            FailoverPlan plan = promise.now();
            for (int host : broken.lostHosts()) {
                assertTrue(plan.isKept(), "breaks at the last loss only");
                plan = planner.plan(state, WorstFitPlannerTest.hosts(host));
                state = state.after(plan);
            }
            assertFalse(plan.isKept());
        });
    }

    @Property(tries = 500)
    void shouldNotPlaceALossBeyondTheBound(@ForAll long seed) {
        PlannerPool pool = seed % 3 == 0 ? RandomPools.ruled(seed, 4, 8) : RandomPools.plain(seed, 5, 9, 20);
        new SearchingPlanner().beyondBound(pool).ifPresent(broken -> {
            BitSet lost = new BitSet();
            broken.lostHosts().forEach(lost::set);
            assertFalse(BruteForce.canPlace(pool, lost));
            assertFalse(broken.leftOver().isEmpty());
        });
    }
}
