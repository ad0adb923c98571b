package dev.liveset.examples;

import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.MeasuredTimes;
import dev.liveset.TimeHistogram;
import dev.liveset.TimingPresets;
import dev.liveset.Timings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Holds timings against what a host measured. */
final class MeasuredRun {
    private final Path file;
    /** Null for every preset. */
    private final Timings given;

    MeasuredRun(Path file, Timings given) {
        this.file = file;
        this.given = given;
    }

    /** Returns whether the given timings, or at least one preset, suit what was measured. */
    boolean run(PrintWriter out) {
        MeasuredTimes times = MeasuredTimes.parse(file.toString(), lines());
        for (MeasuredTimes.Kind kind : MeasuredTimes.Kind.values()) {
            TimeHistogram histogram = times.of(kind);
            out.printf(
                    Locale.ROOT,
                    "%s: %d times, 99.9 %% within %.3f s, longest %.3f s%n",
                    kind.word(),
                    histogram.count(),
                    histogram.within(0.999) / 1e9,
                    histogram.longestNanos() / 1e9);
        }
        boolean any = false;
        if (given != null) {
            any = judge("the given timings", times, given, out);
        } else {
            for (String preset : TimingPresets.NAMES) {
                any |= judge(preset, times, TimingPresets.named(preset), out);
            }
        }
        times.missing().forEach(sentence -> out.println("Caution: " + sentence + "."));
        out.flush();
        return any;
    }

    private static boolean judge(String name, MeasuredTimes times, Timings timings, PrintWriter out) {
        List<String> reasons = times.against(timings);
        out.println(name + (reasons.isEmpty() ? ": allowed" : ": not allowed: " + String.join("; ", reasons)));
        return reasons.isEmpty();
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new LivesetException(
                    Code.INVALID_CONFIG, "The file " + file + " cannot be read as text: " + IoReason.of(e) + ".", e);
        }
    }
}
