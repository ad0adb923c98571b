package dev.liveset.examples.campaign;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures at the end of a campaign. */
public final class CampaignReport {
    private CampaignReport() {}

    /**
     * Prints what happened how often, a line for each pool size, and last what can be read by a program.
     *
     * @param missing what should have happened and never did
     * @param wallSeconds how long this run took
     */
    public static void print(CampaignTotals totals, List<String> missing, double wallSeconds, PrintWriter out) {
        for (Map.Entry<String, Long> count : totals.coverage().counts().entrySet()) {
            out.printf(Locale.ROOT, "%10d  %s%n", count.getValue(), count.getKey());
        }
        missing.forEach(name -> out.printf(Locale.ROOT, "%10s  %s%n", "never", name));
        out.println();
        out.printf(
                Locale.ROOT,
                "%5s %10s %10s %12s %9s  %s%n",
                "hosts",
                "schedules",
                "violations",
                "simulated s",
                "busy s",
                "seeds");
        totals.bySize()
                .forEach((hosts, tally) -> out.printf(
                        Locale.ROOT,
                        "%5d %10d %10d %12.0f %9.1f  %s%n",
                        hosts,
                        tally.schedules,
                        tally.failing.size(),
                        tally.simulatedNanos / 1e9,
                        tally.busyNanos / 1e9,
                        totals.seeds(hosts)));
        Tally sum = totals.sum();
        double busySeconds = sum.busyNanos / 1e9;
        out.printf(
                Locale.ROOT,
                "events=%d busySeconds=%.1f eventsPerSecond=%.0f%n",
                sum.events,
                busySeconds,
                busySeconds == 0 ? 0 : sum.events / busySeconds);
        out.printf(
                Locale.ROOT,
                "schedules=%d violations=%d simulatedSeconds=%.0f wallSeconds=%.1f%n",
                sum.schedules,
                sum.failing.size(),
                sum.simulatedNanos / 1e9,
                wallSeconds);
        out.flush();
    }
}
