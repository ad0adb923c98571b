package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WorstFitPlannerTest {

    private final FailoverPlanner planner = new WorstFitPlanner();

    static BitSet hosts(int... indices) {
        BitSet set = new BitSet();
        for (int h : indices) {
            set.set(h);
        }
        return set;
    }

    @Test
    void shouldPutTheLargestVmOnTheHostWithMostRoom() {
        PlannerPool pool = PlannerPool.of(new long[] {0, 10, 7}, new long[] {3, 6}, new int[] {0, 0});
        FailoverPlan plan = planner.plan(pool, hosts(0));
        assertEquals(1, plan.hostOf(1));
        assertEquals(2, plan.hostOf(0), "7 is left there, 4 on the other");
        assertTrue(plan.isComplete());
    }

    @Test
    void shouldStartInOrderWithTheNegativeLast() {
        PlannerPool.Builder pool = PlannerPool.builder();
        pool.add(PlannerHost.of("a", 100));
        pool.add(PlannerHost.of("b", 100));
        pool.add(PlannerVm.named("late", 1).on(0).ordered(-1, Duration.ofSeconds(9)));
        pool.add(PlannerVm.named("second", 1).on(0).ordered(2, Duration.ZERO));
        pool.add(PlannerVm.named("first", 1).on(0).ordered(1, Duration.ofSeconds(5)));
        pool.add(PlannerVm.named("first too", 2).on(0).ordered(1, Duration.ofSeconds(3)));
        List<RestartWave> waves = planner.plan(pool.build(), hosts(0)).waves();
        assertEquals(
                List.of(
                        new RestartWave(1, List.of(new Placement(3, 1), new Placement(2, 1)), Duration.ofSeconds(5)),
                        new RestartWave(2, List.of(new Placement(1, 1)), Duration.ZERO),
                        new RestartWave(-1, List.of(new Placement(0, 1)), Duration.ofSeconds(9))),
                waves);
    }

    @Test
    void shouldGiveTheRoomToTheLowerOrderWhenNotAllFit() {
        PlannerPool.Builder pool = PlannerPool.builder();
        pool.add(PlannerHost.of("a", 100));
        pool.add(PlannerHost.of("b", 10));
        pool.add(PlannerVm.named("big", 10).on(0).ordered(2, Duration.ZERO));
        pool.add(PlannerVm.named("small", 4).on(0).ordered(1, Duration.ZERO));
        FailoverPlan plan = planner.plan(pool.build(), hosts(0));
        assertEquals(1, plan.hostOf(1));
        assertEquals(List.of(new LeftOver(0, LeftOver.Reason.NO_ROOM, 1, "memory", 4)), plan.leftOver());
        assertFalse(plan.isKept());
    }

    @Test
    void shouldSpreadASoftGroupAndSplitAHardOne() {
        PlannerPool.Builder pool = PlannerPool.builder();
        pool.add(new AntiAffinityGroup("soft", false));
        pool.add(new AntiAffinityGroup("hard", true));
        pool.add(PlannerHost.of("lost", 100));
        pool.add(PlannerHost.of("roomy", 90));
        pool.add(PlannerHost.of("tight", 20));
        pool.add(PlannerVm.named("soft here", 1).on(1).inGroup(0));
        pool.add(PlannerVm.named("soft lost", 2).on(0).inGroup(0));
        pool.add(PlannerVm.named("soft too", 3).on(0).inGroup(0));
        pool.add(PlannerVm.named("hard here", 1).on(1).inGroup(1));
        pool.add(PlannerVm.named("hard lost", 2).on(0).inGroup(1));
        pool.add(PlannerVm.named("hard too", 3).on(0).inGroup(1));
        FailoverPlan plan = planner.plan(pool.build(), hosts(0));
        assertEquals(2, plan.hostOf(2), "away from its group");
        assertEquals(1, plan.hostOf(1), "no host without its group: the roomiest");
        assertEquals(2, plan.hostOf(5));
        assertEquals(List.of(new LeftOver(4, LeftOver.Reason.ANTI_AFFINITY, 1, "", 0)), plan.leftOver());
    }

    @Test
    void shouldKeepAMigratingVmWhereItGoesWhenItsSourceDies() {
        PlannerPool.Builder builder = PlannerPool.builder();
        builder.add(PlannerHost.of("source", 50));
        builder.add(PlannerHost.of("target", 50));
        builder.add(PlannerHost.of("third", 50));
        builder.add(PlannerVm.named("moving", 20).on(0).migratingTo(1));
        PlannerPool pool = builder.build();
        FailoverPlan plan = planner.plan(pool, hosts(0));
        assertEquals(List.of(), plan.waves(), "the claim of its target decides");
        assertEquals(1, pool.after(plan).vm(0).host());
        assertEquals(2, planner.plan(pool, hosts(0, 1)).hostOf(0));
        assertEquals(30, pool.freeMib(0));
        assertEquals(30, pool.freeMib(1));
    }

    @Test
    void shouldNotLetAPinnedVmMakeThePromiseZero() {
        PlannerPool.Builder builder = PlannerPool.builder();
        for (int h = 0; h < 3; h++) {
            builder.add(PlannerHost.of("host" + h, 100));
            builder.add(PlannerVm.named("agile" + h, 10).on(h));
        }
        builder.add(PlannerVm.named("pinned", 10).on(0).allowedOn(1L));
        FailoverPromise promise = planner.maxHostFailuresToTolerate(builder.build());
        assertEquals(2, promise.tolerate());
        assertEquals(
                List.of(new NonAgileVm(3, hosts(0)).hosts()),
                promise.nonAgile().stream().map(NonAgileVm::hosts).toList());
    }

    @Test
    void shouldTellNotFittingNowFromToleratingNothing() {
        PlannerPool tight = PlannerPool.of(new long[] {0, 0}, new long[] {5, 5}, new int[] {0, 1});
        FailoverPromise nothing = planner.maxHostFailuresToTolerate(tight);
        assertTrue(nothing.fitsNow());
        assertEquals(0, nothing.tolerate());
        assertEquals(
                List.of(0),
                nothing.simultaneous().counterExample().orElseThrow().lostHosts());
        PlannerPool overfull = PlannerPool.of(new long[] {3, 3}, new long[] {5, 5, 5}, new int[] {0, 1, -1});
        FailoverPromise impossible = planner.maxHostFailuresToTolerate(overfull);
        assertFalse(impossible.fitsNow());
        assertEquals(FailoverPromise.DOES_NOT_FIT, impossible.tolerate());
        assertEquals(2, impossible.now().leftOver().get(0).missing());
    }

    @Test
    void shouldPromiseOnlyWhatItPlanned() {
        long[] free = new long[8];
        java.util.Arrays.fill(free, 100);
        PlannerPool pool = PlannerPool.of(free, new long[] {1}, new int[] {0});
        FailoverPromise promise = new WorstFitPlanner(30).maxHostFailuresToTolerate(pool);
        assertEquals(1, promise.simultaneous().promised(), "8 sets of one host, but 28 of two are too many");
        assertTrue(promise.simultaneous().counterExample().isEmpty());
        assertEquals(7, promise.upperBound());
    }

    @Property(tries = 2000)
    void shouldMakeOnlyValidPlans(@ForAll long seed) {
        PlannerPool pool = RandomPools.ruled(seed, 6, 16);
        PlanChecker.check(pool, planner.plan(pool, RandomPools.lost(seed, pool)));
    }

    @Property(tries = 500)
    void shouldLeaveNothingToPlanAfterACompletePlan(@ForAll long seed) {
        PlannerPool pool = RandomPools.ruled(seed, 6, 16);
        FailoverPlan plan = planner.plan(pool, RandomPools.lost(seed, pool));
        FailoverPlan again = planner.plan(pool.after(plan), new BitSet());
        long leftOver = plan.leftOver().stream()
                .filter(l -> pool.vm(l.vm()).protection() == Protection.PROTECTED)
                .count();
        long placedLater =
                again.waves().stream().mapToLong(w -> w.placements().size()).sum();
        assertEquals(leftOver, again.leftOver().size() + placedLater);
    }

    @Property(tries = 500)
    void shouldNeverPromiseMoreThanTheVolumeBound(@ForAll long seed) {
        PlannerPool pool = seed % 2 == 0 ? RandomPools.ruled(seed, 4, 8) : RandomPools.plain(seed, 4, 8, 30);
        FailoverPromise promise = planner.maxHostFailuresToTolerate(pool);
        int bound = UpperBounds.volume(pool.arrays());
        assertTrue(promise.simultaneous().promised() <= bound, "simultaneous");
        assertTrue(promise.sequential().promised() <= bound, "sequential");
    }
}
