package dev.liveset.failover;

import java.util.Arrays;

/**
 * The upper bound that needs no packing: the VMs of a lost host need at least their sum, for every resource.
 *
 * <p>Losing the set S can be survived only if the lost need plus the room lost with S is at most all the room there
 * was. Both are sums over hosts, so the worst set of n hosts is the n largest sums.
 */
final class VolumeBound {

    private VolumeBound() {}

    /** The largest n for which the n worst hosts pass the bound of every resource. */
    static int losses(PoolArrays pool) {
        int alive = 0;
        for (boolean a : pool.alive) {
            alive += a ? 1 : 0;
        }
        int bound = alive;
        for (int r = 0; r < pool.resourceCount; r++) {
            bound = Math.min(bound, losses(pool, r));
        }
        return bound;
    }

    private static int losses(PoolArrays pool, int resource) {
        long[] burden = new long[pool.hostCount];
        long spare = 0;
        for (int h = 0; h < pool.hostCount; h++) {
            if (pool.receives[h]) {
                burden[h] = pool.free(resource, h);
                spare += burden[h];
            }
        }
        for (int v = 0; v < pool.vmCount; v++) {
            // A pinned VM may be stranded instead of placed, and one in migration survives one loss: neither must
            // count.
            if (pool.protection[v] != Protection.PROTECTED || pool.allowed[v] != null || pool.vmIncoming[v] >= 0) {
                continue;
            }
            int host = pool.vmHost[v];
            if (host >= 0 && pool.alive[host]) {
                burden[host] += pool.need(resource, v);
            } else {
                spare -= pool.need(resource, v);
            }
        }
        Arrays.sort(burden);
        int losses = 0;
        int alive = 0;
        for (boolean a : pool.alive) {
            alive += a ? 1 : 0;
        }
        for (int i = pool.hostCount - 1; i >= 0 && losses < alive && spare >= burden[i]; i--) {
            spare -= burden[i];
            losses++;
        }
        return losses;
    }
}
