package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Of what one host wrote at several times, which is the newest: epoch or incarnation first, then sequence. */
class NewestFirstTest {
    private static int order(long[] left, long[] right) {
        return left[0] != right[0] ? Long.compare(left[0], right[0]) : Long.compare(left[1], right[1]);
    }

    private static PoolTable table(long[] stamp) {
        return new PoolTable(stamp[0], stamp[1], false, 0, List.of(), List.of());
    }

    private static Permit permit(long[] stamp) {
        return new Permit(stamp[0], stamp[1], 0, 1);
    }

    private static KnownManifest manifest(long[] stamp) {
        return new KnownManifest(new Manifest(0, stamp[0], stamp[1], 0, 0, false, 0, 0, 64, List.of(), List.of()));
    }

    @Test
    void shouldOrderByTheFirstNumberAndThenByTheSecond() {
        for (int i = 0; i < 81; i++) {
            long[] left = {1 + i % 3, 1 + i / 3 % 3};
            long[] right = {1 + i / 9 % 3, 1 + i / 27};
            int order = order(left, right);
            assertEquals(order > 0, table(left).newerThan(table(right)));
            assertEquals(order >= 0, permit(left).notOlderThan(permit(right)));
            assertEquals(order < 0, manifest(left).isBefore(right[0], right[1]));
        }
    }

    @Test
    void shouldNotTakeATableForNewerThanItself() {
        assertFalse(PoolTable.EMPTY.newerThan(PoolTable.EMPTY));
    }
}
