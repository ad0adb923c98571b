package dev.liveset.sim;

import dev.liveset.PoolConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Simulates a pool: by random schedules, each decided by its seed alone, or by a timeline that somebody wrote.
 * Immutable; each run has a world of its own, so runs may go on in several threads at once.
 */
public final class Simulation {
    private final PoolConfig pool;
    private final SimSettings settings;
    private final PlantedBug bug;
    private final boolean mixed;

    /**
     * @param pool the pool; its hosts need no addresses
     * @param settings how rough the world is while nothing in particular is broken
     */
    public Simulation(PoolConfig pool, SimSettings settings) {
        this(pool, settings, PlantedBug.NONE, false);
    }

    private Simulation(PoolConfig pool, SimSettings settings, PlantedBug bug, boolean mixed) {
        this.mixed = mixed;
        this.pool = pool;
        this.settings = settings;
        this.bug = bug;
    }

    /** The same with a rule broken in every host, to see which checker notices. */
    public Simulation withBug(PlantedBug planted) {
        return new Simulation(pool, settings, planted, mixed);
    }

    /**
     * The same with a model of XenServer's own daemon on at least one host and ours on at least one other, as the seed
     * decides, and a toolstack above them that restarts VMs. Only what a host of ours may be blamed for is a violation
     * then; what the original breaks by itself is counted in the coverage, as {@code ORIGINAL …}. The pool is an interop
     * pool with timings in whole seconds.
     */
    public Simulation besideXhad() {
        return new Simulation(pool, settings, bug, true);
    }

    /**
     * Runs the random schedule of a seed: start, join, VMs, at least three faults, heal, rest. The report says which rule
     * did not hold, if any.
     */
    public RunReport run(long seed) {
        if (mixed) {
            return new MixedSimulation(pool, settings, bug).run(seed);
        }
        return new ScheduleRunner(Schedule.random(pool, settings, seed), bug, false).run();
    }

    /**
     * Tells a failure: runs the seed's schedule again, drops what is not needed for the same rule to be broken, and
     * returns the lines that are left and then the story. Empty when the schedule does not fail.
     */
    public List<String> explain(long seed) {
        if (mixed) {
            return new MixedSimulation(pool, settings, bug).explain(seed);
        }
        Schedule schedule = Schedule.random(pool, settings, seed);
        Violation violation = new ScheduleRunner(schedule, bug, false).run().violation();
        if (violation == null) {
            return List.of();
        }
        Schedule shortest = new Shrinker(bug).shrink(schedule, violation);
        RunReport report = new ScheduleRunner(shortest, bug, true).run();
        List<String> lines = new ArrayList<>();
        lines.add("Seed " + seed + ", " + pool.hostCount() + " hosts: " + violation);
        lines.add("The shortest schedule that still fails:");
        Timeline.format(shortest.actions(), pool.hostCount()).forEach(line -> lines.add("  " + line));
        lines.add("What happens in it:");
        report.story().forEach(line -> lines.add("  " + line));
        return lines;
    }

    /**
     * Plays a timeline to its last line and returns the story with it; what it expects and does not find is a violation.
     * Throws {@link dev.liveset.LivesetException} that names a line it cannot understand.
     */
    public RunReport play(List<String> timeline, long seed) {
        List<SimAction> actions = Timeline.parse(timeline, pool.hostCount());
        long end = actions.stream().mapToLong(SimAction::endNanos).max().orElse(0);
        Schedule schedule = new Schedule(pool, settings, seed, Plot.SCATTERED, actions, end);
        return new ScheduleRunner(schedule, bug, true).play();
    }
}
