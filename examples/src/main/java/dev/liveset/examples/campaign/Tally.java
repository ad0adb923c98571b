package dev.liveset.examples.campaign;

import dev.liveset.sim.Coverage;
import dev.liveset.sim.RunReport;
import java.util.TreeSet;

/** What came of some schedules of one pool size. */
final class Tally {
    final Coverage coverage = new Coverage();
    final TreeSet<Long> failing = new TreeSet<>();
    long schedules;
    long events;
    long simulatedNanos;
    /** Time that threads spent on them. */
    long busyNanos;

    void add(long seed, RunReport report) {
        schedules++;
        events += report.events();
        simulatedNanos += report.simulatedNanos();
        coverage.addAll(report.coverage());
        if (report.violation() != null) {
            failing.add(seed);
        }
    }

    void addAll(Tally other) {
        schedules += other.schedules;
        events += other.events;
        simulatedNanos += other.simulatedNanos;
        busyNanos += other.busyNanos;
        coverage.addAll(other.coverage);
        failing.addAll(other.failing);
    }
}
