package dev.liveset.examples.campaign;

import dev.liveset.sim.RunReport;
import dev.liveset.sim.Simulation;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Runs the schedules of a plan on several threads and notes every finished piece, with progress on a stream. A signal to
 * end lets the schedules under way finish and notes what is done.
 */
public final class Campaign {
    private static final long MOST_IN_A_PIECE = 200;
    private static final long PIECES_A_THREAD = 20;

    private final CampaignPlan plan;
    private final IntFunction<Simulation> simulations;
    private final CampaignFile file;
    private final CampaignTotals totals;
    private final ArrayDeque<SeedRange> open = new ArrayDeque<>();
    private final Map<Integer, Simulation> bySize = new HashMap<>();
    private RuntimeException broken;
    private volatile boolean stopping;

    /**
     * @param simulations makes the simulation of a pool of so many hosts
     * @param file where it is noted what is done, and was before; null to note nothing
     */
    public Campaign(CampaignPlan plan, IntFunction<Simulation> simulations, CampaignFile file) {
        this.plan = plan;
        this.simulations = simulations;
        this.file = file;
        totals = new CampaignTotals(plan);
        if (file != null) {
            file.read(totals::taken);
        }
    }

    /** What has been done, in this run and before. */
    public CampaignTotals totals() {
        return totals;
    }

    /** Ends the run as soon as the schedules under way are finished. */
    public void stop() {
        stopping = true;
    }

    /** Runs what is open; returns when all is done or it was stopped. Throws what a simulation or the file throws. */
    public void run(int threads, PrintWriter progress) throws InterruptedException {
        long left = plan.schedules() - totals.schedules();
        long piece = Math.max(1, Math.min(MOST_IN_A_PIECE, left / (PIECES_A_THREAD * threads)));
        open.addAll(totals.open(piece));
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(this::work, "simulation-" + i);
            worker.setDaemon(true);
            workers.add(worker);
        }
        Thread onSignal = new Thread(() -> endOnSignal(workers, progress), "simulation-end");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            workers.forEach(Thread::start);
            new CampaignProgress(totals, progress).follow(workers);
        } finally {
            stop();
            keepHook(onSignal);
        }
        synchronized (this) {
            if (broken != null) {
                throw broken;
            }
        }
    }

    private static void keepHook(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            return; // The signal came: the hook is what ends the run.
        }
    }

    private void endOnSignal(List<Thread> workers, PrintWriter progress) {
        stop();
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        progress.println(totals.schedules() + " of " + plan.schedules() + " schedules are done"
                + (file == null ? "." : " and noted; the same command goes on."));
        progress.flush();
    }

    private void work() {
        try {
            for (SeedRange range = next(); range != null; range = next()) {
                run(range);
            }
        } catch (RuntimeException e) {
            fail(e);
        } catch (Error e) {
            fail(new IllegalStateException("a simulation broke", e));
        }
    }

    private synchronized void fail(RuntimeException e) {
        stop();
        broken = e;
    }

    private synchronized SeedRange next() {
        return stopping ? null : open.poll();
    }

    private synchronized Simulation simulation(int hosts) {
        return bySize.computeIfAbsent(hosts, simulations::apply);
    }

    private void run(SeedRange range) {
        Simulation simulation = simulation(range.hosts());
        Tally tally = new Tally();
        long began = System.nanoTime();
        long seed = range.first();
        for (; seed <= range.last() && !stopping; seed++) {
            RunReport report = simulation.run(seed);
            tally.add(seed, report);
            totals.ran(range.hosts(), seed, report);
        }
        tally.busyNanos = System.nanoTime() - began;
        if (tally.schedules > 0) {
            note(new SeedRange(range.hosts(), range.first(), seed - 1), tally);
        }
    }

    private synchronized void note(SeedRange range, Tally tally) {
        if (file != null) {
            file.note(range, tally);
        }
        totals.taken(range, tally);
    }
}
