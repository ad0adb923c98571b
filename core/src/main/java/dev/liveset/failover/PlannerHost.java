package dev.liveset.failover;

import java.util.Map;

/**
 * A host as the planner sees it.
 *
 * @param name shown in reports; not blank
 * @param memoryMib all the memory that VMs of the pool could use on the empty host, in MiB; not negative
 * @param reservedMib the part of it that is kept free for something else, in MiB; not negative
 * @param enabled whether it may receive VMs; false in maintenance
 * @param alive false when the host is already dead: its VMs are lost now, and it cannot fail again
 * @param resources capacity by name of the further resources of the pool; a missing one counts as 0
 */
public record PlannerHost(
        String name, long memoryMib, long reservedMib, boolean enabled, boolean alive, Map<String, Long> resources) {

    public PlannerHost {
        Checks.name(name, "host");
        Checks.amount(memoryMib, "memoryMib of host " + name);
        Checks.amount(reservedMib, "reservedMib of host " + name);
        resources = Checks.resources(resources, "host " + name);
    }

    /** An enabled host that is alive, with memory as its only resource and nothing reserved. */
    public static PlannerHost of(String name, long memoryMib) {
        return new PlannerHost(name, memoryMib, 0, true, true, Map.of());
    }

    /** This host with other reserved memory, in MiB. */
    public PlannerHost reserving(long mib) {
        return new PlannerHost(name, memoryMib, mib, enabled, alive, resources);
    }

    /** This host with other memory, in MiB. */
    public PlannerHost withMemory(long mib) {
        return new PlannerHost(name, mib, reservedMib, enabled, alive, resources);
    }

    /** This host, enabled or in maintenance. */
    public PlannerHost enabled(boolean value) {
        return new PlannerHost(name, memoryMib, reservedMib, value, alive, resources);
    }

    /** This host, alive or dead. */
    public PlannerHost alive(boolean value) {
        return new PlannerHost(name, memoryMib, reservedMib, enabled, value, resources);
    }

    /** This host with the capacity of one more resource. */
    public PlannerHost with(String resource, long capacity) {
        return new PlannerHost(
                name, memoryMib, reservedMib, enabled, alive, Checks.added(resources, resource, capacity));
    }
}
