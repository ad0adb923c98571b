package dev.liveset.examples.statefile;

import dev.liveset.codec.StatefileDump;
import dev.liveset.codec.StatefileDump.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows again and again who beats on the statefile. */
@Command(
        name = "watch",
        description = "A live table: who writes, how old each section is, how long the reads take. Ctrl-C ends it.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The statefile.")
    private Path file;

    @Option(names = "--key-file", paramLabel = "FILE", description = "The pool's keys, to check what is signed.")
    private Path keyFile;

    @Option(names = "--interval", paramLabel = "MS", description = "Between reads (default: ${DEFAULT-VALUE} ms).")
    private long intervalMillis = 250;

    @Option(names = "--count", paramLabel = "N", description = "End after this many tables (default: never).")
    private long count = Long.MAX_VALUE;

    @Option(names = "--scroll", description = "One table below the other, instead of clearing the screen for each.")
    private boolean scroll;

    private final Map<String, Beat> beats = new HashMap<>();

    /** When a section was last seen to change, and by how much it differed then from the change before. */
    private record Beat(String sequence, long changedNanos, long intervalNanos) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        for (long round = 0; round < count; round++) {
            if (round > 0) {
                TimeUnit.MILLISECONDS.sleep(intervalMillis);
            }
            long began = System.nanoTime();
            StatefileDump dump = Image.dump(file, keyFile);
            long ended = System.nanoTime();
            out.print(scroll ? "" : CLEAR_SCREEN);
            print(dump, began, Duration.ofNanos(ended - began), out);
            out.flush();
        }
        return 0;
    }

    private void print(StatefileDump dump, long nowNanos, Duration latency, PrintWriter out) {
        Part global = dump.parts().get(0);
        out.printf(
                Locale.ROOT,
                "%s  state %s  master %s  read in %.1f ms%n",
                global.isValid() ? global.fields().get("generation") : global.verdict(),
                global.fields().get("pool_state"),
                global.fields().get("master"),
                latency.toNanos() / 1e6);
        out.printf(
                "%-9s %10s %9s %9s  %-12s %-10s %s%n", "host", "sequence", "age s", "every s", "phase", "liveset", "");
        for (Part part : dump.parts()) {
            if (part.fields().containsKey("current_liveset")) {
                Beat beat = see(part, nowNanos);
                out.printf(
                        Locale.ROOT,
                        "%-9s %10s %9.2f %9s  %-12s %-10s %s%n",
                        part.name(),
                        part.fields().get("sequence"),
                        (nowNanos - beat.changedNanos) / 1e9,
                        beat.intervalNanos == 0 ? "-" : String.format(Locale.ROOT, "%.2f", beat.intervalNanos / 1e9),
                        part.fields().get("phase"),
                        part.fields().get("current_liveset"),
                        part.verdict());
            }
        }
    }

    /** The first sight is no beat: the age counts from it, as it does for a host. */
    private Beat see(Part part, long nowNanos) {
        String sequence = part.fields().get("sequence") + "/" + part.fields().get("trailer.sequence");
        Beat before = beats.get(part.name());
        Beat now = before;
        if (before == null) {
            now = new Beat(sequence, nowNanos, 0);
        } else if (!before.sequence.equals(sequence)) {
            now = new Beat(sequence, nowNanos, nowNanos - before.changedNanos);
        }
        beats.put(part.name(), now);
        return now;
    }
}
