package dev.liveset.failover;

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

    private UpperBounds(PoolArrays pool) {
        this.pool = pool;
        int count = 0;
        for (boolean alive : pool.alive) {
            count += alive ? 1 : 0;
        }
        live = count;
        burden = new long[pool.hostCount];
    }

    /** No planner survives more losses at once than this. */
    static int losses(PoolArrays pool) {
        UpperBounds bounds = new UpperBounds(pool);
        return Math.min(volume(pool), bounds.slots());
    }

    /** The bound by volume alone. */
    static int volume(PoolArrays pool) {
        UpperBounds bounds = new UpperBounds(pool);
        int losses = bounds.live;
        for (int r = 0; r < pool.resourceCount; r++) {
            losses = Math.min(losses, bounds.volume(r));
        }
        return losses;
    }

    /** Whether the loss of its hosts surely means that it must be placed: a pinned VM may be stranded instead. */
    private boolean counts(int vm) {
        return pool.protection[vm] == Protection.PROTECTED && pool.allowed[vm] == null && pool.vmIncoming[vm] < 0;
    }

    private int homeOf(int vm) {
        int host = pool.vmHost[vm];
        return host >= 0 && pool.alive[host] ? host : -1;
    }

    private int volume(int resource) {
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
        return Math.min(live, Math.max(0, WorstLosses.below(burden, pool.hostCount, spare + 1)));
    }

    private int slots() {
        long[] own = new long[pool.hostCount];
        long waiting = 0;
        int losses = live;
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
                losses = Math.min(losses, slots(pool.need[vm], own, waiting));
            }
        }
        return losses;
    }

    private int slots(long size, long[] own, long waiting) {
        long spare = -waiting;
        for (int h = 0; h < pool.hostCount; h++) {
            long slots = pool.receives[h] ? pool.free(0, h) / size : 0;
            spare += slots;
            burden[h] = own[h] + slots;
        }
        return Math.max(0, WorstLosses.below(burden, pool.hostCount, spare + 1));
    }
}
