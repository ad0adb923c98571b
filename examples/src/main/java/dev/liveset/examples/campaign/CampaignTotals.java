package dev.liveset.examples.campaign;

import dev.liveset.sim.Coverage;
import dev.liveset.sim.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a campaign has found so far, by pool size; threads may add and ask at once. */
public final class CampaignTotals {
    /**
     * A schedule in which a rule did not hold.
     *
     * @param hosts hosts of its pool
     * @param seed its seed
     */
    public record Failing(int hosts, long seed) {}

    private final CampaignPlan plan;
    private final SeedSet done = new SeedSet();
    private final Map<Integer, Tally> bySize = new TreeMap<>();
    private final List<Failing> justFailed = new ArrayList<>();
    private long ranNow;

    CampaignTotals(CampaignPlan plan) {
        this.plan = plan;
        for (int hosts = plan.fewestHosts(); hosts <= plan.mostHosts(); hosts++) {
            bySize.put(hosts, new Tally());
        }
    }

    /** A range is finished and noted. */
    synchronized void taken(SeedRange range, Tally tally) {
        done.add(range);
        bySize.computeIfAbsent(range.hosts(), size -> new Tally()).addAll(tally);
    }

    /** A schedule has run; its range is still under way. */
    synchronized void ran(int hosts, long seed, RunReport report) {
        ranNow++;
        if (report.violation() != null) {
            justFailed.add(new Failing(hosts, seed));
        }
    }

    synchronized List<SeedRange> open(long pieceSize) {
        return plan.open(done, pieceSize);
    }

    /** Schedules that ran since the program began. */
    synchronized long ranNow() {
        return ranNow;
    }

    /** Failing schedules since the last call. */
    synchronized List<Failing> justFailed() {
        List<Failing> failed = List.copyOf(justFailed);
        justFailed.clear();
        return failed;
    }

    /** Schedules that are finished and noted. */
    public synchronized long schedules() {
        return sum().schedules;
    }

    /** Every schedule in which a rule did not hold, small pools first. */
    public synchronized List<Failing> failing() {
        List<Failing> failing = new ArrayList<>();
        bySize.forEach((hosts, tally) -> tally.failing.forEach(seed -> failing.add(new Failing(hosts, seed))));
        return failing;
    }

    /** What happened how often. */
    public synchronized Coverage coverage() {
        return sum().coverage;
    }

    synchronized Tally sum() {
        Tally sum = new Tally();
        bySize.values().forEach(sum::addAll);
        return sum;
    }

    synchronized Map<Integer, Tally> bySize() {
        return new TreeMap<>(bySize);
    }

    synchronized String seeds(int hosts) {
        return done.words(hosts);
    }

    long planned() {
        return plan.schedules();
    }
}
