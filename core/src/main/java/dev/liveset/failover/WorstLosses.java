package dev.liveset.failover;

import java.util.Arrays;

/** Compares sums over the worst hosts with a threshold: the worst set of n hosts is the n largest keys. */
final class WorstLosses {

    /** Up to so many are found quicker by a few looks at all keys than by sorting them. */
    private static final int FEW = 4;

    private WorstLosses() {}

    /** The largest n whose n largest keys sum to less than {@code threshold}; -1 if not even 0 is. Sorts the keys. */
    static int below(long[] keys, int count, long threshold) {
        Arrays.sort(keys, 0, count);
        long left = threshold;
        int n = 0;
        for (int i = count - 1; i >= 0 && left > keys[i]; i--) {
            left -= keys[i];
            n++;
        }
        return left > 0 ? n : -1;
    }

    /** The same, but no more than {@code most} are counted; for a few that is quicker. */
    static int below(long[] keys, int count, long threshold, int most) {
        if (most > FEW) {
            return Math.min(most, below(keys, count, threshold));
        }
        long left = threshold;
        for (int n = 0; n < Math.min(most, count); n++) {
            int heaviest = n;
            for (int i = n + 1; i < count; i++) {
                heaviest = keys[i] > keys[heaviest] ? i : heaviest;
            }
            if (left <= keys[heaviest]) {
                return left > 0 ? n : -1;
            }
            left -= keys[heaviest];
            keys[heaviest] = keys[n];
        }
        return left > 0 ? Math.min(most, count) : -1;
    }

    static long gcd(long a, long b) {
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
