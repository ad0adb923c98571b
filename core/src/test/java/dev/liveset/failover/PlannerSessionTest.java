package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PlannerSessionTest {

    private static final PlannerPool THREE =
            PlannerPool.of(new long[] {50, 50, 20}, new long[] {30, 30, 1}, new int[] {0, 1, 2});

    @Test
    void shouldRefuseAStartThatBreaksThePromiseAndShowWhy() {
        PlannerSession session = new PlannerSession(THREE, 1, PlannerLimits.QUICK);
        assertTrue(
                session.admit(new PoolChange.AddVm(PlannerVm.named("small", 5).on(2)))
                        .isAllowed());
        Admission refused =
                session.admit(new PoolChange.AddVm(PlannerVm.named("big", 25).on(0)));
        assertEquals(Admission.Verdict.BREAKS, refused.verdict());
        List<Integer> hosts = refused.counterExample().orElseThrow().lostHosts();
        assertEquals(List.of(1), hosts, "its 30 find 25 and 20");
        PlannerPool after = new PoolChange.AddVm(PlannerVm.named("big", 25).on(0)).applyTo(THREE);
        BitSet lost = new BitSet();
        lost.set(hosts.get(0));
        assertFalse(BruteForce.canPlace(after, lost));
    }

    @Test
    void shouldAllowWhatBreaksNothingBecauseNothingWasPromised() {
        PlannerSession session = new PlannerSession(THREE, 2, PlannerLimits.QUICK);
        Admission admission =
                session.admit(new PoolChange.AddVm(PlannerVm.named("big", 25).on(0)));
        assertEquals(Admission.Verdict.NO_PROMISE_NOW, admission.verdict());
        assertTrue(admission.isAllowed());
    }

    @Test
    void shouldTellAVmThatFitsNowhereFromABrokenPromise() {
        PlannerSession session = new PlannerSession(THREE, 0, PlannerLimits.QUICK);
        Admission admission = session.admit(new PoolChange.AddVm(PlannerVm.named("huge", 60)));
        assertEquals(Admission.Verdict.WOULD_NOT_FIT, admission.verdict());
    }

    @Test
    void shouldCarryChangesOut() {
        PlannerSession session = new PlannerSession(THREE, 1, PlannerLimits.QUICK);
        assertEquals(1, session.promise().tolerate());
        session.apply(new PoolChange.AddHost(PlannerHost.of("spare", 100)));
        assertEquals(2, session.promise().tolerate());
        session.apply(new PoolChange.SetHost(3, session.pool().host(3).enabled(false)));
        assertEquals(1, session.promise().tolerate());
        assertEquals(
                2,
                session.whatIf(new PoolChange.SetHost(3, PlannerHost.of("spare", 100)))
                        .tolerate());
    }

    @Property(tries = 3000)
    void shouldAdmitExactlyWhatTheWholePlannerPromises(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = seed % 3 == 0 ? RandomPools.ruled(seed, 5, 12) : RandomPools.plain(seed, 6, 20, 12);
        FailoverPlanner planner = new SearchingPlanner();
        int target = random.nextInt(3);
        PlannerSession session = new PlannerSession(pool, target, PlannerLimits.QUICK);
        for (int step = 0; step < 4; step++) {
            PoolChange change = change(random, session.pool());
            boolean before = planner.maxHostFailuresToTolerate(session.pool()).tolerate() >= target;
            boolean after = planner.maxHostFailuresToTolerate(change.applyTo(session.pool()))
                            .tolerate()
                    >= target;
            Admission admission = session.admit(change);
            assertEquals(!before || after, admission.isAllowed(), () -> "seed " + seed + ": " + change);
            assertEquals(before, admission.verdict() != Admission.Verdict.NO_PROMISE_NOW);
            session.apply(change);
        }
    }

    /** Every host has VMs and the orders of two losses are too many to search, so that the packing tests have the last word. */
    private static PlannerPool wide(Random random) {
        int hosts = 60 + random.nextInt(8);
        int most = 4 + random.nextInt(20);
        long[] free = random.longs(hosts, 0, 3L * most).toArray();
        int vms = 3 * hosts;
        long[] size = random.longs(vms, 1, 1 + most).toArray();
        if (random.nextInt(4) == 0) {
            Arrays.setAll(size, v -> Long.highestOneBit(size[v]));
        }
        return PlannerPool.of(
                free, size, IntStream.range(0, vms).map(v -> v % hosts).toArray());
    }

    @Property(tries = 60)
    void shouldGiveTheVerdictOfTheWholePlannerWhateverChangedBefore(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = seed % 3 == 0 ? RandomPools.plain(seed, 6, 20, 12) : wide(random);
        SearchingPlanner planner = new SearchingPlanner();
        int target = Math.max(0, planner.maxHostFailuresToTolerate(pool).tolerate());
        PlannerSession session = new PlannerSession(pool, target, PlannerLimits.QUICK);
        for (int step = 0; step < 8; step++) {
            PoolChange change = change(random, session.pool());
            Admission admission = session.admit(change);
            assertEquals(
                    new PlannerSession(session.pool(), target, PlannerLimits.QUICK).admit(change),
                    admission,
                    "a session without these changes before");
            assertEquals(
                    admission.verdict() == Admission.Verdict.STILL_PROMISED,
                    admission.proof().isPresent());
            if (admission.verdict() != Admission.Verdict.NO_PROMISE_NOW) {
                FailoverPromise after = planner.maxHostFailuresToTolerate(change.applyTo(session.pool()));
                assertEquals(verdict(after, target), admission.verdict(), () -> "seed " + seed + ": " + change);
            }
            session.apply(step % 3 == 2 ? change(random, session.pool()) : change);
        }
    }

    private static Admission.Verdict verdict(FailoverPromise after, int target) {
        if (after.tolerate() >= target) {
            return Admission.Verdict.STILL_PROMISED;
        }
        if (!after.fitsNow()) {
            return Admission.Verdict.WOULD_NOT_FIT;
        }
        return Stream.of(after.simultaneous(), after.sequential())
                        .anyMatch(losses -> losses.promised() < target
                                && losses.counterExample().isPresent())
                ? Admission.Verdict.BREAKS
                : Admission.Verdict.NOT_PROVEN;
    }

    /** What a refusal shows is a loss of at most the target, and the plan after the change does not survive it. */
    @Property(tries = 1500)
    void shouldRefuseWithALossThatTheChangedPoolDoesNotSurvive(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = seed % 2 == 0 ? RandomPools.ruled(seed, 5, 12) : RandomPools.plain(seed, 6, 20, 12);
        SearchingPlanner planner = new SearchingPlanner();
        int target = Math.max(0, planner.maxHostFailuresToTolerate(pool).tolerate());
        PoolChange change = change(random, pool);
        Admission refused = new PlannerSession(pool, target, PlannerLimits.QUICK).admit(change);
        refused.counterExample().ifPresent(broken -> {
            assertFalse(refused.isAllowed());
            assertTrue(broken.lostHosts().size() <= target, broken::toString);
            PlannerPool state = change.applyTo(pool);
            BitSet atOnce = new BitSet();
            broken.lostHosts().forEach(atOnce::set);
            boolean survives = planner.plan(state, atOnce).isKept();
            FailoverPlan plan = planner.plan(state, new BitSet());
            for (int host : broken.lostHosts()) {
                state = state.after(plan);
                plan = planner.plan(state, WorstFitPlannerTest.hosts(host));
            }
            assertFalse(survives && plan.isKept(), () -> "seed " + seed + ": " + broken);
        });
    }

    /** What a session carries over the change of a VM is what it would make of the pool after it. */
    @Property(tries = 3000)
    void shouldCarryTheModelOfThePoolOverAChange(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = RandomPools.plain(seed, 6, 12, seed % 2 == 0 ? 3 : 24);
        PoolChange change = change(random, pool);
        LossModel model = LossModel.of(new Survivors(pool.arrays()));
        VmDelta delta = VmDelta.of(change, pool);
        if (delta != null && model.isKnownAfter(delta)) {
            LossModel expected = LossModel.of(new Survivors(change.applyTo(pool).arrays()));
            LossModel after = model.after(delta);
            assertArrayEquals(expected.room, after.room);
            assertArrayEquals(expected.size, after.size);
            assertEquals(vms(expected), vms(after));
            assertEquals(
                    Promise.usedHosts(new PoolChange.AddVm(PlannerVm.named("halted", 1)), change.applyTo(pool)),
                    Promise.usedHosts(change, pool));
            assertEquals(expected.fitsBest, after.fitsBest, change::toString);
            assertEquals(expected.keepsSlots, after.keepsSlots, change::toString);
            if (after.keepsSlots) {
                assertArrayEquals(expected.sizes.sizes, after.sizes.sizes, change::toString);
            }
        }
    }

    private static List<String> vms(LossModel model) {
        return IntStream.range(0, model.size.length)
                .mapToObj(i -> model.size[i] + " on " + model.home[i] + " " + model.isProtected[i])
                .sorted()
                .toList();
    }

    @Test
    void shouldNotRelyOnMemoryAloneWhenAStopLetsVcpusRunOutFirst() {
        PlannerPool.Builder hosts = PlannerPool.builder().resource("vcpus");
        for (int h = 0; h < 3; h++) {
            hosts.add(PlannerHost.of("host" + h, 20).with("vcpus", 11));
        }
        for (int h = 0; h < 3; h++) {
            hosts.add(PlannerVm.named("busy" + h, 2).with("vcpus", 2).on(h));
            hosts.add(
                    PlannerVm.named("idle" + h, 10).with(Protection.UNPROTECTED).on(h));
        }
        PlannerPool pool = hosts.build();
        PoolChange stop = new PoolChange.SetVm(1, pool.vm(1).on(PlannerVm.NO_HOST));
        assertNotNull(LossModel.of(new Survivors(pool.arrays())));
        assertNull(LossModel.of(new Survivors(stop.applyTo(pool).arrays())), "the packing tests speak of memory only");
        assertNull(VmDelta.of(stop, pool), "so it is no change of which they know all");
    }

    @Test
    void shouldNotRelyOnWholeSlotsWhenAHaltedVmBringsAnOddSize() {
        PlannerPool pool =
                PlannerPool.of(new long[] {16, 16, 16, 16}, new long[] {8, 4, 2, 8, 4}, new int[] {0, 1, 2, 3, 3});
        PoolChange halt = new PoolChange.SetVm(
                2, PlannerVm.named("odd", 7).with(Protection.BEST_EFFORT).on(PlannerVm.NO_HOST));
        VmDelta delta = VmDelta.of(halt, pool);
        assertTrue(delta.addsSize());
        assertFalse(LossModel.of(new Survivors(pool.arrays())).isKnownAfter(delta));
    }

    private static PoolChange change(Random random, PlannerPool pool) {
        int host = random.nextInt(pool.hostCount());
        PlannerVm fresh = PlannerVm.named("new", 1 + random.nextInt(12)).on(host);
        if (pool.vmCount() == 0 || random.nextInt(3) == 0) {
            return new PoolChange.AddVm(
                    fresh.with(random.nextInt(4) == 0 ? Protection.BEST_EFFORT : Protection.PROTECTED));
        }
        int index = random.nextInt(pool.vmCount());
        PlannerVm vm = pool.vm(index);
        PlannerVm resized = PlannerVm.named(vm.name(), fresh.memoryMib()).with(vm.protection());
        return switch (random.nextInt(7)) {
            case 5 -> new PoolChange.SetVm(index, resized.on(vm.host()));
            case 6 -> new PoolChange.SetVm(index, resized.on(PlannerVm.NO_HOST).with(Protection.BEST_EFFORT));
            case 0 -> new PoolChange.SetVm(index, vm.on(PlannerVm.NO_HOST).with(Protection.UNPROTECTED));
            case 1 -> new PoolChange.SetVm(index, vm.on(host));
            case 2 -> new PoolChange.SetVm(index, vm.with(Protection.UNPROTECTED));
            case 3 -> new PoolChange.SetVm(index, vm.with(Protection.PROTECTED));
            default ->
                new PoolChange.SetHost(
                        host, pool.host(host).withMemory(pool.host(host).memoryMib() + 7));
        };
    }

    @Test
    void shouldTellAlertsOnce() {
        PlannerAlerts alerts = new PlannerAlerts();
        assertEquals(List.of(), alerts.onPromise(2, 1));
        assertEquals(
                List.of(new PlannerAlert.PromiseDropped(2, 0), new PlannerAlert.Overcommitted(1, 0)),
                alerts.onPromise(0, 1));
        assertEquals(List.of(), alerts.onPromise(0, 1));
        assertEquals(List.of(new PlannerAlert.NoLongerOvercommitted(1)), alerts.onPromise(1, 1));
        assertEquals(List.of(new PlannerAlert.RestartFailed("db")), alerts.onRestartFailed("db"));
        assertEquals(List.of(), alerts.onRestartFailed("db"));
        alerts.onRecovered("db");
        assertEquals(1, alerts.onRestartFailed("db").size());
    }
}
