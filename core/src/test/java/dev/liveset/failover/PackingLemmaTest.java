package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Attacks each lemma of the package description with the placements that it speaks of. */
class PackingLemmaTest {

    private static PlannerPool pool(Random random, int hosts, int vms, boolean powers) {
        PlannerPool.Builder pool = PlannerPool.builder();
        int most = 4 + random.nextInt(60);
        int room = 1 + random.nextInt(3 * most);
        long[] memory = random.longs(hosts, 0, room).toArray();
        for (int v = 0; v < vms; v++) {
            long mib = 1L + random.nextInt(most);
            int host = random.nextInt(hosts);
            mib = powers ? Long.highestOneBit(mib) : mib;
            memory[host] += mib;
            Protection protection = random.nextInt(8) == 0 ? Protection.BEST_EFFORT : Protection.PROTECTED;
            pool.add(PlannerVm.named("vm" + v, mib).on(host).with(protection));
        }
        for (int h = 0; h < hosts; h++) {
            pool.add(PlannerHost.of("host" + h, memory[h]).enabled(random.nextInt(12) != 0));
        }
        return pool.build();
    }

    private static int[] order(Random random, int hosts) {
        int[] order = new int[hosts];
        for (int i = 0; i < hosts; i++) {
            int at = random.nextInt(i + 1);
            order[i] = order[at];
            order[at] = i;
        }
        return order;
    }

    /** The hosts by what is lost with them, the heaviest first: the likeliest to break. */
    private static int[] heaviest(PlannerPool pool) {
        long[] key = new long[pool.hostCount()];
        for (int h = 0; h < key.length; h++) {
            key[h] = -(pool.host(h).enabled() ? pool.freeMib(h) : 0) * 1000 + h;
        }
        for (int v = 0; v < pool.vmCount(); v++) {
            key[pool.vm(v).host()] -= pool.vm(v).memoryMib() * 1000;
        }
        Arrays.sort(key);
        return Arrays.stream(key).mapToInt(k -> (int) Math.floorMod(k, 1000L)).toArray();
    }

    /** Loses these hosts, in groups of {@code step}, by rules drawn from {@code rules}; says whether all were placed. */
    private static boolean survives(
            PlannerPool pool, int[] order, int losses, int step, Random random, FitRule... rules) {
        Survivors state = new Survivors(pool.arrays());
        for (int i = 0; i < losses; i += step) {
            boolean[] nowhere = state.nowhere();
            state.lose(Arrays.copyOfRange(order, i, Math.min(losses, i + step)), Math.min(losses, i + step) - i);
            FitRule rule = rules[random.nextInt(rules.length)];
            int[] vms = new int[pool.vmCount()];
            int count = state.waiting(Protection.PROTECTED, null, vms);
            for (int v = 0; v < count; v++) {
                if (!Packer.start(state, rule, vms[v])) {
                    return false;
                }
            }
            boolean[] candidate = new boolean[nowhere.length];
            for (int v = 0; v < nowhere.length; v++) {
                candidate[v] = !nowhere[v];
            }
            count = state.waiting(Protection.BEST_EFFORT, candidate, vms);
            for (int v = 0; v < count; v++) {
                Packer.start(state, rule, vms[v]);
            }
        }
        return true;
    }

    private static void attack(PlannerPool pool, int losses, boolean atOnce, Random random, FitRule... rules) {
        for (int attempt = 0; attempt < 12; attempt++) {
            int[] order = attempt == 0 ? heaviest(pool) : order(random, pool.hostCount());
            if (attempt == 1) {
                // The heaviest, in any order.
                int[] heaviest = heaviest(pool);
                int[] shuffled = order(random, losses);
                order = heaviest.clone();
                for (int i = 0; i < losses; i++) {
                    order[i] = heaviest[shuffled[i]];
                }
            }
            assertTrue(
                    survives(pool, order, losses, atOnce ? Math.max(1, losses) : 1, random, rules),
                    "order " + Arrays.toString(order) + " of " + losses);
        }
    }

    @Property(tries = 10000)
    void lemma1AnyDecreasingAnyFitSurvivesProvenLossesAtOnce(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = pool(random, 2 + random.nextInt(12), random.nextInt(60), seed % 3 == 0);
        LossModel model = LossModel.of(new Survivors(pool.arrays()));
        int losses = new SimultaneousProof(model).losses();
        attack(pool, losses, true, random, FitRule.values());
    }

    @Property(tries = 10000)
    void lemma2AnyPlacementsBeforeLeaveProvenSequencesSurvivable(@ForAll long seed) {
        Random random = new Random(seed);
        // With a group in the pool the sharper lemmas are not used.
        PlannerPool.Builder pool = pool(random, 2 + random.nextInt(8), random.nextInt(50), false).toBuilder();
        pool.add(new AntiAffinityGroup("spread", false));
        LossModel model = LossModel.of(new Survivors(pool.build().arrays()));
        assertFalse(model.fitsBest || model.keepsSlots);
        attack(pool.build(), new SequentialProof(model).losses(), false, random, FitRule.values());
    }

