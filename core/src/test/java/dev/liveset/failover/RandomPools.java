package dev.liveset.failover;

import java.time.Duration;
import java.util.BitSet;
import java.util.Random;

/** Random pools from a seed. */
final class RandomPools {

    private RandomPools() {}

    /** Agile and protected, memory only, everything running. */
    static PlannerPool plain(long seed, int maxHosts, int maxVms, int maxMib) {
        Random random = new Random(seed);
        int hosts = 1 + random.nextInt(maxHosts);
        long[] free = new long[hosts];
        for (int h = 0; h < hosts; h++) {
            free[h] = random.nextInt(2 * maxMib);
        }
        int vms = random.nextInt(maxVms + 1);
        long[] mib = new long[vms];
        int[] host = new int[vms];
        for (int v = 0; v < vms; v++) {
            mib[v] = 1L + random.nextInt(maxMib);
            host[v] = random.nextInt(hosts);
        }
        return PlannerPool.of(free, mib, host);
    }

    /** With every rule there is: dead and disabled hosts, vCPUs, allowed hosts, groups, migrations, halted VMs. */
    static PlannerPool ruled(long seed, int maxHosts, int maxVms) {
        Random random = new Random(seed);
        PlannerPool.Builder pool = PlannerPool.builder().resource("vcpus");
        int hosts = 1 + random.nextInt(maxHosts);
        for (int h = 0; h < hosts; h++) {
            pool.add(PlannerHost.of("host" + h, random.nextInt(60))
                    .reserving(random.nextInt(8))
                    .with("vcpus", random.nextInt(30))
                    .enabled(random.nextInt(8) != 0)
                    .alive(random.nextInt(8) != 0));
        }
        pool.add(new AntiAffinityGroup("apart", true));
        pool.add(new AntiAffinityGroup("spread", false));
        int vms = random.nextInt(maxVms + 1);
        for (int v = 0; v < vms; v++) {
            pool.add(vm(random, v, hosts));
        }
        return pool.build();
    }

    private static PlannerVm vm(Random random, int v, int hosts) {
        PlannerVm vm = PlannerVm.named("vm" + v, 1 + random.nextInt(16))
                .on(random.nextInt(hosts + 1) - 1)
                .with("vcpus", random.nextInt(5))
                .with(protection(random.nextInt(5)))
                .ordered(random.nextInt(4) - 1, Duration.ofSeconds(random.nextInt(20)))
                .inGroup(Math.max(-1, random.nextInt(5) - 3));
        if (random.nextInt(4) == 0) {
            BitSet allowed = new BitSet();
            for (int h = 0; h < hosts; h++) {
                allowed.set(h, random.nextBoolean());
            }
            vm = vm.allowedOn(allowed);
        }
        int target = random.nextInt(hosts);
        return vm.host() >= 0 && vm.host() != target && random.nextInt(6) == 0 ? vm.migratingTo(target) : vm;
    }

    private static Protection protection(int dice) {
        return dice < 3 ? Protection.PROTECTED : dice == 3 ? Protection.BEST_EFFORT : Protection.UNPROTECTED;
    }

    /** A random set of hosts of the pool. */
    static BitSet lost(long seed, PlannerPool pool) {
        Random random = new Random(~seed);
        BitSet lost = new BitSet();
        int odds = 1 + random.nextInt(4);
        for (int h = 0; h < pool.hostCount(); h++) {
            lost.set(h, random.nextInt(odds + 1) == 0);
        }
        return lost;
    }
}
