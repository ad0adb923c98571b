package dev.liveset.examples.whatif;

import dev.liveset.failover.FailoverPlanner;
import dev.liveset.failover.FailoverPromise;
import dev.liveset.failover.PlannerPool;
import java.io.PrintWriter;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Answers a file of pools, one JSON object a line, as CSV. */
final class Batch {

    private static final long MAX_MIB = 1L << 40;

    private final FailoverPlanner planner;
    private final PrintWriter out;

    Batch(FailoverPlanner planner, PrintWriter out) {
        this.planner = planner;
        this.out = out;
    }

    void answer(String file, List<String> lines) {
        boolean withSets = lines.stream().anyMatch(line -> line.contains("\"bad_sets\""));
        out.println("id,simultaneous,sequential,tolerate,upper_bound,seconds" + (withSets ? ",unplaced" : ""));
        if (lines.stream().allMatch(String::isBlank)) {
            throw Mistake.at(file, 1, 1, "a pool as a JSON object in a line of its own");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                answer(JsonReader.read(file, i + 1, lines.get(i)), i + 1, withSets);
            }
        }
        out.flush();
    }

    private void answer(JsonValue line, int number, boolean withSets) {
        Map<String, JsonValue> fields = line.object("a pool");
        PlannerPool pool = pool(line, fields);
        long start = System.nanoTime();
        FailoverPromise promise = planner.maxHostFailuresToTolerate(pool);
        double seconds = (System.nanoTime() - start) / 1e9;
        int unplaced = fields.containsKey("bad_sets") ? unplaced(pool, fields.get("bad_sets")) : 0;
        String id = fields.containsKey("id") ? fields.get("id").text("id") : "line-" + number;
        out.printf(
                Locale.ROOT,
                "%s,%d,%d,%d,%d,%.7f%s%n",
                quoted(id),
                promise.simultaneous().promised(),
                promise.sequential().promised(),
                promise.tolerate(),
                promise.upperBound(),
                seconds,
                withSets ? "," + unplaced : "");
    }

    private static String quoted(String id) {
        return id.matches("[^,\"\r\n]*") ? id : '"' + id.replace("\"", "\"\"") + '"';
    }

    private static PlannerPool pool(JsonValue line, Map<String, JsonValue> fields) {
        JsonValue freeField = either(line, fields, "free_mib", "free");
        JsonValue vmField = either(line, fields, "vm_mib", "vm");
        JsonValue homeField = either(line, fields, "vm_host", "vm_host");
        long[] free = freeField.numbers("free memory", 0, MAX_MIB);
        long[] vm = vmField.numbers("VM memory", 1, MAX_MIB);
        long[] home = homeField.numbers("vm_host", -1, free.length - 1L);
        if (home.length != vm.length) {
            throw homeField.mistake("one host for each of the " + vm.length + " VMs, not " + home.length);
        }
        JsonValue hosts = fields.get("hosts");
        if (hosts != null && hosts.number("hosts", 0, Integer.MAX_VALUE) != free.length) {
            throw hosts.mistake("the number of entries of free memory, " + free.length);
        }
        int[] homes = new int[home.length];
        for (int i = 0; i < homes.length; i++) {
            homes[i] = (int) home[i];
        }
        try {
            return PlannerPool.of(free, vm, homes);
        } catch (IllegalArgumentException e) {
            throw line.mistake("a pool that the planner accepts: " + e.getMessage());
        }
    }

    private static JsonValue either(JsonValue line, Map<String, JsonValue> fields, String name, String other) {
        JsonValue value = fields.getOrDefault(name, fields.get(other));
        if (value == null) {
            throw line.mistake("a member \"" + name + "\"" + (name.equals(other) ? "" : " or \"" + other + "\""));
        }
        return value;
    }

    private int unplaced(PlannerPool pool, JsonValue sets) {
        int unplaced = 0;
        for (JsonValue set : sets.list("bad_sets")) {
            BitSet lost = new BitSet();
            for (long host : set.numbers("a set of hosts", 0, pool.hostCount() - 1L)) {
                lost.set((int) host);
            }
            unplaced += planner.plan(pool, lost).isComplete() ? 0 : 1;
        }
        return unplaced;
    }
}