    @Property(tries = 10000)
    void lemma3BestFitLeavesLessThanTheNextVmThatClosesAHost(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = pool(random, 2 + random.nextInt(15), random.nextInt(80), false);
        LossModel model = LossModel.of(new Survivors(pool.arrays()));
        if (model.fitsBest) {
            attack(pool, new SequentialProof(model).losses(), false, random, FitRule.BEST_FIT);
        }
    }

    @Property(tries = 10000)
    void lemma4KeepingWholeSlotsSurvivesProvenSequences(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = pool(random, 2 + random.nextInt(14), random.nextInt(80), true);
        LossModel model = LossModel.of(new Survivors(pool.arrays()));
        assertTrue(model.keepsSlots);
        attack(pool, new SequentialProof(model).losses(), false, random, FitRule.WHOLE_SLOTS);
    }

    @Property(tries = 2000)
    void lemma5WithSizesThatDivideEachOtherAnyFitFailsOnlyWhereNothingFits(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = RandomPools.plain(seed, 4, 9, 16);
        PlannerPool.Builder powers = pool.toBuilder();
        for (int v = 0; v < pool.vmCount(); v++) {
            PlannerVm vm = pool.vm(v);
            powers.set(
                    v,
                    PlannerVm.named(vm.name(), Long.highestOneBit(vm.memoryMib()))
                            .on(vm.host()));
        }
        PlannerPool divides = powers.build();
        BitSet lost = RandomPools.lost(seed, divides);
        FitRule rule = FitRule.values()[random.nextInt(FitRule.values().length)];
        FailoverPlan plan = PlanMaking.plan(divides, lost, Packer.only(rule), false);
        assertEquals(BruteForce.canPlace(divides, lost), plan.isKept());
    }

    @Property(tries = 10000)
    void lemma6TheProvenNumbersNeverDropWithMoreRoom(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = pool(random, 11 + random.nextInt(20), random.nextInt(120), seed % 2 == 0);
        PlannerPool.Builder more = pool.toBuilder();
        if (random.nextBoolean()) {
            more.add(PlannerHost.of("new", random.nextInt(200)));
        } else {
            int h = random.nextInt(pool.hostCount());
            more.set(h, pool.host(h).withMemory(pool.host(h).memoryMib() + random.nextInt(100)));
        }
        LossModel before = LossModel.of(new Survivors(pool.arrays()));
        LossModel after = LossModel.of(new Survivors(more.build().arrays()));
        assertTrue(new SimultaneousProof(after).losses() >= new SimultaneousProof(before).losses(), "at once");
        assertTrue(new SequentialProof(after).losses() >= new SequentialProof(before).losses(), "in sequence");
    }

    @Property(tries = 2000)
    void lemma7WhatFitsByMemoryFitsByAResourceThatCannotRunOut(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool plain = RandomPools.plain(seed, 5, 9, 20);
        PlannerPool.Builder builder = plain.toBuilder().resource("vcpus");
        int most = 1 + random.nextInt(4);
        for (int v = 0; v < plain.vmCount(); v++) {
            builder.set(v, plain.vm(v).with("vcpus", 1L + random.nextInt(most)));
        }
        boolean scarce = random.nextBoolean();
        for (int h = 0; h < plain.hostCount(); h++) {
            long enough = plain.host(h).memoryMib() * most;
            builder.set(h, plain.host(h).with("vcpus", scarce ? enough / (1 + random.nextInt(4)) : enough));
        }
        PlannerPool pool = builder.build();
        if (pool.arrays().memoryDecides) {
            BitSet lost = RandomPools.lost(seed, plain);
            assertEquals(BruteForce.canPlace(plain, lost), BruteForce.canPlace(pool, lost));
            FailoverPromise expected = new SearchingPlanner().maxHostFailuresToTolerate(plain);
            FailoverPromise promise = new SearchingPlanner().maxHostFailuresToTolerate(pool);
            assertEquals(
                    expected.simultaneous().promised(), promise.simultaneous().promised());
        }
    }

