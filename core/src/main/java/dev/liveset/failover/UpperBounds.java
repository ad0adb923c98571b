package dev.liveset.failover;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bounds that need no packing: what a lost host sets free needs at least its volume, and whole slots.
 *
 * <p>Losing the set S can be survived only if, for every resource, need(S) is at most the room of the survivors; and
 * for every size s, the VMs of at least s in S are at most as many as the survivors have slots of s. Moved to one side
 * these are sums over the hosts of S, so the worst set of n hosts is the n largest sums.
 */
final class UpperBounds {

    private final PoolArrays pool;
    private final int live;
    private final long[] burden;
    private int losses;
    private final long[] sorted;
    private final long[] tightest;

    private UpperBounds(PoolArrays pool) {
        this.pool = pool;
        int count = 0;
        for (boolean alive : pool.alive) {
            count += alive ? 1 : 0;
        }
        live = count;
        losses = count;
        burden = new long[pool.hostCount];
        sorted = new long[pool.hostCount];
        tightest = new long[pool.hostCount];
        for (int r = 0; r < pool.resourceCount; r++) {
            volume(r);
        }
    }

    /** No planner survives more losses at once than this. */
    static int losses(PoolArrays pool) {
        UpperBounds bounds = new UpperBounds(pool);
        bounds.slots();
        return bounds.losses;
    }

    /** The bound by volume alone. */
    static int volume(PoolArrays pool) {
        return new UpperBounds(pool).losses;
    }

    /** Hosts, one more than {@link #losses}, whose loss at once no planner survives; empty if it survives all. */
    static List<Integer> breaking(PoolArrays pool) {
        UpperBounds bounds = new UpperBounds(pool);
        bounds.slots();
        if (bounds.losses == bounds.live) {
            return List.of();
        }
        return IntStream.range(0, pool.hostCount)
                .filter(h -> pool.alive[h])
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(h -> -bounds.tightest[h])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(bounds.losses + 1L)
                .sorted()
                .toList();
    }

    /** Whether the loss of its hosts surely means that it must be placed: a pinned VM may be stranded instead. */
    private boolean counts(int vm) {
        return pool.protection[vm] == Protection.PROTECTED && pool.allowed[vm] == null && pool.vmIncoming[vm] < 0;
    }

    private int homeOf(int vm) {
        int host = pool.vmHost[vm];
        return host >= 0 && pool.alive[host] ? host : -1;
    }

    /** Takes in one bound: losses whose burdens sum to more than {@code spare} are too many. */
    private void bound(long spare) {
        System.arraycopy(burden, 0, sorted, 0, burden.length);
        int allowed = Math.max(0, WorstLosses.below(sorted, pool.hostCount, spare + 1));
        if (allowed < losses) {
            losses = allowed;
            System.arraycopy(burden, 0, tightest, 0, burden.length);
        }
    }

    private void volume(int resource) {
        long spare = 0;
        for (int h = 0; h < pool.hostCount; h++) {
            burden[h] = pool.receives[h] ? pool.free(resource, h) : 0;
            spare += burden[h];
        }
        for (int v = 0; v < pool.vmCount; v++) {
            if (counts(v)) {
                int home = homeOf(v);
                if (home >= 0) {
                    burden[home] += pool.need(resource, v);
                } else {
                    spare -= pool.need(resource, v);
                }
            }
        }
        bound(spare);
    }

    private void slots() {
        long[] own = new long[pool.hostCount];
        long waiting = 0;
        for (int i = 0; i < pool.vmCount; i++) {
            int vm = pool.largestFirst[i];
            if (!counts(vm)) {
                continue;
            }
            if (homeOf(vm) >= 0) {
                own[homeOf(vm)]++;
            } else {
                waiting++;
            }
            boolean lastOfSize = i + 1 == pool.vmCount || pool.need[pool.largestFirst[i + 1]] != pool.need[vm];
            if (lastOfSize) {
                slots(pool.need[vm], own, waiting);
            }
        }
    }

    private void slots(long size, long[] own, long waiting) {
        long spare = -waiting;
        for (int h = 0; h < pool.hostCount; h++) {
            long slots = pool.receives[h] ? pool.free(0, h) / size : 0;
            spare += slots;
            burden[h] = own[h] + slots;
        }
        bound(spare);
    }
}
