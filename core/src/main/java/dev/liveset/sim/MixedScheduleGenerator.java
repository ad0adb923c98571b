package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws a schedule for a mixed pool: start, join, VMs, then two to five faults, at once or one after the other, of which
 * most are as long as a timeout, a watchdog, or a little more or less: the holes of the original lie there.
 */
final class MixedScheduleGenerator {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private static final List<Verb> FAULTS = List.of(
            Verb.POWER_OFF,
            Verb.RESET,
            Verb.CRASH_AGENT,
            Verb.CUT_NETWORK,
            Verb.CUT_LINK,
            Verb.CUT_ONE_WAY,
            Verb.SPLIT,
            Verb.CUT_ALL_LINKS,
            Verb.LOSE_PACKETS,
            Verb.HANG_STORAGE,
            Verb.FAIL_STORAGE,
            Verb.SLOW_STORAGE,
            Verb.HANG_ALL_STORAGE,
            Verb.FAIL_ALL_STORAGE,
            Verb.FREEZE,
            Verb.FREEZE_IN_STEP,
            Verb.SUSPEND);

    private final PoolConfig pool;
    private final SimSettings settings;
    private final long seed;
    private final SimRandom random;
    private final int hosts;
    private final List<SimAction> actions = new ArrayList<>();

    MixedScheduleGenerator(PoolConfig pool, SimSettings settings, long seed) {
        this.pool = pool;
        this.settings = settings;
        this.seed = seed;
        random = new SimRandom(SimRandom.mix(seed, pool.hostCount()));
        hosts = pool.hostCount();
    }

    Schedule generate() {
        for (int host = 0; host < hosts; host++) {
            actions.add(SimAction.of(random.between(0, SECOND), Verb.POWER_ON).on(host));
        }
        long started = 3 * pool.timings().longestTimeoutNanos();
        for (int vm = 1; vm <= 1 + random.below(3); vm++) {
            actions.add(SimAction.of(started, Verb.DEFINE_VM).number(vm));
            actions.add(SimAction.of(started, Verb.START_VM).number(vm).on(random.below(hosts)));
        }
        long end = addFaults(started + random.between(3 * SECOND, 8 * SECOND));
        actions.sort(Comparator.comparingLong(SimAction::atNanos));
        return new Schedule(pool, settings, seed, Plot.SCATTERED, actions, end);
    }

    private long addFaults(long begin) {
        long worst = Convergence.failoverNanos(pool);
        boolean atOnce = random.chance(0.6);
        long at = begin;
        long end = begin;
        for (int left = 2 + random.below(4); left > 0; left--) {
            SimAction fault = fault(at, FAULTS.get(random.below(FAULTS.size())));
            actions.add(fault);
            end = Math.max(end, fault.endNanos());
            at = atOnce ? at + random.between(0, worst / 3) : fault.endNanos() + random.between(0, 2 * worst);
        }
        if (random.chance(0.3)) {
            actions.add(SimAction.of(random.between(begin, end), Verb.WEIGH)
                    .on(random.below(hosts))
                    .number(random.below(20)));
        }
        return end + worst;
    }

    private SimAction fault(long at, Verb verb) {
        Verb.Shape shape = verb.shape();
        SimAction action = SimAction.of(at, verb);
        int host = random.below(hosts);
        if (shape.host) {
            action = action.on(host);
        }
        if (shape.other) {
            action = action.and((host + 1 + random.below(hosts - 1)) % hosts);
        }
        if (shape.set) {
            action = action.among(random.between(1, HostSet.firstHosts(hosts) - 1));
        }
        if (shape.number) {
            action = action.number(10 + random.below(70));
        }
        return shape.time ? action.lasting(duration()) : action;
    }

    private long duration() {
        long timeout = pool.timings().longestTimeoutNanos();
        long watchdog = pool.timings().watchdogTimeoutNanos();
        return switch (random.below(4)) {
            case 0 -> random.between(100 * MILLI, timeout);
            case 1 -> random.between(timeout / 2, 3 * timeout / 2);
            case 2 -> random.between(timeout, watchdog + timeout);
            default -> random.between(watchdog, 4 * watchdog);
        };
    }
}
