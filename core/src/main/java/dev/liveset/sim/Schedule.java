package dev.liveset.sim;

import dev.liveset.PoolConfig;
import java.util.List;

/**
 * One run to be simulated: everything that follows from it is decided by it. Made by {@link #random} or from a scenario.
 *
 * @param pool the pool
 * @param settings how rough the world is by itself
 * @param seed seed of everything that is drawn while it runs
 * @param plot what it is about
 * @param actions what happens, by time
 * @param endOfFaultsNanos from then on nothing is broken any more, and the pool must come to rest
 */
record Schedule(
        PoolConfig pool, SimSettings settings, long seed, Plot plot, List<SimAction> actions, long endOfFaultsNanos) {
    Schedule {
        actions = List.copyOf(actions);
    }

    /** The random schedule of this seed. */
    static Schedule random(PoolConfig pool, SimSettings settings, long seed) {
        return new ScheduleGenerator(pool, settings, seed).generate();
    }

    /** Whether the pool must come to rest: not when the disk lied. */
    boolean claimsLiveness() {
        return actions.stream().noneMatch(action -> action.verb().endsLiveness());
    }

    Schedule withActions(List<SimAction> others) {
        return new Schedule(pool, settings, seed, plot, others, endOfFaultsNanos);
    }
}
