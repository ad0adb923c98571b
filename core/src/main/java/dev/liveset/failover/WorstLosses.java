package dev.liveset.failover;

import java.util.Arrays;

/** Compares sums over the worst hosts with a threshold: the worst set of n hosts is the n largest keys. */
final class WorstLosses {

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

    static long gcd(long a, long b) {
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }
}
