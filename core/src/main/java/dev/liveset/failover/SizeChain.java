package dev.liveset.failover;

import java.util.Arrays;

/**
 * The distinct memory sizes of the VMs that may be restarted, and whether each divides the next larger one (as powers
 * of two do).
 */
final class SizeChain {

    /** Distinct sizes, ascending. */
    final long[] sizes;

    /** Whether every size divides the next. */
    final boolean divides;

    SizeChain(PoolArrays pool) {
        long[] all = new long[pool.vmCount];
        int count = 0;
        for (int v = 0; v < pool.vmCount; v++) {
            if (pool.protection[v] != Protection.UNPROTECTED) {
                all[count++] = pool.need[v];
            }
        }
        Arrays.sort(all, 0, count);
        int distinct = 0;
        boolean chain = true;
        for (int i = 0; i < count; i++) {
            if (distinct == 0 || all[i] != all[distinct - 1]) {
                chain &= distinct == 0 || all[i] % all[distinct - 1] == 0;
                all[distinct++] = all[i];
            }
        }
        sizes = Arrays.copyOf(all, distinct);
        divides = chain;
    }

    /** Whether any VM has this size. */
    boolean has(long need) {
        return Arrays.binarySearch(sizes, need) >= 0;
    }

    /** Whether every other size divides the next. */
    boolean divideWithout(long need) {
        long below = 1;
        for (long size : sizes) {
            if (size != need) {
                if (size % below != 0) {
                    return false;
                }
                below = size;
            }
        }
        return true;
    }

    /** Index of the first size above {@code need}. */
    int above(long need) {
        int at = Arrays.binarySearch(sizes, need);
        return at < 0 ? -at - 1 : at + 1;
    }

    /**
     * How many of the larger sizes, from index {@code above} on, lose a whole slot when {@code need} is taken out of
     * {@code free}. In a chain, a size loses a slot only if every smaller one above {@code need} does, so the count is
     * also the highest level hurt.
     */
    long damage(int above, long need, long free) {
        int at = above;
        while (at < sizes.length && sizes[at] <= free && free % sizes[at] < need) {
            at++;
        }
        return (long) at - above;
    }
}
