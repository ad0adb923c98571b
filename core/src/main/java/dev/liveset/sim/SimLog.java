package dev.liveset.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The story of one run, a line each, as a person would tell it. */
final class SimLog {
    private final List<String> lines = new ArrayList<>();

    void add(long atNanos, String who, String what) {
        lines.add(String.format(Locale.ROOT, "%9.3f  %-6s %s", atNanos / 1e9, who, what));
    }

    List<String> lines() {
        return lines;
    }
}
