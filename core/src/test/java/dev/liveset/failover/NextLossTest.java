package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.BooleanSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Attacks lemma 11 of the package description: two losses in sequence, beside every placement there is. */
class NextLossTest {

    private static PlannerPool pool(long seed) {
        Random random = new Random(seed);
        int hosts = 3 + random.nextInt(3);
        int largest = 3 + random.nextInt(30);
        long[] free = random.longs(hosts, largest / 2, 2L * largest).toArray();
        long[] size = random.longs(3 + random.nextInt(7), 1, 1 + largest).toArray();
        int[] home = random.ints(size.length, 0, hosts).toArray();
        home[0] = 0;
        home[1] = 1;
        return PlannerPool.of(free, size, home);
    }

    /** Whether any placement of the waiting VMs is {@code good}; the state is as before. */
    private static boolean anyPlacement(Survivors state, BooleanSupplier good) {
        int[] vms = new int[state.pool.vmCount];
        if (state.waiting(Protection.PROTECTED, null, vms) == 0) {
            return good.getAsBoolean();
        }
        boolean found = false;
        for (int h = 0; h < state.pool.hostCount && !found; h++) {
            if (state.fits(vms[0], h)) {
                state.start(vms[0], h);
                found = anyPlacement(state, good);
                state.stop(vms[0]);
            }
        }
        return found;
    }

    private static boolean survivesAnyLoss(Survivors state) {
        Survivors after = new Survivors(state.pool);
        for (int h = 0; h < state.pool.hostCount; h++) {
            after.copyFrom(state);
            after.lose(h);
            if (!state.isGone(h) && !anyPlacement(after, () -> true)) {
                return false;
            }
        }
        return true;
    }

    @Property(tries = 4000)
    void shouldFindAPlacementThatSurvivesTheNextLossWhereverThereIsOne(@ForAll long seed) {
        PoolArrays pool = pool(seed).arrays();
        NextLoss nextLoss = new NextLoss(pool);
        for (int h = 0; h < pool.hostCount; h++) {
            Survivors state = new Survivors(pool);
            state.lose(h);
            int[] vms = new int[pool.vmCount];
            int count = state.waiting(Protection.PROTECTED, null, vms);
            boolean exists = count > 0 && anyPlacement(state, () -> survivesAnyLoss(state));
            assertEquals(exists, nextLoss.startPrepared(state, vms, count));
            assertTrue(!exists || survivesAnyLoss(state));
            assertEquals(exists ? 0 : count, state.waiting(Protection.PROTECTED, null, vms));
        }
    }

    @Property(tries = 4000)
    void lemma11TwoInSequenceArePromisedExactlyWhereTheyCanBeSurvived(@ForAll long seed) {
        PlannerPool pool = pool(seed);
        if (!Lookahead.suits(pool.arrays())) {
            return;
        }
        Survivors after = new Survivors(pool.arrays());
        boolean two = true;
        for (int h = 0; h < pool.hostCount() && two; h++) {
            after.copyFrom(new Survivors(pool.arrays()));
            after.lose(h);
            two = anyPlacement(after, () -> survivesAnyLoss(after));
        }
        int promised = new SearchingPlanner()
                .maxHostFailuresToTolerate(pool)
                .sequential()
                .promised();
        assertEquals(two, promised >= 2);
    }
}
