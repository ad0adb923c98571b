package dev.liveset.examples.whatif;

import dev.liveset.LivesetException;
import dev.liveset.failover.AntiAffinityGroup;
import dev.liveset.failover.PlannerHost;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerVm;
import java.time.Duration;
import java.util.List;

/**
 * Reads an inventory as lines of comma-separated fields, hosts before the VMs that run on them:
 *
 * <pre>
 * host,NAME,MEMORY_MIB[,reserved=MIB][,enabled=false][,alive=false][,RESOURCE=AMOUNT]
 * vm,NAME,MEMORY_MIB,HOST[,PROTECTION][,order=N][,delay=SECONDS][,to=HOST][,allowed=HOST;HOST][,group=NAME][,...]
 * group,NAME,hard|soft
 * </pre>
 *
 * An empty HOST is a VM that does not run. Blank lines and lines that start with # are skipped.
 */
final class CsvInventory {

    private static final long MAX_MIB = 1L << 40;

    private final String file;
    private final Inventory inventory = new Inventory();
    private int line;
    private String[] fields = {};

    private CsvInventory(String file) {
        this.file = file;
    }

    static PlannerPool read(String file, List<String> lines) {
        return new CsvInventory(file).read(lines);
    }

    private PlannerPool read(List<String> lines) {
        declareResources(lines);
        for (String text : lines) {
            line++;
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            fields = text.split(",", -1);
            switch (fields[0].strip()) {
                case "host" -> host();
                case "vm" -> vm();
                case "group" -> group();
                default -> throw mistake(0, "host, vm or group");
            }
        }
        if (!inventory.hasHosts()) {
            line = Math.max(1, line);
            throw mistake(0, "at least one line that begins with host");
        }
        return inventory.build();
    }

    /** Whatever a host offers beside the known settings is a resource; it must be known before the first VM. */
    private void declareResources(List<String> lines) {
        for (String text : lines) {
            String[] parts = text.split(",", -1);
            for (int i = 3; i < parts.length && parts[0].strip().equals("host"); i++) {
                String name = parts[i].substring(0, Math.max(0, parts[i].indexOf('=')))
                        .strip();
                if (Inventory.mayBeResource(name)) {
                    inventory.resource(name);
                }
            }
        }
    }

    private LivesetException mistake(int field, String expected) {
        int column = 1;
        for (int i = 0; i < field && i < fields.length; i++) {
            column += fields[i].length() + 1;
        }
        return Mistake.at(file, line, column, expected);
    }

    private String field(int index, String what) {
        if (index >= fields.length) {
            throw mistake(index, what);
        }
        return fields[index].strip();
    }

    private String name() {
        String name = field(1, "a name");
        if (!Inventory.isName(name)) {
            throw mistake(1, "a name, not blank and without control characters");
        }
        return name;
    }

    private long number(int field, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the complaint.
        }
        throw mistake(field, "a whole number from " + least + " to " + most);
    }

    private void once(boolean added) {
        if (!added) {
            throw mistake(1, "a name that was not given before");
        }
    }

    private void group() {
        String kind = field(2, "hard or soft");
        if (!kind.equals("hard") && !kind.equals("soft")) {
            throw mistake(2, "hard or soft");
        }
        once(inventory.add(new AntiAffinityGroup(name(), kind.equals("hard"))));
    }

    private void host() {
        PlannerHost host = PlannerHost.of(name(), number(2, field(2, "the memory in MiB"), 0, MAX_MIB));
        for (int i = 3; i < fields.length; i++) {
            String value = value(i);
            host = switch (key(i)) {
                case "reserved" -> host.reserving(number(i, value, 0, MAX_MIB));
                case "enabled" -> host.enabled(flag(i, value));
                case "alive" -> host.alive(flag(i, value));
                default -> host.with(offered(i), number(i, value, 0, MAX_MIB));
            };
        }
        once(inventory.add(host));
    }

    private void vm() {
        PlannerVm vm = PlannerVm.named(name(), number(2, field(2, "the memory in MiB"), 1, MAX_MIB));
        String host = field(3, "the name of its host, or nothing");
        if (!host.isEmpty()) {
            vm = vm.on(host(3, host));
        }
        for (int i = 4; i < fields.length; i++) {
            int field = i;
            if (i == 4 && fields[i].indexOf('=') < 0) {
                vm = vm.with(Inventory.protection(fields[i].strip(), expected -> mistake(field, expected)));
            } else {
                vm = with(vm, i);
            }
        }
        once(inventory.add(vm));
    }

    private PlannerVm with(PlannerVm vm, int i) {
        String value = value(i);
        return switch (key(i)) {
            case "order" -> vm.ordered((int) number(i, value, Integer.MIN_VALUE, Integer.MAX_VALUE), vm.startDelay());
            case "delay" -> vm.ordered(vm.order(), Duration.ofSeconds(number(i, value, 0, 86_400)));
            case "to" -> vm.migratingTo(target(vm, i, value));
            case "allowed" ->
                vm.allowedOn(inventory.hostSet(List.of(value.split(";")), expected -> mistake(i, expected)));
            case "group" -> vm.inGroup(inventory.group(value, expected -> mistake(i, expected)));
            default -> {
                if (!inventory.resources().contains(key(i))) {
                    throw mistake(i, "order, delay, to, allowed, group or a resource that a host offers");
                }
                yield vm.with(key(i), number(i, value, 0, MAX_MIB));
            }
        };
    }

    private String offered(int i) {
        if (!inventory.resources().contains(key(i))) {
            throw mistake(i, "reserved, enabled, alive or a resource that has no name of another setting");
        }
        return key(i);
    }

    private int target(PlannerVm vm, int i, String value) {
        int target = host(i, value);
        if (vm.host() < 0 || target == vm.host()) {
            throw mistake(i, "another host than the VM's, and a VM that runs somewhere");
        }
        return target;
    }

    private int host(int field, String name) {
        return inventory.host(name, expected -> mistake(field, expected));
    }

    private String key(int i) {
        int equals = fields[i].indexOf('=');
        if (equals < 1) {
            throw mistake(i, "a setting like name=value");
        }
        String key = fields[i].substring(0, equals).strip();
        for (int before = fields[0].strip().equals("host") ? 3 : 4; before < i; before++) {
            if (fields[before].split("=", 2)[0].strip().equals(key)) {
                throw mistake(i, "each setting only once");
            }
        }
        return key;
    }

    private String value(int i) {
        return fields[i].substring(fields[i].indexOf('=') + 1).strip();
    }

    private boolean flag(int i, String value) {
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw mistake(i, "true or false");
    }
}
