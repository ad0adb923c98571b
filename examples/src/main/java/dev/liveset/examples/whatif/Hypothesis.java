package dev.liveset.examples.whatif;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.examples.Amounts;
import dev.liveset.failover.Admission;
import dev.liveset.failover.PlannerHost;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerSession;
import dev.liveset.failover.PlannerVm;
import dev.liveset.failover.PoolChange;
import dev.liveset.failover.Protection;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A change of the inventory that is only thought of, as it is written on the command line: {@code VERB WHAT}. */
final class Hypothesis {

    /** All that can be written, for help and complaints. */
    static final String VERBS = "add-host NAME=MEMORY[,RESOURCE=AMOUNT], host-memory NAME=MEMORY, lose-host NAME,"
            + " disable-host NAME, add-vm NAME=MEMORY,HOST[,RESOURCE=AMOUNT], start-vm NAME=HOST, migrate-vm NAME=HOST,"
            + " stop-vm NAME, protect NAME or unprotect NAME";

    private final String text;
    private final PlannerPool pool;

    Hypothesis(String text, PlannerPool pool) {
        this.text = text;
        this.pool = pool;
    }

    /**
     * Asks whether the change would be admitted, then carries it out in the session; throws {@link LivesetException} that
     * says what can be changed.
     */
    Admission ask(PlannerSession session) {
        try {
            PoolChange change = change();
            Admission admission = session.admit(change);
            session.apply(change);
            return admission;
        } catch (IllegalArgumentException e) {
            throw new LivesetException(Code.INVALID_CONFIG, "'" + text + "' cannot be: " + e.getMessage());
        }
    }

    private PoolChange change() {
        String[] words = text.strip().split("\\s+", 2);
        String what = words.length == 2 ? words[1] : "";
        return switch (words[0]) {
            case "add-host" -> addHost(what);
            case "host-memory" -> {
                int host = host(name(what));
                yield new PoolChange.SetHost(host, pool.host(host).withMemory(memory(what)));
            }
            case "lose-host" -> {
                int host = host(what);
                yield new PoolChange.SetHost(host, pool.host(host).alive(false));
            }
            case "disable-host" -> {
                int host = host(what);
                yield new PoolChange.SetHost(host, pool.host(host).enabled(false));
            }
            case "add-vm" -> addVm(what);
            case "start-vm" -> runs(what, false);
            case "migrate-vm" -> runs(what, true);
            case "stop-vm" -> {
                int vm = vm(what);
                yield new PoolChange.SetVm(vm, pool.vm(vm).on(PlannerVm.NO_HOST).with(Protection.UNPROTECTED));
            }
            case "protect" -> protection(what, Protection.PROTECTED);
            case "unprotect" -> protection(what, Protection.UNPROTECTED);
            default -> throw refused("is no change that is known");
        };
    }

    private PoolChange addHost(String what) {
        String name = name(what);
        if (IntStream.range(0, pool.hostCount())
                .anyMatch(h -> pool.host(h).name().equals(name))) {
            throw refused("is no new host: there is one of that name");
        }
        String[] parts = what.split(",", -1);
        PlannerHost host = PlannerHost.of(name, memory(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            String resource = resource(parts[i]);
            host = host.with(resource, amount(parts[i]));
        }
        return new PoolChange.AddHost(host);
    }

    /** A protected VM that runs on a host at once. */
    private PoolChange addVm(String what) {
        String name = name(what);
        if (IntStream.range(0, pool.vmCount()).anyMatch(v -> pool.vm(v).name().equals(name))) {
            throw refused("is no new VM: there is one of that name");
        }
        String[] parts = what.split(",", -1);
        if (parts.length < 2) {
            throw refused("has no host for the VM");
        }
        PlannerVm vm = PlannerVm.named(name, memory(parts[0]));
        for (int i = 2; i < parts.length; i++) {
            vm = vm.with(resource(parts[i]), amount(parts[i]));
        }
        return new PoolChange.AddVm(on(vm, parts[1].strip()));
    }

    /** A VM started, or moved from where it runs. */
    private PoolChange runs(String what, boolean hasRun) {
        int vm = vm(name(what));
        if ((pool.vm(vm).host() >= 0) != hasRun) {
            throw refused(hasRun ? "names a VM that does not run" : "names a VM that runs already");
        }
        if (!what.contains("=")) {
            throw refused("has no host for the VM");
        }
        return new PoolChange.SetVm(
                vm, on(pool.vm(vm), what.substring(what.indexOf('=') + 1).strip()));
    }

    private PlannerVm on(PlannerVm vm, String hostName) {
        int host = host(hostName);
        boolean may = pool.host(host).alive()
                && pool.host(host).enabled()
                && (vm.allowedHosts() == null || vm.allowedHosts().get(host));
        if (!may || vm.host() == host) {
            throw refused(may ? "names the host where the VM is" : "names a host that may not take the VM");
        }
        if (pool.freeMib(host) < vm.memoryMib()) {
            throw refused("needs " + Words.mib(vm.memoryMib()) + " where " + hostName + " has "
                    + Words.mib(pool.freeMib(host)) + " free");
        }
        return vm.on(host);
    }

    private String resource(String part) {
        String[] capacity = part.split("=", 2);
        if (capacity.length != 2 || !pool.resources().contains(capacity[0]) || !capacity[1].matches("[0-9]{1,12}")) {
            throw refused("has '" + part + "' where RESOURCE=AMOUNT of a resource of the inventory may stand");
        }
        return capacity[0];
    }

    private static long amount(String part) {
        return Long.parseLong(part.substring(part.indexOf('=') + 1));
    }

    private PoolChange protection(String name, Protection protection) {
        int vm = vm(name);
        return new PoolChange.SetVm(vm, pool.vm(vm).with(protection));
    }

    private int vm(String name) {
        return index(pool.vmCount(), v -> pool.vm(v).name().equals(name), "VM");
    }

    private int host(String name) {
        return index(pool.hostCount(), h -> pool.host(h).name().equals(name), "host");
    }

    private int index(int count, IntPredicate isNamed, String kind) {
        return IntStream.range(0, count)
                .filter(isNamed)
                .findFirst()
                .orElseThrow(() -> refused("names no " + kind + " of the inventory"));
    }

    private static String name(String what) {
        return what.contains("=") ? what.substring(0, what.indexOf('=')) : what;
    }

    private long memory(String what) {
        if (!what.contains("=")) {
            throw refused("has no amount of memory");
        }
        return Amounts.memoryMib(what.substring(what.indexOf('=') + 1));
    }

    private LivesetException refused(String why) {
        return new LivesetException(
                Code.INVALID_CONFIG,
                "'" + text + "' " + why + "; write " + VERBS + ", for example \"add-host h9=64 GiB\".");
    }
}
