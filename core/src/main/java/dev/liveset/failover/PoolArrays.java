package dev.liveset.failover;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/** A pool as flat arrays, for the inner loops. Resource 0 is memory; every array is read-only after construction. */
final class PoolArrays {

    /** Leaves room for the rounding of products too large for a long. */
    private static final double ROUNDING = 1 - 1e-9;

    final int hostCount;
    final int vmCount;
    final int resourceCount;
    final int groupCount;

    /** Names by resource. */
    final String[] resourceName;

    /** Room by resource and host, at {@code resource * hostCount + host}; never negative. */
    final long[] free;

    /** Needs by resource and VM, at {@code resource * vmCount + vm}. */
    final long[] need;

    final int[] vmHost;
    final int[] vmIncoming;
    final Protection[] protection;

    /** Restart order with every negative order turned into the largest one. */
    final int[] rank;

    final int[] group;
    final boolean[] groupHard;

    /** Words of the bit map of allowed hosts, or null for an agile VM. */
    final long[][] allowed;

    final boolean[] alive;

    /** Whether the host may receive VMs: alive and enabled. */
    final boolean[] receives;

    /** All VMs by memory, descending, then by index. */
    final int[] largestFirst;

    final SizeChain sizes;

    /** Whatever fits by memory fits by every other resource too. */
    final boolean memoryDecides;

    /** Memory is all that matters: one resource, every VM agile, no anti-affinity. */
    final boolean isPlain;

    PoolArrays(List<PlannerHost> hosts, List<PlannerVm> vms, List<AntiAffinityGroup> groups, List<String> resources) {
        hostCount = hosts.size();
        vmCount = vms.size();
        resourceCount = 1 + resources.size();
        groupCount = groups.size();
        resourceName = new String[resourceCount];
        resourceName[0] = "memory";
        for (int r = 1; r < resourceCount; r++) {
            resourceName[r] = resources.get(r - 1);
        }
        free = new long[resourceCount * hostCount];
        need = new long[resourceCount * vmCount];
        vmHost = new int[vmCount];
        vmIncoming = new int[vmCount];
        protection = new Protection[vmCount];
        rank = new int[vmCount];
        group = new int[vmCount];
        groupHard = new boolean[groupCount];
        allowed = new long[vmCount][];
        alive = new boolean[hostCount];
        receives = new boolean[hostCount];
        for (int g = 0; g < groupCount; g++) {
            groupHard[g] = groups.get(g).hard();
        }
        for (int h = 0; h < hostCount; h++) {
            takeHost(h, hosts.get(h), resources);
        }
        for (int v = 0; v < vmCount; v++) {
            takeVm(v, vms.get(v), resources);
        }
        for (int i = 0; i < free.length; i++) {
            free[i] = Math.max(0, free[i]);
        }
        largestFirst = largestFirst();
        sizes = new SizeChain(this);
        memoryDecides = memoryDecides();
        isPlain =
                resourceCount == 1 && groupCount == 0 && Arrays.stream(allowed).allMatch(a -> a == null);
    }

    /**
     * VMs that fit into the free memory of a host together need at most as much of a resource as it has free if each of
     * them needs no more, for its memory, than the host has for its own.
     */
    private boolean memoryDecides() {
        for (int i = vmCount; i < need.length; i++) {
            int vm = i % vmCount;
            int row = i / vmCount * hostCount;
            if (need[i] == 0 || protection[vm] == Protection.UNPROTECTED) {
                continue;
            }
            for (int h = 0; h < hostCount; h++) {
                if (receives[h] && (double) need[i] * free[h] > (double) free[row + h] * need[vm] * ROUNDING) {
                    return false;
                }
            }
        }
        return true;
    }

