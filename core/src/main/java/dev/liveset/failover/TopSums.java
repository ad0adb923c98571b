package dev.liveset.failover;

import java.util.Arrays;

/**
 * For every row of a packing test the sum of the n largest keys, kept so that the change of one key costs a few
 * operations instead of a new selection. Of a row that was only carried over such changes, the sum is a bound: it may be
 * larger than it is, so that the row proves less, never more.
 */
final class TopSums {

    private static final long NONE = Long.MIN_VALUE / 4;

    private final int losses;
    private final long[] sum;

    /** No key among the n largest is smaller. */
    private final long[] smallestInside;

    /** No key beside the n largest is larger. */
    private final long[] largestOutside;

    private final long[] threshold;

    /** Rows that prove nothing yet. */
    TopSums(int losses, int rows) {
        this.losses = losses;
        sum = new long[rows];
        smallestInside = new long[rows];
        largestOutside = new long[rows];
        threshold = new long[rows];
        Arrays.fill(threshold, NONE);
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

    /** Sets a row to one of {@code before} after one key and the threshold changed. */
    void carry(int row, TopSums before, int rowBefore, long keyBefore, long keyAfter, long thresholdChange) {
        sum[row] = before.sumAfter(rowBefore, keyBefore, keyAfter);
        threshold[row] = before.threshold[rowBefore] + thresholdChange;
        long inside = before.smallestInside[rowBefore];
        long outside = before.largestOutside[rowBefore];
        smallestInside[row] = keyBefore < inside ? inside : Math.min(inside, keyAfter);
        largestOutside[row] = keyBefore > outside ? outside : Math.max(outside, keyAfter);
    }

    /** Whether the row would prove the losses if one key and the threshold changed. */
    boolean proves(int row, long keyBefore, long keyAfter, long thresholdChange) {
        return sumAfter(row, keyBefore, keyAfter) < threshold[row] + thresholdChange;
    }

    /** The sum if one key changed: exact if the row is. */
    private long sumAfter(int row, long keyBefore, long keyAfter) {
        if (keyBefore > largestOutside[row]) {
            return sum[row] - keyBefore + Math.max(keyAfter, largestOutside[row]);
        }
        long least = keyBefore < smallestInside[row] ? smallestInside[row] : keyBefore;
        return sum[row] + Math.max(0, keyAfter - least);
    }
}
