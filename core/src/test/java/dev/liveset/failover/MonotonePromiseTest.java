package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The promise never drops because a host was added or memory grew. Run more pools with {@code -Dliveset.pools=N}. */
class MonotonePromiseTest {

    private static final int POOLS = Integer.getInteger("liveset.pools", 100_000);

    private final FailoverPlanner planner = new SearchingPlanner();

    @Test
    void shouldNeverDropWhenAHostIsAddedOrMemoryGrows() {
        for (int seed = 0; seed < POOLS; seed++) {
            Random random = new Random(seed);
            boolean powers = random.nextInt(4) == 0;
            int hosts = 1 + random.nextInt(seed % 4 == 0 ? 6 : 4);
            long[] free = random.longs(hosts, 0, 64).toArray();
            int[] home = random.ints(random.nextInt(seed % 4 == 0 ? 24 : 12), 0, hosts)
                    .toArray();
            long[] size = random.longs(home.length, 1, 24)
                    .map(s -> powers ? Long.highestOneBit(s) : s)
                    .toArray();
            FailoverPromise before = planner.maxHostFailuresToTolerate(PlannerPool.of(free, size, home));
            long[] more = Arrays.copyOf(free, hosts + random.nextInt(2));
            more[random.nextInt(more.length)] += random.nextInt(64);
            FailoverPromise after = planner.maxHostFailuresToTolerate(PlannerPool.of(more, size, home));
            String story = "seed " + seed + ": " + Arrays.toString(free) + " to " + Arrays.toString(more) + ", VMs "
                    + Arrays.toString(size) + " on " + Arrays.toString(home);
            assertTrue(after.simultaneous().promised() >= before.simultaneous().promised(), story);
            assertTrue(after.sequential().promised() >= before.sequential().promised(), story);
        }
    }
}
