package dev.liveset.examples.lab;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the lab expected, what it saw, and how long that took; told while it goes on, and as a table at the end. */
final class Report {
    private record Line(String step, String expectation, double seconds, double limitSeconds, boolean held) {}

    private final PrintStream out;
    private final List<Line> lines = new ArrayList<>();
    private final long bornNanos = System.nanoTime();
    private String step = "";

    Report(PrintStream out) {
        this.out = out;
    }

    void heading(String text) {
        step = text.substring(0, text.indexOf(' '));
        out.printf(Locale.ROOT, "%n== %s%n", text);
    }

    void did(String text) {
        out.printf(Locale.ROOT, "%6.1f  %s%n", elapsed(), text);
    }

    void waiting(String text, double limitSeconds) {
        out.printf(Locale.ROOT, "%6.1f    waiting until %s, %.0f s at most%n", elapsed(), text, limitSeconds);
    }

    void held(String expectation, double seconds, double limitSeconds) {
        out.printf(Locale.ROOT, "%6.1f    ok: %s after %.2f s%n", elapsed(), expectation, seconds);
        lines.add(new Line(step, expectation, seconds, limitSeconds, true));
    }

    /** An expectation without a time. */
    void check(String expectation, boolean held) {
        out.printf(Locale.ROOT, "%6.1f    %s: %s%n", elapsed(), held ? "ok" : "NOT SO", expectation);
        lines.add(new Line(step, expectation, Double.NaN, Double.NaN, held));
    }

    void missed(String expectation, double seconds, double limitSeconds) {
        out.printf(Locale.ROOT, "%6.1f    NOT SO: %s, within %.0f s%n", elapsed(), expectation, limitSeconds);
        lines.add(new Line(step, expectation, seconds, limitSeconds, false));
    }

    boolean allHeld() {
        return !lines.isEmpty() && lines.stream().allMatch(Line::held);
    }

    void summary() {
        out.printf(Locale.ROOT, "%n%-5s %-66s %8s %6s  %s%n", "step", "expectation", "seconds", "limit", "");
        for (Line line : lines) {
            out.printf(
                    Locale.ROOT,
                    "%-5s %-66s %8s %6s  %s%n",
                    line.step,
                    line.expectation,
                    number(line.seconds, "%.2f"),
                    number(line.limitSeconds, "%.0f"),
                    line.held ? "ok" : "NOT SO");
        }
        long missed = lines.stream().filter(line -> !line.held).count();
        out.printf(
                Locale.ROOT, "%n%d expectations, %d of them did not hold; %.0f s.%n", lines.size(), missed, elapsed());
    }

    private double elapsed() {
        return (System.nanoTime() - bornNanos) / 1e9;
    }

    private static String number(double value, String format) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
