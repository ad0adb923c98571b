package dev.liveset.examples.campaign;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Tells while a campaign runs how far it is, how long it will take, and at once what failed. */
final class CampaignProgress {
    private static final long FIRST_PAUSE_NANOS = 2_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 60_000_000_000L;

    private final CampaignTotals totals;
    private final PrintWriter stream;
    private final long beganNanos = System.nanoTime();
    private final long doneBefore;

    CampaignProgress(CampaignTotals totals, PrintWriter stream) {
        this.totals = totals;
        this.stream = stream;
        doneBefore = totals.schedules();
    }

    /** Returns when all workers have ended. */
    void follow(List<Thread> workers) throws InterruptedException {
        if (doneBefore > 0) {
            stream.println(doneBefore + " of " + totals.planned() + " schedules were done before");
            stream.flush();
        }
        long pause = FIRST_PAUSE_NANOS;
        long next = beganNanos + pause;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                worker.join(500);
                tellFailures();
                if (worker.isAlive() && System.nanoTime() - next >= 0) {
                    stream.println(line());
                    stream.flush();
                    pause = Math.min(LONGEST_PAUSE_NANOS, pause + pause / 2);
                    next = System.nanoTime() + pause;
                }
            }
        }
        tellFailures();
    }

    private void tellFailures() {
        for (CampaignTotals.Failing failing : totals.justFailed()) {
            stream.println("A rule did not hold: " + failing.hosts() + " hosts, seed " + failing.seed());
            stream.flush();
        }
    }

    private String line() {
        double seconds = (System.nanoTime() - beganNanos) / 1e9;
        long ran = totals.ranNow();
        long left = totals.planned() - doneBefore - ran;
        return String.format(
                Locale.ROOT,
                "%d of %d schedules, %d violations noted, %.0f a second, %s",
                doneBefore + ran,
                totals.planned(),
                totals.failing().size(),
                ran / seconds,
                ran == 0 ? "time unknown" : "about " + duration(left * seconds / ran) + " left");
    }

    private static String duration(double seconds) {
        return seconds < 120
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
}
