package dev.liveset.sim;

import dev.liveset.PoolConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws a schedule: start, join, VMs, then at least three faults, of which one is meant to cost a host in four of five
 * schedules, and an operator who meddles.
 */
final class ScheduleGenerator {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private static final List<Verb> EVICTING = List.of(
            Verb.POWER_OFF,
            Verb.RESET,
            Verb.CRASH_AGENT,
            Verb.CUT_NETWORK,
            Verb.CUT_LINK,
            Verb.CUT_ONE_WAY,
            Verb.SPLIT,
            Verb.CUT_ALL_LINKS,
            Verb.HANG_STORAGE,
            Verb.FAIL_STORAGE,
            Verb.FREEZE,
            Verb.FREEZE_IN_STEP,
            Verb.SUSPEND);

    private static final List<Verb> MILD = List.of(
            Verb.CUT_NETWORK,
            Verb.CUT_LINK,
            Verb.CUT_ONE_WAY,
            Verb.SPLIT,
            Verb.LOSE_PACKETS,
            Verb.HANG_STORAGE,
            Verb.FAIL_STORAGE,
            Verb.SLOW_STORAGE,
            Verb.HANG_ALL_STORAGE,
            Verb.FAIL_ALL_STORAGE,
            Verb.HANG_CALLS,
            Verb.FREEZE,
            Verb.FREEZE_IN_STEP,
            Verb.SUSPEND);

    private static final List<Verb> MEDDLING =
            List.of(Verb.HALT_VM, Verb.SHUTDOWN_VM, Verb.START_VM, Verb.MOVE_VM, Verb.WEIGH, Verb.YIELD_MASTER);

    /** An interop pool keeps no VMs (E10). */
    private static final List<Verb> MEDDLING_WITHOUT_VMS = List.of(Verb.WEIGH, Verb.YIELD_MASTER);

    private final PoolConfig pool;
    private final SimSettings settings;
    private final long seed;
    private final SimRandom random;
    private final int hosts;
    private final int vms;
    private final List<SimAction> actions = new ArrayList<>();

    ScheduleGenerator(PoolConfig pool, SimSettings settings, long seed) {
        this.pool = pool;
        this.settings = settings;
        this.seed = seed;
        random = new SimRandom(SimRandom.mix(seed, pool.hostCount()));
        hosts = pool.hostCount();
        vms = 1 + random.below(4);
    }

    Schedule generate() {
        for (int host = 0; host < hosts; host++) {
            actions.add(
                    SimAction.of(random.between(0, 2 * SECOND), Verb.POWER_ON).on(host));
        }
        if (pool.mode() == PoolConfig.Mode.STRICT) {
            addVms();
        }
        boolean oneAtATime = random.chance(0.4);
        long end = addFaults(oneAtATime);
        actions.sort(Comparator.comparingLong(SimAction::atNanos));
        return new Schedule(pool, settings, seed, actions, oneAtATime, end);
    }

    private void addVms() {
        actions.add(SimAction.of(3 * SECOND, Verb.ENABLE_HA));
        actions.add(SimAction.of(3 * SECOND, Verb.TOLERATE).number(1));
        for (int vm = 1; vm <= vms; vm++) {
            actions.add(SimAction.of(3 * SECOND, Verb.DEFINE_VM).number(vm));
            actions.add(SimAction.of(3 * SECOND, Verb.START_VM).number(vm).on(random.below(hosts)));
        }
    }

    private long addFaults(boolean oneAtATime) {
        long worst = Convergence.failoverNanos(pool);
        long begin = 10 * SECOND + random.between(0, 6 * SECOND);
        int faults = 3 + random.below(3);
        int evicting = random.chance(0.85) ? random.below(faults) : -1;
        long end = begin + 5 * worst;
        long at = begin;
        for (int i = 0; i < faults; i++) {
            if (!oneAtATime) {
                at = random.between(begin, end - worst);
            }
            SimAction fault = i == evicting ? evicting(at) : mild(at);
            actions.add(fault);
            at = fault.endNanos() + worst + random.between(0, worst);
            end = Math.max(end, fault.endNanos() + SECOND);
        }
        int meddling = random.below(5);
        for (int i = 0; i < meddling; i++) {
            meddle(random.between(begin, end));
        }
        return end + 2 * SECOND;
    }

    private SimAction evicting(long at) {
        Verb verb = EVICTING.get(random.below(EVICTING.size()));
        long timeouts = pool.timings().longestTimeoutNanos() + pool.timings().watchdogTimeoutNanos();
        return fault(at, verb, random.between(timeouts, 3 * timeouts));
    }

    private SimAction mild(long at) {
        Verb verb = MILD.get(random.below(MILD.size()));
        long most = random.chance(0.7)
                ? pool.timings().longestTimeoutNanos()
                : 3 * pool.timings().watchdogTimeoutNanos();
        return fault(at, verb, random.between(100 * MILLI, most));
    }

    private SimAction fault(long at, Verb verb, long nanos) {
        int host = random.below(hosts);
        int other = (host + 1 + random.below(Math.max(1, hosts - 1))) % hosts;
        SimAction action = SimAction.of(at, verb);
        Verb.Shape shape = verb.shape();
        if (shape.host) {
            action = action.on(host);
        }
        if (shape.other) {
            action = action.and(other);
        }
        if (shape.set) {
            action = action.among(random.between(1, Math.max(1, pool.allHosts() - 1)));
        }
        if (shape.number) {
            action = action.number(10 + random.below(60));
        }
        return shape.time ? action.lasting(nanos) : action;
    }

    private void meddle(long at) {
        List<Verb> choice = pool.mode() == PoolConfig.Mode.STRICT ? MEDDLING : MEDDLING_WITHOUT_VMS;
        Verb verb = choice.get(random.below(choice.size()));
        SimAction action = SimAction.of(at, verb);
        switch (verb) {
            case WEIGH -> action = action.on(random.below(hosts)).number(random.below(20));
            case YIELD_MASTER -> action = action.on(random.below(hosts));
            default -> {
                action = action.number(1 + random.below(vms));
                if (verb.shape().host) {
                    action = action.on(random.below(hosts));
                }
            }
        }
        actions.add(action);
        if (verb == Verb.YIELD_MASTER) {
            actions.add(SimAction.of(at + random.between(SECOND, 10 * SECOND), Verb.ASK_FOR_MASTER)
                    .on(action.host()));
        }
    }
}
