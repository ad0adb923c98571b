package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.sim.xhad.XhadTimings;
import java.util.ArrayList;
import java.util.List;

/** Random schedules of mixed pools, each decided by its seed alone; see {@link Simulation#besideXhad}. Immutable. */
final class MixedSimulation {
    private final PoolConfig pool;
    private final SimSettings settings;
    private final PlantedBug bug;

    MixedSimulation(PoolConfig pool, SimSettings settings, PlantedBug bug) {
        this.bug = bug;
        this.pool = pool;
        this.settings = settings;
    }

    /** Runs the schedule of a seed; the seed also decides which hosts run the original: at least one does, and one does not. */
    RunReport run(long seed) {
        return new MixedRun(schedule(seed), makeup(seed), bug, false).run();
    }

    /** The schedule of a seed, what it breaks and its whole story; empty when it breaks nothing. */
    List<String> explain(long seed) {
        RunReport report = new MixedRun(schedule(seed), makeup(seed), bug, true).run();
        if (report.violation() == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("Seed " + seed + ", " + pool.hostCount() + " hosts, the original on "
                + HostSet.format(makeup(seed).xhads(), pool.hostCount()) + ": " + report.violation());
        lines.addAll(report.story());
        return lines;
    }

    private Schedule schedule(long seed) {
        return new MixedScheduleGenerator(pool, settings, seed).generate();
    }

    private Makeup makeup(long seed) {
        long mixtures = pool.allHosts() - 1; // neither none nor all
        SimRandom random = new SimRandom(SimRandom.mix(~seed, pool.hostCount()));
        return Makeup.mixed(random.between(1, mixtures), XhadTimings.of(pool.timings()));
    }
}
