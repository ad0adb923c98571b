package dev.liveset.examples;

import dev.liveset.sim.Coverage;
import dev.liveset.sim.RunReport;
import dev.liveset.sim.Simulation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Many schedules of one simulation, on several threads, with progress and totals. */
final class SimulationCampaign {
    private static final long PROGRESS_MILLIS = 2_000;

    private final Simulation simulation;
    private final long firstSeed;
    private final long schedules;
    private final long beganNanos = System.nanoTime();
    private final Coverage coverage = new Coverage();
    private final TreeSet<Long> failing = new TreeSet<>();
    private final List<Throwable> broken = Collections.synchronizedList(new ArrayList<>());
    private long given;
    private long done;
    private long simulatedNanos;

    SimulationCampaign(Simulation simulation, long firstSeed, long schedules) {
        this.simulation = simulation;
        this.firstSeed = firstSeed;
        this.schedules = schedules;
    }

    /** Runs everything; tells on the stream how far it is and how long it will take. */
    void run(int threads, PrintWriter progress) throws InterruptedException {
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(this::work, "simulation-" + i);
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                worker.join(PROGRESS_MILLIS);
                if (worker.isAlive()) {
                    progress.println(progress());
                }
            }
        }
        if (!broken.isEmpty()) {
            throw new IllegalStateException("a simulation broke", broken.get(0));
        }
    }

    private void work() {
        try {
            for (long seed = next(); seed != Long.MIN_VALUE; seed = next()) {
                add(seed, simulation.run(seed));
            }
        } catch (RuntimeException | Error e) {
            broken.add(e);
        }
    }

    private synchronized long next() {
        return given < schedules && broken.isEmpty() ? firstSeed + given++ : Long.MIN_VALUE;
    }

    private synchronized void add(long seed, RunReport report) {
        done++;
        simulatedNanos += report.simulatedNanos();
        coverage.addAll(report.coverage());
        if (report.violation() != null) {
            failing.add(seed);
        }
    }

    private synchronized String progress() {
        double seconds = wallSeconds();
        double left = done == 0 ? 0 : (schedules - done) * seconds / done;
        return String.format(
                Locale.ROOT,
                "%d of %d schedules, next seed %d, %d violations, %.0f a second, about %.0f s left",
                done,
                schedules,
                firstSeed + given,
                failing.size(),
                done / seconds,
                left);
    }

    synchronized List<Long> firstFailing(int most) {
        return failing.stream().limit(most).toList();
    }

    synchronized int violations() {
        return failing.size();
    }

    Coverage coverage() {
        return coverage;
    }

    synchronized String summary() {
        return String.format(
                Locale.ROOT,
                "schedules=%d violations=%d simulatedSeconds=%.0f wallSeconds=%.1f",
                done,
                failing.size(),
                simulatedNanos / 1e9,
                wallSeconds());
    }

    private double wallSeconds() {
        return (System.nanoTime() - beganNanos) / 1e9;
    }
}
