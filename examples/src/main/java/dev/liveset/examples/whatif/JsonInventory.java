package dev.liveset.examples.whatif;

import dev.liveset.failover.AntiAffinityGroup;
import dev.liveset.failover.PlannerHost;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerVm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an inventory as JSON: {@code {"resources": [...], "groups": [...], "hosts": [...], "vms": [...]}}, of which
 * only hosts and vms are needed; see {@code liveset whatif --help}.
 */
final class JsonInventory {

    private static final long MAX_MIB = 1L << 40;
    private static final Set<String> TOP = Set.of("resources", "groups", "hosts", "vms");
    private static final Set<String> HOST = Set.of("name", "memory_mib", "reserved_mib", "enabled", "alive");
    private static final Set<String> VM = Set.of(
            "name",
            "memory_mib",
            "host",
            "migrating_to",
            "protection",
            "order",
            "start_delay_s",
            "allowed_hosts",
            "group");

    private final Inventory inventory = new Inventory();

    private JsonInventory() {}

    static PlannerPool read(String file, String text) {
        JsonValue top = JsonReader.read(file, 1, text);
        return new JsonInventory().read(top);
    }

    private PlannerPool read(JsonValue document) {
        Map<String, JsonValue> top = document.object("the inventory");
        onlyKnown(top, TOP);
        for (JsonValue name : entries(top, "resources")) {
            String resource = name.name("the name of a resource");
            if (!Inventory.mayBeResource(resource) || inventory.resources().contains(resource)) {
                throw name.mistake("the name of a resource once, and of no setting and not memory");
            }
            inventory.resource(resource);
        }
        for (JsonValue group : entries(top, "groups")) {
            Map<String, JsonValue> fields = group.object("a group");
            boolean hard = fields.containsKey("hard") && fields.get("hard").flag("hard");
            String name = need(group, fields, "name").name("the name of a group");
            once(group, inventory.add(new AntiAffinityGroup(name, hard)));
        }
        need(document, top, "hosts");
        for (JsonValue host : entries(top, "hosts")) {
            host(host);
        }
        if (!inventory.hasHosts()) {
            throw top.get("hosts").mistake("at least one host");
        }
        for (JsonValue vm : entries(top, "vms")) {
            vm(vm);
        }
        return inventory.build();
    }

    private static List<JsonValue> entries(Map<String, JsonValue> top, String name) {
        return top.containsKey(name) ? top.get(name).list(name) : List.of();
    }

    private static JsonValue need(JsonValue owner, Map<String, JsonValue> fields, String name) {
        JsonValue value = fields.get(name);
        if (value == null) {
            throw owner.mistake("a member \"" + name + "\" in this object");
        }
        return value;
    }

    private void onlyKnown(Map<String, JsonValue> fields, Set<String> known) {
        fields.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw value.mistake(
                        "one of the members " + new java.util.TreeSet<>(known) + " and not \"" + name + "\"");
            }
        });
    }

    private Set<String> withResources(Set<String> known) {
        Set<String> all = new HashSet<>(known);
        all.addAll(inventory.resources());
        return all;
    }

    private static void once(JsonValue where, boolean added) {
        if (!added) {
            throw where.mistake("a name that was not given before");
        }
    }

    private void host(JsonValue value) {
        Map<String, JsonValue> fields = value.object("a host");
        onlyKnown(fields, withResources(HOST));
        PlannerHost host = PlannerHost.of(
                need(value, fields, "name").name("the name of a host"),
                need(value, fields, "memory_mib").number("memory_mib", 0, MAX_MIB));
        if (fields.containsKey("reserved_mib")) {
            host = host.reserving(fields.get("reserved_mib").number("reserved_mib", 0, MAX_MIB));
        }
        if (fields.containsKey("enabled")) {
            host = host.enabled(fields.get("enabled").flag("enabled"));
        }
        if (fields.containsKey("alive")) {
            host = host.alive(fields.get("alive").flag("alive"));
        }
        for (String resource : inventory.resources()) {
            if (fields.containsKey(resource)) {
                host = host.with(resource, fields.get(resource).number(resource, 0, MAX_MIB));
            }
        }
        once(value, inventory.add(host));
    }

    private void vm(JsonValue value) {
        Map<String, JsonValue> fields = value.object("a VM");
        onlyKnown(fields, withResources(VM));
        PlannerVm vm = PlannerVm.named(
                need(value, fields, "name").name("the name of a VM"),
                need(value, fields, "memory_mib").number("memory_mib", 1, MAX_MIB));
        JsonValue host = fields.get("host");
        if (host != null && !host.isNull()) {
            vm = vm.on(inventory.host(host.text("the name of a host"), host::mistake));
        }
        JsonValue target = fields.get("migrating_to");
        if (target != null && !target.isNull()) {
            int index = inventory.host(target.text("the name of a host"), target::mistake);
            if (vm.host() < 0 || index == vm.host()) {
                throw target.mistake("another host than the VM's, and a VM that runs somewhere");
            }
            vm = vm.migratingTo(index);
        }
        once(value, inventory.add(rules(vm, fields)));
    }

    private PlannerVm rules(PlannerVm plain, Map<String, JsonValue> fields) {
        PlannerVm vm = plain;
        JsonValue protection = fields.get("protection");
        if (protection != null) {
            vm = vm.with(Inventory.protection(protection.text("protection"), protection::mistake));
        }
        long delay = fields.containsKey("start_delay_s")
                ? fields.get("start_delay_s").number("start_delay_s", 0, 86_400)
                : 0;
        long order = fields.containsKey("order")
                ? fields.get("order").number("order", Integer.MIN_VALUE, Integer.MAX_VALUE)
                : 0;
        vm = vm.ordered((int) order, Duration.ofSeconds(delay));
        JsonValue allowed = fields.get("allowed_hosts");
        if (allowed != null && !allowed.isNull()) {
            List<String> names = new ArrayList<>();
            allowed.list("allowed_hosts").forEach(n -> names.add(n.text("the name of a host")));
            vm = vm.allowedOn(inventory.hostSet(names, allowed::mistake));
        }
        JsonValue group = fields.get("group");
        if (group != null && !group.isNull()) {
            vm = vm.inGroup(inventory.group(group.text("the name of a group"), group::mistake));
        }
        for (String resource : inventory.resources()) {
            if (fields.containsKey(resource)) {
                vm = vm.with(resource, fields.get(resource).number(resource, 0, MAX_MIB));
            }
        }
        return vm;
    }
}
