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
                    "Answer for the pool after this change, several one after the other: add-host NAME=MEMORY[,RESOURCE=AMOUNT],"
                            + " host-memory NAME=MEMORY, lose-host NAME, disable-host NAME, protect VM, unprotect VM;"
                            + " for example --change \"add-host h9=64 GiB\".")
    private List<String> changes = List.of();

    @Option(names = "--thorough", description = "Search longer, about a second per pool of 64 hosts.")
    private boolean thorough;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the answers as JSON too.")
    private Path json;

    @Option(names = "--picture", paramLabel = "FILE", description = "Draw the answers as one HTML file.")
    private Path picture;

    @Override
    public Integer call() throws IOException {
        SearchingPlanner planner = new SearchingPlanner(thorough ? PlannerLimits.THOROUGH : PlannerLimits.QUICK);
        PrintWriter out = spec.commandLine().getOut();
        if (input.batch != null && !changes.isEmpty()) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG, "Give an INVENTORY with --change, not --batch.");
        }
        if (input.batch != null) {
            new Batch(planner, out).answer(input.batch.toString(), lines(input.batch));
            return 0;
        }
        PlannerPool pool = inventory(input.inventory);
        FailoverPromise promise = planner.maxHostFailuresToTolerate(pool);
        if (!changes.isEmpty()) {
            out.println(asItIs(promise));
            for (String change : changes) {
                pool = Hypothesis.apply(pool, change);
            }
            out.println("After " + String.join(", ", changes) + ":");
            promise = planner.maxHostFailuresToTolerate(pool);
        }
        out.print(new TextReport(pool, promise, planner).text());
        out.flush();
        if (json != null) {
            Files.writeString(json, new JsonReport(pool, promise, planner).text());
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
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG, file + " is no text in UTF-8; save it as UTF-8.");
        }
    }
}
