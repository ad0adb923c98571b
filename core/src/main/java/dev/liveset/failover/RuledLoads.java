package dev.liveset.failover;

/**
 * How much the VMs taken in so far bring at least of one kind, where they bring so much of a resource. A kind is a
 * resource, or the number of VMs, or in pools of several resources their sum, each weighed by how little of it is free.
 */
final class RuledLoads {

    /** Leaves room for the rounding of quotients. */
    private static final double ROUNDING = 1 - 1e-9;

    /** Sums of weighed needs stay this far below the end of a long, or the kind is not used. */
    private static final double LARGEST_SUM = 1e17;

    final int kinds;

    private final PoolArrays pool;
    private final int resources;
    private final long[] weight;

    /** By resource, the most that a VM needs, and what divides all needs. */
    private final long[] most;

    private final long[] gcd;

    /** By kind and resource, how much of the kind a VM brings at least for one of the resource. */
    private final double[] least;

    RuledLoads(PoolArrays pool) {
        this.pool = pool;
        resources = pool.resourceCount;
        kinds = resources + (resources == 1 ? 1 : 2);
        weight = weights(pool);
        most = new long[resources];
        gcd = new long[resources];
        least = new double[kinds * resources];
        java.util.Arrays.fill(least, Double.MAX_VALUE);
    }

    void take(int vm) {
        for (int r = 0; r < resources; r++) {
            long need = pool.need(r, vm);
            if (need > 0) {
                most[r] = Math.max(most[r], need);
                gcd[r] = WorstLosses.gcd(gcd[r], need);
                for (int kind = 0; kind < kinds; kind++) {
                    int at = kind * resources + r;
                    least[at] = Math.min(least[at], (double) amount(kind, vm) / need);
                }
            }
        }
    }

    /** What a VM adds to the sums of this kind. */
    long amount(int kind, int vm) {
        if (kind <= resources) {
            return kind == resources ? 1 : pool.need(kind, vm);
        }
        long sum = 0;
        for (int r = 0; r < resources; r++) {
            sum += weight[r] * pool.need(r, vm);
        }
        return sum;
    }

    /** So that the free room of all hosts together weighs about the same in every resource. */
    private static long[] weights(PoolArrays pool) {
        double[] free = new double[pool.resourceCount];
        double most = 1;
        for (int r = 0; r < free.length; r++) {
            free[r] = 1;
            for (int h = 0; h < pool.hostCount; h++) {
                free[r] += pool.free(r, h);
            }
            most = Math.max(most, free[r]);
        }
        long[] weight = new long[free.length];
        double sum = 0;
        for (int r = 0; r < free.length; r++) {
            weight[r] = (long) Math.ceil(16 * most / free[r]);
            for (int v = 0; v < pool.vmCount; v++) {
                sum += (double) weight[r] * pool.need(r, v);
            }
            sum += weight[r] * free[r];
        }
        return sum > LARGEST_SUM ? new long[free.length] : weight;
    }

    /** How much of the kind there is at least where VMs hold {@code held} or more of a resource that one of them needs. */
    long held(int kind, int resource, long held) {
        if (kind == resource) {
            return SimultaneousProof.roundUp(held, gcd[resource]);
        }
        if (kind == resources) {
            return (held + most[resource] - 1) / most[resource];
        }
        return (long) Math.ceil(held * least[kind * resources + resource] * ROUNDING);
    }
}
