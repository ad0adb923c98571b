package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TopSumsTest {

    private static long top(long[] keys, int losses) {
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        return Arrays.stream(sorted)
                .skip(Math.max(0, keys.length - losses))
                .limit(losses)
                .sum();
    }

    @Property(tries = 5000)
    void shouldBeExactWhenMadeAndNeverProveTooMuchWhenCarried(@ForAll long seed) {
        Random random = new Random(seed);
        int losses = random.nextInt(6);
        long[] keys = random.longs(1 + random.nextInt(7), 0, 10).toArray();
        long threshold = random.nextInt(40);
        TopSums sums = new TopSums(losses, 1);
        sums.set(0, keys.clone(), threshold);
        for (int change = 0; change < 8; change++) {
            int host = random.nextInt(keys.length);
            long before = keys[host];
            long more = random.nextInt(7) - 3L;
            keys[host] = random.nextInt(10);
            threshold += more;
            boolean isProven = top(keys, losses) < threshold;
            boolean claimed = sums.proves(0, before, keys[host], more);
            if (change == 0) {
                assertEquals(isProven, claimed, () -> "seed " + seed);
            }
            assertFalse(claimed && !isProven, () -> "seed " + seed);
            TopSums next = new TopSums(losses, 1);
            next.carry(0, sums, 0, before, keys[host], more);
            sums = next;
        }
    }
}
