package dev.liveset.failover;

import java.util.stream.IntStream;

/**
 * Compares sums over the worst n hosts with a threshold, where one of the n, the last to be lost, counts less than the
 * others. Keeps its order from one comparison to the next: keys that change little are sorted in little time.
 */
final class LastLoss {

    /** What a host adds to the sum. */
    final long[] key;

    /** How much less it adds when it is the last; at most its key. */
    final long[] discount;

    private final int hosts;
    private final int[] order;
    private final long[] largestAsLast;

    LastLoss(int hosts) {
        this.hosts = hosts;
        key = new long[hosts];
        discount = new long[hosts];
        order = IntStream.range(0, hosts).toArray();
        largestAsLast = new long[hosts + 1];
    }

    /** The largest sum of {@code losses} hosts, whichever of them is the last. */
    long worst(int losses) {
        sortHeaviestFirst();
        int most = Math.min(losses, hosts);
        long before = 0;
        long leastDiscount = Long.MAX_VALUE;
        for (int i = 0; i < most; i++) {
            before += i + 1 < most ? key[order[i]] : 0;
            leastDiscount = Math.min(leastDiscount, discount[order[i]]);
        }
        if (most == 0) {
            return 0;
        }
        long worst = before + key[order[most - 1]] - leastDiscount;
        for (int i = most - 1; i < hosts; i++) {
            worst = Math.max(worst, before + key[order[i]] - discount[order[i]]);
        }
        return worst;
    }

    /** The largest n up to which no n hosts reach {@code threshold}, whichever of them is the last. */
    int below(long threshold) {
        sortHeaviestFirst();
        largestAsLast[hosts] = Long.MIN_VALUE;
        for (int i = hosts - 1; i >= 0; i--) {
            largestAsLast[i] = Math.max(largestAsLast[i + 1], key[order[i]] - discount[order[i]]);
        }
        long before = 0;
        long leastDiscount = Long.MAX_VALUE;
        for (int n = 0; n < hosts; n++) {
            // The last one is either among the n + 1 heaviest, or it stands in for the lightest of them.
            leastDiscount = Math.min(leastDiscount, discount[order[n]]);
            long inside = before + key[order[n]] - leastDiscount;
            if (inside >= threshold || before + largestAsLast[n] >= threshold) {
                return n;
            }
            before += key[order[n]];
        }
        return hosts;
    }

    /** From one comparison to the next little changes, so that insertion is close to linear. */
    private void sortHeaviestFirst() {
        for (int i = 1; i < hosts; i++) {
            int host = order[i];
            int at = i;
            for (; at > 0 && key[order[at - 1]] < key[host]; at--) {
                order[at] = order[at - 1];
            }
            order[at] = host;
        }
    }
}
