package dev.liveset.examples.whatif;

import dev.liveset.failover.AntiAffinityGroup;
import dev.liveset.failover.PlannerHost;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerVm;
import dev.liveset.failover.Protection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Collects hosts, VMs and groups by name and makes the planner's pool of them. */
final class Inventory {

    /** What a resource cannot be called: settings have these names, or answers do. */
    private static final Set<String> TAKEN = Set.of(
            "memory",
            "reserved",
            "enabled",
            "alive",
            "order",
            "delay",
            "to",
            "allowed",
            "group",
            "name",
            "memory_mib",
            "reserved_mib",
            "host",
            "migrating_to",
            "protection",
            "start_delay_s",
            "allowed_hosts");

    private final PlannerPool.Builder pool = PlannerPool.builder();
    private final Map<String, Integer> hosts = new LinkedHashMap<>();
    private final Map<String, Integer> groups = new LinkedHashMap<>();
    private final Map<String, Integer> vms = new LinkedHashMap<>();
    private final List<String> resources = new ArrayList<>();

    static boolean isName(String text) {
        return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
    }

    static boolean mayBeResource(String name) {
        return isName(name) && !TAKEN.contains(name);
    }

    /** Whether the inventory has hosts: without any there is nothing to ask about. */
    boolean hasHosts() {
        return !hosts.isEmpty();
    }

    /** Declares a resource beside memory. */
    void resource(String name) {
        if (!resources.contains(name)) {
            resources.add(name);
            pool.resource(name);
        }
    }

    List<String> resources() {
        return resources;
    }

    /** Adds a host; false if one of that name exists. */
    boolean add(PlannerHost host) {
        return hosts.putIfAbsent(host.name(), hosts.size()) == null && pool.add(host) >= 0;
    }

    /** Adds a VM; false if one of that name exists. */
    boolean add(PlannerVm vm) {
        return vms.putIfAbsent(vm.name(), vms.size()) == null && pool.add(vm) >= 0;
    }

    /** Adds an anti-affinity group; false if one of that name exists. */
    boolean add(AntiAffinityGroup group) {
        return groups.putIfAbsent(group.name(), groups.size()) == null && pool.add(group) >= 0;
    }

    /** The index of a host; throws what {@code unknown} makes of the known names. */
    int host(String name, Function<String, RuntimeException> unknown) {
        Integer index = hosts.get(name);
        if (index == null) {
            throw unknown.apply("the name of a host that was given before");
        }
        return index;
    }

    /** The index of a group; throws what {@code unknown} makes of the expectation. */
    int group(String name, Function<String, RuntimeException> unknown) {
        Integer index = groups.get(name);
        if (index == null) {
            throw unknown.apply("the name of an anti-affinity group that was given before");
        }
        return index;
    }

    BitSet hostSet(Iterable<String> names, Function<String, RuntimeException> unknown) {
        BitSet set = new BitSet();
        names.forEach(name -> set.set(host(name, unknown)));
        return set;
    }

    static Protection protection(String text, Function<String, RuntimeException> unknown) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "protected", "restart" -> Protection.PROTECTED;
            case "best-effort" -> Protection.BEST_EFFORT;
            case "unprotected" -> Protection.UNPROTECTED;
            default -> throw unknown.apply("protected, best-effort or unprotected");
        };
    }

    PlannerPool build() {
        return pool.build();
    }
}
