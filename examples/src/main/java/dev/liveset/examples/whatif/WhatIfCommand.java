package dev.liveset.examples.whatif;

import dev.liveset.LivesetException;
import dev.liveset.failover.FailoverPromise;
import dev.liveset.failover.PlannerLimits;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.SearchingPlanner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how many host failures a pool can take, and what would break it. */
@Command(
        name = "whatif",
        description = {
            "Tells how many host failures a pool can take, and what would break it.",
            "INVENTORY is JSON (*.json: {\"resources\": [...], \"groups\": [{name, hard}], \"hosts\": [{name, memory_mib,"
                    + " reserved_mib, enabled, alive}], \"vms\": [{name, memory_mib, host, migrating_to, protection,"
                    + " order, start_delay_s, allowed_hosts, group}]}) or lines of CSV: host,NAME,MEMORY_MIB and"
                    + " vm,NAME,MEMORY_MIB,HOST,PROTECTION, each with further settings like order=1 or reserved=2048."
        },
        mixinStandardHelpOptions = true)
public final class WhatIfCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Input input;

    /** One pool, or a file of them. */
    private static final class Input {
        @Parameters(paramLabel = "INVENTORY", description = "The inventory of one pool.")
        private Path inventory;

        @Option(
                names = "--batch",
                paramLabel = "FILE",
                description = "Pools, one JSON object a line (id, hosts, free_mib, vm_mib, vm_host, bad_sets);"
                        + " prints CSV. -1 means that the VMs do not fit even now.")
        private Path batch;
    }

    @Option(
            names = "--change",
            paramLabel = "CHANGE",
            description =
                    "Answer for the pool after this change, several one after the other, and whether each would be"
                            + " admitted: " + Hypothesis.VERBS + "; for example --change \"add-host h9=64 GiB\".")
    private List<String> changes = List.of();

    @Option(
            names = "--target",
            paramLabel = "N",
            description = "How many host failures must stay tolerable for a change to be admitted;"
                    + " what is promised without the changes if it is not given.")
    private Integer target;

    @Option(names = "--thorough", description = "Search longer, about a second per pool of 64 hosts.")
    private boolean thorough;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the answers as JSON too.")
    private Path json;

    @Option(names = "--picture", paramLabel = "FILE", description = "Draw the answers as one HTML file.")
    private Path picture;

    @Override
    public Integer call() throws IOException {
        PlannerLimits limits = thorough ? PlannerLimits.THOROUGH : PlannerLimits.QUICK;
        SearchingPlanner planner = new SearchingPlanner(limits);
        PrintWriter out = spec.commandLine().getOut();
        if (input.batch != null && !changes.isEmpty()) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG, "Give an INVENTORY with --change, not --batch.");
        }
        if (target != null && (target < 0 || changes.isEmpty())) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG, "Give --target 0 or more, and at least one --change.");
        }
        if (input.batch != null) {
            new Batch(planner, out).answer(input.batch.toString(), lines(input.batch));
            return 0;
        }
        PlannerPool pool = inventory(input.inventory);
        FailoverPromise promise = planner.maxHostFailuresToTolerate(pool);
        List<Asked> asked = List.of();
        if (!changes.isEmpty()) {
            asked = Asked.all(pool, changes, target == null ? Asked.promised(promise) : target, limits);
            out.println(asItIs(promise));
            asked.forEach(one -> out.println(one.words()));
            pool = asked.get(asked.size() - 1).pool();
            out.println("After " + String.join(", ", changes) + ":");
            promise = planner.maxHostFailuresToTolerate(pool);
        }
        out.print(new TextReport(pool, promise, planner).text());
        out.flush();
        if (json != null) {
            Files.writeString(json, new JsonReport(pool, promise, planner).text(asked));
        }
        if (picture != null) {
            Files.writeString(picture, new Picture(pool, promise, planner).html());
        }
        return 0;
    }

    private static String asItIs(FailoverPromise promise) {
        return promise.fitsNow()
                ? "Host failures to tolerate as it is: " + promise.tolerate() + "."
                : "As it is, the VMs that should run do not fit.";
    }

    private static PlannerPool inventory(Path file) throws IOException {
        List<String> lines = lines(file);
        try {
            return file.toString().endsWith(".json")
                    ? JsonInventory.read(file.toString(), String.join("\n", lines))
                    : CsvInventory.read(file.toString(), lines);
        } catch (IllegalArgumentException e) {
            throw new LivesetException(LivesetException.Code.INVALID_CONFIG, file + ": " + e.getMessage());
        }
    }

    private static List<String> lines(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG, "Cannot read " + file + "; name a file that can be read.");
        }
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            // Some editors begin a text in UTF-8 with a byte order mark.
            if (!lines.isEmpty() && lines.get(0).startsWith("\uFEFF")) {
                lines.set(0, lines.get(0).substring(1));
            }
            return lines;
        } catch (MalformedInputException e) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG, file + " is no text in UTF-8; save it as UTF-8.");
        }
    }
}
