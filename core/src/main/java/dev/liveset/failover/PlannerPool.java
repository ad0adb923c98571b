package dev.liveset.failover;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * What the planner is asked about: hosts, VMs, where they run, and the rules between them. Immutable.
 *
 * <p>Free room is derived, never given: memory less reserved memory less the needs of all VMs that occupy the host. An
 * overfull host has no room.
 */
public final class PlannerPool {

    private final List<PlannerHost> hosts;
    private final List<PlannerVm> vms;
    private final List<AntiAffinityGroup> groups;
    private final List<String> resources;
    private final PoolArrays arrays;

    private PlannerPool(
            List<PlannerHost> hosts, List<PlannerVm> vms, List<AntiAffinityGroup> groups, List<String> resources) {
        this.hosts = List.copyOf(hosts);
        this.vms = List.copyOf(vms);
        this.groups = List.copyOf(groups);
        this.resources = List.copyOf(resources);
        this.arrays = new PoolArrays(this.hosts, this.vms, this.groups, this.resources);
    }

    /** An empty pool to fill. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A pool of agile, protected VMs with memory only, as arrays: what each host has free in MiB, what each VM needs in
     * MiB, and the index of the host that it runs on (or {@link PlannerVm#NO_HOST}).
     */
    public static PlannerPool of(long[] freeMib, long[] vmMib, int[] vmHost) {
        if (vmMib.length != vmHost.length) {
            throw new IllegalArgumentException(
                    "there are " + vmMib.length + " VMs but " + vmHost.length + " hosts of VMs; give one for each");
        }
        long[] memory = freeMib.clone();
        Builder builder = builder();
        for (int v = 0; v < vmMib.length; v++) {
            builder.add(PlannerVm.named("vm" + v, vmMib[v]).on(vmHost[v]));
            if (vmHost[v] >= 0 && vmHost[v] < memory.length) {
                memory[vmHost[v]] += vmMib[v];
            }
        }
        for (int h = 0; h < memory.length; h++) {
            Checks.amount(freeMib[h], "free memory of host" + h);
            builder.add(PlannerHost.of("host" + h, memory[h]));
        }
        return builder.build();
    }

    /** Pools are equal when everything is that they were built of, in the same order. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PlannerPool pool
                && hosts.equals(pool.hosts)
                && vms.equals(pool.vms)
                && groups.equals(pool.groups)
                && resources.equals(pool.resources);
    }

    @Override
    public int hashCode() {
        return Objects.hash(hosts, vms, groups, resources);
    }

    /** A builder that holds everything of this pool, to change it. */
    public Builder toBuilder() {
        Builder builder = builder();
        builder.hosts.addAll(hosts);
        builder.vms.addAll(vms);
        builder.groups.addAll(groups);
        builder.resources.addAll(resources);
        return builder;
    }

    /**
     * The pool as it is once {@code plan} was carried out: the lost hosts are dead, placed VMs run where they were
     * placed, VMs left over run nowhere.
     */
    public PlannerPool after(FailoverPlan plan) {
        Builder builder = toBuilder();
        BitSet lost = plan.lostHosts();
        for (int h = 0; h < hosts.size(); h++) {
            if (lost.get(h)) {
                builder.set(h, hosts.get(h).alive(false));
            }
        }
        BitSet dead = (BitSet) lost.clone();
        for (int h = 0; h < hosts.size(); h++) {
            if (!hosts.get(h).alive()) {
                dead.set(h);
            }
        }
        for (int v = 0; v < vms.size(); v++) {
            PlannerVm vm = vms.get(v);
            int placed = plan.hostOf(v);
            if (placed != PlannerVm.NO_HOST) {
                builder.set(v, vm.on(placed));
            } else if (vm.host() != PlannerVm.NO_HOST) {
                builder.set(v, survivor(vm, dead));
            }
        }
        return builder.build();
    }

    private static PlannerVm survivor(PlannerVm vm, BitSet dead) {
        boolean sourceDead = dead.get(vm.host());
        boolean moving = vm.incomingHost() != PlannerVm.NO_HOST;
        boolean targetDead = moving && dead.get(vm.incomingHost());
        if (!sourceDead) {
            return targetDead ? vm.on(vm.host()) : vm;
        }
        return vm.on(moving && !targetDead ? vm.incomingHost() : PlannerVm.NO_HOST);
    }

    /** Number of hosts; their indices are 0 to this minus 1. */
    public int hostCount() {
        return hosts.size();
    }

    /** Number of VMs; their indices are 0 to this minus 1. */
    public int vmCount() {
        return vms.size();
    }

    /** The host with this index. */
    public PlannerHost host(int index) {
        return hosts.get(index);
    }

    /** The VM with this index. */
    public PlannerVm vm(int index) {
        return vms.get(index);
    }

    /** The anti-affinity groups, by index. */
    public List<AntiAffinityGroup> groups() {
        return groups;
    }

    /** The names of the resources beside memory. */
    public List<String> resources() {
        return resources;
    }

    /** Memory that is free on the host now, in MiB; 0 when it is overfull. */
    public long freeMib(int host) {
        return arrays.free(0, host);
    }

    PoolArrays arrays() {
        return arrays;
    }

    /** Collects hosts, VMs, groups and resource names; {@link #build} checks that they fit together. */
    public static final class Builder {
        private final List<PlannerHost> hosts = new ArrayList<>();
        private final List<PlannerVm> vms = new ArrayList<>();
        private final List<AntiAffinityGroup> groups = new ArrayList<>();
        private final List<String> resources = new ArrayList<>();

        private Builder() {}

        /** Declares one more resource beside memory, such as {@code "vcpus"}. */
        public Builder resource(String name) {
            Checks.name(name, "resource");
            if (resources.contains(name)) {
                throw new IllegalArgumentException("resource " + name + " is declared twice; declare it once");
            }
            resources.add(name);
            return this;
        }

        /** Adds a host; returns its index. */
        public int add(PlannerHost host) {
            hosts.add(host);
            return hosts.size() - 1;
        }

        /** Adds a VM; returns its index. */
        public int add(PlannerVm vm) {
            vms.add(vm);
            return vms.size() - 1;
        }

        /** Adds an anti-affinity group; returns its index. */
        public int add(AntiAffinityGroup group) {
            groups.add(group);
            return groups.size() - 1;
        }

        /** Replaces the host with this index. */
        public Builder set(int index, PlannerHost host) {
            hosts.set(index, host);
            return this;
        }

        /** Replaces the VM with this index. */
        public Builder set(int index, PlannerVm vm) {
            vms.set(index, vm);
            return this;
        }

        /**
         * Makes the pool.
         *
         * @throws IllegalArgumentException if a VM names a host, group or resource that the pool does not have
         */
        public PlannerPool build() {
            return new PlannerPool(hosts, vms, groups, resources);
        }
    }
}
