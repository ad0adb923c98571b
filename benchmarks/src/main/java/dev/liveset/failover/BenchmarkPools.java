package dev.liveset.failover;

import java.util.Random;

/** Pools for the benchmarks, from fixed seeds. */
final class BenchmarkPools {

    private BenchmarkPools() {}

    /**
     * Hosts of 256 GiB, about 70 % full of protected VMs.
     *
     * @param sizes {@code odd}: any number of MiB, nearly every size once; {@code powers}: powers of two;
     *     {@code flavours}: some twenty sizes that do not divide each other
     */
    static PlannerPool pool(int hosts, int vms, String sizes) {
        Random random = new Random(64);
        long[] free = new long[hosts];
        long capacity = 262_144;
        java.util.Arrays.fill(free, capacity);
        long mean = (long) (capacity * hosts * 0.7 / vms);
        long[] mib = new long[vms];
        int[] home = new int[vms];
        for (int v = 0; v < vms; v++) {
            double skewed = mean * -Math.log(1 - random.nextDouble());
            long wanted = Math.max(64, Math.min(capacity / 4, (long) skewed));
            mib[v] = switch (sizes) {
                case "powers" -> Long.highestOneBit(wanted);
                case "flavours" -> Math.max(512, wanted / 768 * 768);
                default -> wanted;
            };
            int host = random.nextInt(hosts);
            for (int tries = 0; free[host] < mib[v]; tries++) {
                host = (host + 1) % hosts;
                mib[v] = tries < hosts ? mib[v] : 64;
            }
            home[v] = host;
            free[host] -= mib[v];
        }
        return PlannerPool.of(free, mib, home);
    }
}
