package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.sim.xhad.XhadTimings;
import java.util.ArrayList;
import java.util.List;

/**
 * Simulates pools in which XenServer's own daemon and our hosts sit side by side: random schedules, each decided by its
 * seed alone, with a toolstack above the liveset that restarts VMs. Only what a host of ours may be blamed for is a
 * violation; what the original breaks among its own is counted in the coverage, as {@code ORIGINAL …}. Immutable.
 */
public final class MixedSimulation {
    private final PoolConfig pool;
    private final SimSettings settings;

    /**
     * @param pool an interop pool with timings in whole seconds
     * @param settings how rough the world is while nothing in particular is broken
     */
    public MixedSimulation(PoolConfig pool, SimSettings settings) {
        this.pool = pool;
        this.settings = settings;
    }

    /** Runs the schedule of a seed; the seed also decides which hosts run the original: at least one does, and one does not. */
    public RunReport run(long seed) {
        return new MixedRun(schedule(seed), makeup(seed), false).run();
    }

    /** The schedule of a seed, what it breaks and its whole story; empty when it breaks nothing. */
    public List<String> explain(long seed) {
        RunReport report = new MixedRun(schedule(seed), makeup(seed), true).run();
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
