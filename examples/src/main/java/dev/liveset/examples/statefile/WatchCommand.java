package dev.liveset.examples.statefile;

import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileDump;
import dev.liveset.codec.StatefileDump.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

    private final SeenBeats beats = new SeenBeats();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count < 1 || intervalMillis < 0) {
            throw new ParameterException(spec.commandLine(), "--count is at least 1, --interval at least 0.");
        }
        PrintWriter out = spec.commandLine().getOut();
        PoolKeys keys = Image.keys(keyFile);
        for (long round = 0; round < count; round++) {
            if (round > 0) {
                TimeUnit.MILLISECONDS.sleep(intervalMillis);
            }
            long began = System.nanoTime();
            try (TimedVdi image = new TimedVdi(Image.open(file))) {
                StatefileDump dump = StatefileDump.of(image, keys);
                out.print(scroll ? "" : CLEAR_SCREEN);
                print(dump, began, image.read(), out);
            }
            out.flush();
        }
        return 0;
    }

    private void print(StatefileDump dump, long nowNanos, Duration latency, PrintWriter out) {
        Part global = dump.parts().get(0);
        long newer = beats.newerGlobal(global);
        out.printf(
                Locale.ROOT,
                "%s  state %s  master %s  read in %.1f ms%s%n",
                global.isValid() ? global.fields().get("generation") : global.verdict(),
                global.fields().getOrDefault("pool_state", "-"),
                global.fields().getOrDefault("master", "-"),
                latency.toNanos() / 1e6,
                newer == 0 ? "" : "  ROLLED BACK: write " + newer + " was here before");
        out.printf(
                "%-9s %10s %9s %9s  %-12s %-10s %s%n", "host", "sequence", "age s", "every s", "phase", "liveset", "");
        for (Part part : dump.parts()) {
            if (part.name().matches("host\\[ *[0-9]+]")) {
                print(part, nowNanos, out);
            }
        }
    }

    private void print(Part part, long nowNanos, PrintWriter out) {
        SeenBeats.Beat beat = beats.see(part, nowNanos);
        out.printf(
                Locale.ROOT,
                "%-9s %10s %9.2f %9s  %-12s %-10s %s%n",
                part.name(),
                part.fields().getOrDefault("sequence", "-"),
                (nowNanos - beat.changedNanos()) / 1e9,
                beat.intervalNanos() == 0 ? "-" : String.format(Locale.ROOT, "%.2f", beat.intervalNanos() / 1e9),
                part.fields().getOrDefault("phase", "-"),
                part.fields().getOrDefault("current_liveset", "-"),
                beat.isOlder()
                        ? String.format(
                                Locale.ROOT,
                                "ROLLED BACK: start %d write %d was here before; %s",
                                beat.incarnation(),
                                beat.longSequence(),
                                part.verdict())
                        : part.verdict());
    }
}
