package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.Timings;

/** Runs one schedule from beginning to end. */
final class ScheduleRunner {
    private static final long LOOK_NANOS = 250_000_000L;
    private static final long REST_NANOS = 3_000_000_000L;

    private final Schedule schedule;
    private final PlantedBug bug;
    private final boolean keepStory;

    ScheduleRunner(Schedule schedule, PlantedBug bug, boolean keepStory) {
        this.schedule = schedule;
        this.bug = bug;
        this.keepStory = keepStory;
    }

    /** Everything: the faults, and how the pool comes to rest after them. */
    RunReport run() {
        return run(true);
    }

    /** Only what is in the schedule, to its last line. */
    RunReport play() {
        return run(false);
    }

    private RunReport run(boolean untilRest) {
        try (SimPool pool = new SimPool(schedule.pool(), schedule.settings(), bug, schedule.seed(), keepStory)) {
            ActionRunner actions = new ActionRunner(pool);
            Convergence convergence = new Convergence(pool);
            for (SimAction action : schedule.actions()) {
                pool.queue().at(action.atNanos(), () -> {
                    judgePrice(pool, convergence, action);
                    actions.run(action);
                });
            }
            pool.runUntil(schedule.endOfFaultsNanos());
            long rest = untilRest && pool.violation() == null ? comeToRest(pool, convergence) : -1;
            return new RunReport(
                    pool.violation(),
                    pool.coverage(),
                    pool.steps(),
                    pool.queue().now(),
                    rest,
                    pool.story());
        }
    }

    /** When one fault at a time meets a pool at rest, its price is known beforehand. */
    private void judgePrice(SimPool pool, Convergence convergence, SimAction action) {
        BlastRadius radius = pool.blastRadius();
        Verb verb = action.verb();
        if (!schedule.oneFaultAtATime() || !isFault(verb)) {
            return;
        }
        if (!convergence.allAtRest()) {
            radius.end();
            return;
        }
        long everybody = schedule.pool().allHosts();
        switch (verb) {
            case SPLIT, LOSE_PACKETS -> radius.end();
            case CUT_NETWORK, CUT_LINK, CUT_ONE_WAY, CUT_ALL_LINKS -> judgeCut(radius, action);
            // Whom of two hosts a pause just as long as the timeout separates must go, nobody can tell.
            case FREEZE, FREEZE_IN_STEP, SUSPEND -> radius.begin(everybody, 1);
            case HANG_CALLS -> radius.begin(0, 0);
            case HANG_ALL_STORAGE, FAIL_ALL_STORAGE -> {
                if (isClearlyShortOrLong(action.forNanos())) {
                    radius.begin(0, 0);
                } else {
                    radius.end();
                }
            }
            default -> radius.begin(HostSet.of(action.host()), 1);
        }
    }

    /** Once the operator weighs hosts it is the operator who decides which side of a cut goes. */
    private void judgeCut(BlastRadius radius, SimAction action) {
        if (schedule.actions().stream().anyMatch(line -> line.verb() == Verb.WEIGH)) {
            radius.end();
        } else if (action.verb() == Verb.CUT_ALL_LINKS) {
            radius.begin(schedule.pool().allHosts(), schedule.pool().hostCount() - 1);
        } else if (action.verb() == Verb.CUT_NETWORK) {
            radius.begin(HostSet.of(action.host()), 1);
        } else {
            radius.begin(HostSet.of(action.host()) | HostSet.of(action.other()), 1);
        }
    }

    /** A loss just as long as the timeout is seen by some hosts and not by others, so rule 2 cannot hold for all. */
    private boolean isClearlyShortOrLong(long nanos) {
        Timings timings = schedule.pool().timings();
        long timeout = timings.statefileTimeoutNanos();
        return nanos < timeout / 2 || nanos > timeout + timings.faultHandlingNanos() + timeout / 2;
    }

    private static boolean isFault(Verb verb) {
        return verb.shape().time || verb == Verb.RESET || verb == Verb.CRASH_AGENT;
    }

    private long comeToRest(SimPool pool, Convergence convergence) {
        long begin = pool.queue().now();
        pool.hosts().forEach(SimHost::powerOn);
        pool.operator().insist();
        long limit = begin + Convergence.boundNanos(schedule.pool(), schedule.settings());
        long restSince = -1;
        while (pool.violation() == null) {
            String missing = convergence.missing();
            long now = pool.queue().now();
            if (!missing.isEmpty()) {
                restSince = -1;
            } else if (restSince < 0) {
                restSince = now;
            } else if (now - restSince >= REST_NANOS) {
                return restSince - begin;
            }
            if (now >= limit) {
                pool.violated("Convergence", missing + " so long after the last fault");
            }
            pool.runUntil(now + LOOK_NANOS);
        }
        return -1;
    }
}
