package dev.liveset.failover;

import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;

/**
 * A VM as the planner sees it. Made by {@link #named}.
 *
 * @param name shown in reports; not blank
 * @param memoryMib memory it needs, in MiB; at least 1
 * @param host index of the host that it runs on, or {@link #NO_HOST}
 * @param incomingHost index of the host that it migrates to, or {@link #NO_HOST}; it counts on both
 * @param protection what happens after its host died
 * @param order restart group: equal orders start together, ascending; every negative order is last
 * @param startDelay pause after its group before the next one; not negative
 * @param allowedHosts the hosts it may run on, or null for every host (an agile VM); bits beyond the pool's hosts
 *     mean nothing
 * @param group index of its anti-affinity group, or {@link #NO_GROUP}
 * @param resources need by name of the further resources of the pool; a missing one counts as 0
 */
public record PlannerVm(
        String name,
        long memoryMib,
        int host,
        int incomingHost,
        Protection protection,
        int order,
        Duration startDelay,
        BitSet allowedHosts,
        int group,
        Map<String, Long> resources) {

    /** The VM is on no host. */
    public static final int NO_HOST = -1;

    /** The VM is in no anti-affinity group. */
    public static final int NO_GROUP = -1;

    public PlannerVm {
        Checks.name(name, "VM");
        if (memoryMib < 1 || memoryMib > Checks.MAX_AMOUNT) {
            throw new IllegalArgumentException("memoryMib of VM " + name + " is " + memoryMib
                    + "; give at least 1 and at most " + Checks.MAX_AMOUNT + " MiB");
        }
        Objects.requireNonNull(protection, "protection");
        if (startDelay.isNegative()) {
            throw new IllegalArgumentException("startDelay of VM " + name + " is negative; give zero or more");
        }
        if (incomingHost != NO_HOST && host == NO_HOST) {
            throw new IllegalArgumentException(
                    "VM " + name + " migrates but runs nowhere; give its source as the host");
        }
        if (incomingHost != NO_HOST && incomingHost == host) {
            throw new IllegalArgumentException(
                    "VM " + name + " migrates to the host that it is on; give another incomingHost");
        }
        allowedHosts = allowedHosts == null ? null : (BitSet) allowedHosts.clone();
        resources = Checks.resources(resources, "VM " + name);
    }

    /** A protected, agile VM that runs nowhere yet, of order 0 and without start delay. */
    public static PlannerVm named(String name, long memoryMib) {
        return new PlannerVm(
                name, memoryMib, NO_HOST, NO_HOST, Protection.PROTECTED, 0, Duration.ZERO, null, NO_GROUP, Map.of());
    }

    /** A copy of the hosts it may run on, or null for every host. */
    @Override
    public BitSet allowedHosts() {
        return allowedHosts == null ? null : (BitSet) allowedHosts.clone();
    }

    /** This VM running on {@code index} (or nowhere) and not in migration. */
    public PlannerVm on(int index) {
        return new PlannerVm(
                name, memoryMib, index, NO_HOST, protection, order, startDelay, allowedHosts, group, resources);
    }

    /** This VM in migration from its host to {@code index}. */
    public PlannerVm migratingTo(int index) {
        return new PlannerVm(
                name, memoryMib, host, index, protection, order, startDelay, allowedHosts, group, resources);
    }

    /** This VM with other protection. */
    public PlannerVm with(Protection value) {
        return new PlannerVm(
                name, memoryMib, host, incomingHost, value, order, startDelay, allowedHosts, group, resources);
    }

    /** This VM with another place in the restart order. */
    public PlannerVm ordered(int value, Duration delay) {
        return new PlannerVm(
                name, memoryMib, host, incomingHost, protection, value, delay, allowedHosts, group, resources);
    }

    /** This VM allowed on {@code hosts} only; null allows every host. */
    public PlannerVm allowedOn(BitSet hosts) {
        return new PlannerVm(
                name, memoryMib, host, incomingHost, protection, order, startDelay, hosts, group, resources);
    }

    /** This VM allowed on the hosts of this bit map of the first 64 indices; all bits allow every host. */
    public PlannerVm allowedOn(long hosts) {
        return allowedOn(hosts == -1 ? null : BitSet.valueOf(new long[] {hosts}));
    }

    /** This VM as a member of the anti-affinity group with {@code index}. */
    public PlannerVm inGroup(int index) {
        return new PlannerVm(
                name, memoryMib, host, incomingHost, protection, order, startDelay, allowedHosts, index, resources);
    }

    /** This VM with the need for one more resource. */
    public PlannerVm with(String resource, long need) {
        return new PlannerVm(
                name,
                memoryMib,
                host,
                incomingHost,
                protection,
                order,
                startDelay,
                allowedHosts,
                group,
                Checks.added(resources, resource, need));
    }
}