    @Property(tries = 4000)
    void lemma8WhatASearchPromisesAtOnceDoesNotDropWithASpareHost(@ForAll long seed) {
        Random random = new Random(seed);
        // Hardly any limit, so that searches end at it where they would not in earnest.
        FailoverPlanner planner = new SearchingPlanner(new PlannerLimits(random.nextInt(30), random.nextInt(300)));
        int hosts = 2 + random.nextInt(8);
        int most = 2 + random.nextInt(30);
        long[] size = random.longs(random.nextInt(5 * hosts), 1, 1 + most).toArray();
        int spares = random.nextInt(2);
        int[] home = random.ints(size.length, 0, hosts - spares).toArray();
        long[] free = random.longs(hosts, 0, 1 + random.nextInt(3 * most)).toArray();
        FailoverPromise before = planner.maxHostFailuresToTolerate(PlannerPool.of(free, size, home));
        int at = random.nextInt(hosts + 1);
        long[] more = new long[hosts + 1];
        Arrays.setAll(more, h -> h == at ? random.nextInt(3 * most) : free[h > at ? h - 1 : h]);
        PlannerPool larger = PlannerPool.of(
                more, size, Arrays.stream(home).map(h -> h >= at ? h + 1 : h).toArray());
        FailoverPromise after = planner.maxHostFailuresToTolerate(larger);
        if (Arrays.stream(home).distinct().count() >= hosts - 1) {
            assertTrue(after.simultaneous().promised() >= before.simultaneous().promised());
        }
        for (int i = 0; i < 5 && after.simultaneous().promised() > 0; i++) {
            BitSet lost = new BitSet();
            int[] order = i == 0 ? heaviest(larger) : order(random, hosts + 1);
            Arrays.stream(order).limit(after.simultaneous().promised()).forEach(lost::set);
            assertTrue(planner.plan(larger, lost).isKept(), lost::toString);
        }
    }

    /** With some or all of: vCPUs, hosts that take no VMs, bound VMs, groups kept apart, migrations. */
    private static PlannerPool ruled(Random random) {
        PlannerPool plain = pool(random, 2 + random.nextInt(11), random.nextInt(60), random.nextInt(4) == 0);
        PlannerPool.Builder pool = plain.toBuilder();
        int hosts = plain.hostCount();
        int rules = random.nextInt(16);
        if ((rules & 1) != 0) {
            pool.resource("vcpus");
            for (int h = 0; h < hosts; h++) {
                pool.set(h, plain.host(h).with("vcpus", random.nextInt(120)));
            }
        }
        int groups = (rules & 2) == 0 ? 0 : 1 + random.nextInt(3);
        for (int g = 0; g < groups; g++) {
            pool.add(new AntiAffinityGroup("group" + g, random.nextInt(4) != 0));
        }
        long[] racks = random.longs(1 + random.nextInt(3), 1, 1L << hosts).toArray();
        for (int v = 0; v < plain.vmCount(); v++) {
            PlannerVm vm = plain.vm(v);
            vm = (rules & 1) == 0 ? vm : vm.with("vcpus", random.nextInt(5));
            vm = groups == 0 || random.nextInt(3) != 0 ? vm : vm.inGroup(random.nextInt(groups));
            if ((rules & 4) != 0 && random.nextInt(3) == 0) {
                vm = vm.allowedOn(BitSet.valueOf(new long[] {racks[random.nextInt(racks.length)]}));
            }
            int target = random.nextInt(hosts);
            pool.set(
                    v, (rules & 8) == 0 || target == vm.host() || random.nextInt(4) != 0 ? vm : vm.migratingTo(target));
        }
        return pool.build();
    }

    @Property(tries = 10000)
    void lemma9DecreasingAnyFitSurvivesWhatIsProvenUnderAnyRules(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = ruled(random);
        Survivors now = new Survivors(pool.arrays());
        attack(pool, RuledProof.atOnce(now).losses(), true, random, FitRule.values());
        attack(pool, RuledProof.inSequence(now).losses(), false, random, FitRule.values());
    }

    /** What the rows of the test do not suspect is placed; and they suspect a set wherever a number is not proven. */
    @Property(tries = 5000)
    void lemma9SetsThatNoRowSuspectsBreakNoPlan(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = ruled(random);
        Survivors now = new Survivors(pool.arrays());
        RuledProof test = RuledProof.atOnce(now);
        int losses = Math.min(pool.hostCount(), Math.max(0, test.losses()) + 1 + random.nextInt(2));
        List<SuspectRow> rows = test.suspects(losses);
        assertTrue(losses <= test.losses() || !rows.isEmpty());
        for (int attempt = 0; attempt < 12; attempt++) {
            int[] order = attempt == 0 ? heaviest(pool) : order(random, pool.hostCount());
            if (rows.stream().noneMatch(row -> row.suspects(order, losses))) {
                assertTrue(survives(pool, order, losses, losses, random, FitRule.values()), Arrays.toString(order));
            }
        }
    }

    @Property(tries = 4000)
    void lemma10RangesOfSizesProveWhatEverySizeProves(@ForAll long seed) {
        Random random = new Random(seed);
        int hosts = 2 + random.nextInt(12);
        PlannerPool pool = pool(random, hosts, random.nextInt(120), random.nextInt(5) == 0);
        LossModel model = LossModel.of(new Survivors(pool.arrays()));
        int atOnce = new SimultaneousProof(model).losses();
        int inSequence = new SequentialProof(model).losses();
        SizeRanges tests = new SizeRanges(model);
        for (int losses = 0; losses <= hosts; losses++) {
            assertEquals(losses <= atOnce, tests.proveAtOnce(losses), losses + " at once");
            assertEquals(losses <= inSequence, tests.proveInSequence(losses), losses + " in sequence");
        }
    }
}
