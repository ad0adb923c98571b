package dev.liveset.examples.whatif;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.examples.Amounts;
import dev.liveset.failover.PlannerHost;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PoolChange;
import dev.liveset.failover.Protection;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** A change of the inventory that is only thought of, as it is written on the command line: {@code VERB WHAT}. */
final class Hypothesis {

    private final String text;
    private final PlannerPool pool;

    private Hypothesis(String text, PlannerPool pool) {
        this.text = text;
        this.pool = pool;
    }

    /** The pool after the change; throws {@link LivesetException} that says what can be changed. */
    static PlannerPool apply(PlannerPool pool, String text) {
        try {
            return new Hypothesis(text, pool).change().applyTo(pool);
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
        String[] parts = what.split(",");
        PlannerHost host = PlannerHost.of(name, memory(parts[0]));
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            String[] capacity = part.split("=", 2);
            if (capacity.length != 2
                    || !pool.resources().contains(capacity[0])
                    || !capacity[1].matches("[0-9]{1,12}")) {
                throw refused("has '" + part + "' where RESOURCE=AMOUNT of a resource of the inventory may stand");
            }
            host = host.with(capacity[0], Long.parseLong(capacity[1]));
        }
        return new PoolChange.AddHost(host);
    }

    private PoolChange protection(String name, Protection protection) {
        int vm = index(pool.vmCount(), v -> pool.vm(v).name().equals(name), "VM");
        return new PoolChange.SetVm(vm, pool.vm(vm).with(protection));
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
                "'" + text + "' " + why
                        + "; write add-host NAME=MEMORY[,RESOURCE=AMOUNT], host-memory NAME=MEMORY, lose-host NAME,"
                        + " disable-host NAME, protect VM or unprotect VM, for example \"add-host h9=64 GiB\".");
    }
}
