package dev.liveset.failover;

import java.util.Arrays;

/**
 * For every row of a packing test the sum of the n largest keys, kept so that the change of one key costs a few
 * operations instead of a new selection.
 */
final class TopSums {

    private static final long NONE = Long.MIN_VALUE / 4;

    private final int losses;
    private final long[] sum;
    private final long[] smallestInside;
    private final long[] largestOutside;
    private final long[] threshold;

    TopSums(int losses, int rows) {
        this.losses = losses;
        sum = new long[rows];
        smallestInside = new long[rows];
        largestOutside = new long[rows];
        threshold = new long[rows];
    }

    /** Sets a row; sorts the keys. */
    void set(int row, long[] keys, long rowThreshold) {
        Arrays.sort(keys);
        int inside = Math.min(losses, keys.length);
        long top = 0;
        for (int i = keys.length - inside; i < keys.length; i++) {
            top += keys[i];
        }
        sum[row] = top;
        threshold[row] = rowThreshold;
        smallestInside[row] = inside == 0 ? Long.MAX_VALUE : keys[keys.length - inside];
        largestOutside[row] = inside == keys.length ? NONE : keys[keys.length - inside - 1];
    }

    /** Whether the row proves the losses. */
    boolean proves(int row) {
        return sum[row] < threshold[row];
    }

    /** Whether the row would prove them if one key and the threshold changed. */
    boolean proves(int row, long keyBefore, long keyAfter, long thresholdChange) {
        long top = sum[row];
        if (losses > 0) {
            top = keyBefore >= smallestInside[row]
                    ? top - keyBefore + Math.max(keyAfter, largestOutside[row])
                    : top - smallestInside[row] + Math.max(keyAfter, smallestInside[row]);
        }
        return top < threshold[row] + thresholdChange;
    }
}
