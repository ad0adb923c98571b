package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is promised, the plan delivers: attacked through the public interface on pools too large for brute force. */
class PromiseAttackTest {

    private final FailoverPlanner planner = new SearchingPlanner(new PlannerLimits(2_000, 3_000));

    private static PlannerPool pool(Random random) {
        boolean powers = random.nextInt(3) == 0;
        int hosts = 5 + random.nextInt(12);
        int most = 8 + random.nextInt(60);
        long[] free = random.longs(hosts, 0, 2L * most).toArray();
        int[] home = random.ints(random.nextInt(100), 0, hosts).toArray();
        long[] size = random.longs(home.length, 1, most)
                .map(s -> powers ? Long.highestOneBit(s) : s)
                .toArray();
        return PlannerPool.of(free, size, home);
    }

    /** Sets of that many hosts: the counter-example less one of its hosts, padded or cut, and random ones. */
    private static List<List<Integer>> attacks(Random random, PlannerPool pool, PromisedLosses promise) {
        List<List<Integer>> attacks = new ArrayList<>();
        List<Integer> weak =
                promise.counterExample().map(CounterExample::lostHosts).orElse(List.of());
        for (int attempt = 0; attempt < 12; attempt++) {
            List<Integer> hosts = new ArrayList<>(BruteForce.live(pool));
            Collections.shuffle(hosts, random);
            if (attempt < 8) {
                List<Integer> first = new ArrayList<>(weak);
                Collections.shuffle(first, random);
                hosts.removeAll(first);
                hosts.addAll(0, first);
            }
            attacks.add(hosts.subList(0, Math.max(0, promise.promised())));
        }
        return attacks;
    }

    @Property(tries = 400)
    void shouldSurviveEveryPromisedLossAtOnce(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = pool(random);
        PromisedLosses promise = planner.maxHostFailuresToTolerate(pool).simultaneous();
        for (List<Integer> attack : attacks(random, pool, promise)) {
            BitSet lost = new BitSet();
            attack.forEach(lost::set);
            FailoverPlan plan = planner.plan(pool, lost);
            PlanChecker.check(pool, plan);
            assertTrue(plan.isKept(), () -> "the loss of " + attack);
        }
    }

    @Property(tries = 400)
    void shouldSurviveEveryPromisedLossInSequence(@ForAll long seed) {
        Random random = new Random(seed);
        PlannerPool pool = pool(random);
        PromisedLosses promise = planner.maxHostFailuresToTolerate(pool).sequential();
        for (List<Integer> attack : attacks(random, pool, promise)) {
            PlannerPool state = pool;
            for (int host : attack) {
                FailoverPlan plan = planner.plan(state, WorstFitPlannerTest.hosts(host));
                assertTrue(plan.isKept(), () -> "the loss of " + host + " in " + attack);
                state = state.after(plan);
            }
        }
    }

    @Property(tries = 100)
    void shouldAnswerTheSameAgain(@ForAll long seed) {
        PlannerPool pool = pool(new Random(seed));
        FailoverPromise first = planner.maxHostFailuresToTolerate(pool);
        FailoverPromise again = planner.maxHostFailuresToTolerate(pool(new Random(seed)));
        assertEquals(first.simultaneous(), again.simultaneous());
        assertEquals(first.sequential(), again.sequential());
    }
}
