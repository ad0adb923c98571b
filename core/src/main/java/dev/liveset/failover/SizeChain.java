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

    /**
     * How many of the larger sizes lose a whole slot when {@code need} is taken out of {@code free}. In a chain, a size
     * loses a slot only if every smaller one above {@code need} does, so the count is also the highest level hurt.
     */
    long damage(long need, long free) {
        int at = Arrays.binarySearch(sizes, need) + 1;
        long hurt = 0;
        while (at < sizes.length && sizes[at] <= free && free % sizes[at] < need) {
            hurt++;
            at++;
        }
        return hurt;
    }
}