    private int[] largestFirst() {
        int[] order = new int[vmCount];
        long[] key = new long[vmCount];
        // Amounts stay below 2^41 and pools below 2^22 VMs, so size and index sort as one number.
        for (int v = 0; v < vmCount; v++) {
            key[v] = ((Checks.MAX_AMOUNT - need[v]) << 22) + v;
        }
        Arrays.sort(key);
        for (int i = 0; i < vmCount; i++) {
            order[i] = (int) (key[i] & ((1 << 22) - 1));
        }
        return order;
    }

    private void takeHost(int h, PlannerHost host, List<String> resources) {
        declared(host.resources(), resources, "host " + host.name());
        alive[h] = host.alive();
        receives[h] = host.alive() && host.enabled();
        free[h] = host.memoryMib() - host.reservedMib();
        for (int r = 1; r < resourceCount; r++) {
            free[r * hostCount + h] = host.resources().getOrDefault(resources.get(r - 1), 0L);
        }
    }

    private void takeVm(int v, PlannerVm vm, List<String> resources) {
        String owner = "VM " + vm.name();
        declared(vm.resources(), resources, owner);
        inRange(vm.host(), hostCount, "host", owner);
        inRange(vm.incomingHost(), hostCount, "incomingHost", owner);
        inRange(vm.group(), groupCount, "group", owner);
        vmHost[v] = vm.host();
        vmIncoming[v] = vm.incomingHost();
        protection[v] = vm.protection();
        rank[v] = vm.order() < 0 ? Integer.MAX_VALUE : vm.order();
        group[v] = vm.group();
        BitSet hosts = vm.allowedHosts();
        if (hosts != null) {
            boolean everywhere = hosts.nextClearBit(0) >= hostCount;
            allowed[v] = everywhere ? null : Arrays.copyOf(hosts.toLongArray(), (hostCount + 63) >>> 6);
        }
        need[v] = vm.memoryMib();
        for (int r = 1; r < resourceCount; r++) {
            need[r * vmCount + v] = vm.resources().getOrDefault(resources.get(r - 1), 0L);
        }
        for (int r = 0; r < resourceCount; r++) {
            long n = need[r * vmCount + v];
            if (vmHost[v] >= 0) {
                free[r * hostCount + vmHost[v]] -= n;
            }
            if (vmIncoming[v] >= 0) {
                free[r * hostCount + vmIncoming[v]] -= n;
            }
        }
    }

    private static void declared(Map<String, Long> amounts, List<String> resources, String owner) {
        for (String name : amounts.keySet()) {
            if (!resources.contains(name)) {
                throw new IllegalArgumentException(
                        owner + " has resource " + name + " that the pool does not know; declare it on the builder");
            }
        }
    }

    private static void inRange(int index, int count, String what, String owner) {
        if (index < -1 || index >= count) {
            throw new IllegalArgumentException(
                    what + " " + index + " of " + owner + " is not in the pool; it has " + count);
        }
    }

    long free(int resource, int host) {
        return free[resource * hostCount + host];
    }

    long need(int resource, int vm) {
        return need[resource * vmCount + vm];
    }

    /** Whether no more than one VM that may be restarted has this size. */
    boolean isOnlyOne(long memory) {
        int count = 0;
        for (int v = 0; v < vmCount; v++) {
            count += need[v] == memory && protection[v] != Protection.UNPROTECTED ? 1 : 0;
        }
        return count <= 1;
    }

    /** Whether {@code vm} may run on {@code host} at all, whatever room there is. */
    boolean allows(int vm, int host) {
        long[] words = allowed[vm];
        return words == null || (words[host >>> 6] & 1L << host) != 0;
    }

    /** The hosts of {@code lostHosts} that were alive. */
    BitSet newlyLost(BitSet lostHosts) {
        if (lostHosts.length() > hostCount) {
            throw new IllegalArgumentException(
                    "lost host " + (lostHosts.length() - 1) + " is not in the pool; it has " + hostCount + " hosts");
        }
        BitSet lost = new BitSet(hostCount);
        lostHosts.stream().filter(h -> alive[h]).forEach(lost::set);
        return lost;
    }
}
