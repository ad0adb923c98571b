package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The promise never drops because a host was added or memory grew. {@code -Dliveset.pools=100000} tries that many pools,
 * and a tenth as many of 12 to 20 hosts; {@code -Dliveset.pools.hosts} makes them larger.
 */
class MonotonePromiseTest {

    private static final int POOLS = Integer.getInteger("liveset.pools", 4_000);
    private static final int MOST_HOSTS = Integer.getInteger("liveset.pools.hosts", 12);

    private final FailoverPlanner planner = new SearchingPlanner();

    @Test
    void shouldNeverDropWhenAHostIsAddedOrMemoryGrows() {
        for (int seed = 0; seed < POOLS; seed++) {
            Random random = new Random(seed);
            neverDrops(seed, random, 1 + random.nextInt(seed % 2 == 0 ? 4 : MOST_HOSTS));
        }
    }

    /** Where searches are long and few VMs leave them much to do. */
    @Test
    void shouldNeverDropInPoolsOfTwelveToTwentyHosts() {
        for (int seed = 0; seed < POOLS / 10; seed++) {
            Random random = new Random(~seed);
            neverDrops(~seed, random, 12 + random.nextInt(9));
        }
    }

    /** Where the placements that are compared first survive no second loss, though another does; lemma 11. */
    @Test
    void shouldNotDropWhereAPlacementForTheNextLossIsHardToFind() {
        Random few = new Random(727_371);
        neverDrops(727_371, few, 1 + few.nextInt(12));
        Random many = new Random(-56_508);
        neverDrops(-56_508, many, 12 + many.nextInt(9));
    }

    private void neverDrops(int seed, Random random, int hosts) {
        int largest = 2 + random.nextInt(62);
        int room = 1 + (int) (largest * (0.2 + 2.5 * random.nextDouble()));
        long[] free = random.longs(hosts, 0, room).toArray();
        int[] home = random.ints(random.nextInt(1 + hosts * (1 + random.nextInt(6))), 0, hosts)
                .toArray();
        int sizes = random.nextInt(4);
        long[] size = random.longs(home.length, 1, 1 + largest)
                .map(s -> sizes == 0 ? Long.highestOneBit(s) : sizes == 1 ? Math.max(1, s / 5 * 5) : s)
                .toArray();
        FailoverPromise before = planner.maxHostFailuresToTolerate(PlannerPool.of(free, size, home));
        long[] more = grown(random, free, room, largest);
        FailoverPromise after = planner.maxHostFailuresToTolerate(PlannerPool.of(more, size, home));
        String story = "seed " + seed + ": " + Arrays.toString(free) + " to " + Arrays.toString(more) + ", VMs "
                + Arrays.toString(size) + " on " + Arrays.toString(home);
        assertTrue(after.simultaneous().promised() >= before.simultaneous().promised(), story);
        assertTrue(after.sequential().promised() >= before.sequential().promised(), story);
    }

    /** One more host, more memory on one host, or a little more on all. */
    private static long[] grown(Random random, long[] free, int room, int largest) {
        int kind = random.nextInt(3);
        long[] more = Arrays.copyOf(free, free.length + (kind == 0 ? 1 : 0));
        if (kind == 0) {
            more[free.length] = random.nextInt(room);
        } else if (kind == 1) {
            more[random.nextInt(more.length)] += 1 + random.nextInt(largest);
        } else {
            Arrays.setAll(more, h -> free[h] + random.nextInt(1 + largest / 4));
        }
        return more;
    }
}
