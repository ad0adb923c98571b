package dev.liveset.sim;

import dev.liveset.LivesetException;
import java.util.EnumSet;
import java.util.Set;

/** Runs one schedule from beginning to end. */
final class ScheduleRunner {
    private static final long LOOK_NANOS = 250_000_000L;

    private static final Set<Verb> HEALTH = EnumSet.of(Verb.FAIL_HEALTH, Verb.HANG_HEALTH, Verb.BLOCK_HEALTH);
    private static final Set<Verb> WITNESS = EnumSet.of(Verb.CUT_WITNESS, Verb.LOSE_WITNESS);

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
            long rest = -1;
            try {
                rest = drive(pool, untilRest);
            } catch (RuntimeException e) {
                pool.claims().threw(e);
            }
            return new RunReport(
                    pool.claims().violation(),
                    pool.claims().claimsNothing(),
                    pool.tally().coverage(),
                    pool.tally().steps(),
                    pool.queue().happened(),
                    pool.queue().now(),
                    rest,
                    pool.log().lines());
        }
    }

    /** How long after the last fault the pool was at rest, -1 when it did not get there. */
    private long drive(SimPool pool, boolean untilRest) {
        ActionRunner actions = new ActionRunner(pool, schedule.endOfFaultsNanos());
        Convergence convergence = new Convergence(pool);
        pool.tally().count("plot " + schedule.plot());
        FaultPrices prices = new FaultPrices(schedule, pool, convergence);
        boolean health = schedule.actions().stream().anyMatch(line -> HEALTH.contains(line.verb()));
        if (health) {
            pool.births().lookAfterManagement();
        }
        if (schedule.actions().stream().anyMatch(line -> WITNESS.contains(line.verb()))) {
            pool.witness().install();
        }
        for (SimAction action : schedule.actions()) {
            pool.queue().at(action.atNanos(), () -> {
                prices.judge(action);
                actions.run(action);
            });
        }
        pool.runUntil(schedule.endOfFaultsNanos());
        return untilRest && pool.claims().violation() == null && schedule.claimsLiveness()
                ? comeToRest(pool, convergence)
                : -1;
    }

    private long comeToRest(SimPool pool, Convergence convergence) {
        long begin = pool.queue().now();
        pool.hosts().forEach(SimHost::powerOn);
        rebootTheUnarmed(pool);
        pool.operator().insist();
        LostTables lostTables = new LostTables(pool);
        RestWatch watch = new RestWatch(begin + Convergence.boundNanos(schedule.pool(), schedule.settings()));
        while (pool.claims().violation() == null && pool.claims().claimsNothing() == null) {
            String missing = convergence.missing();
            long now = pool.queue().now();
            switch (watch.look(now, missing.isEmpty())) {
                case AT_REST -> {
                    return watch.sinceNanos() - begin;
                }
                case TOO_LATE -> pool.claims().violated("Convergence", missing + " so long after the last fault");
                case GOES_ON -> {}
            }
            pool.operator().restorePool();
            rebootTheUnarmed(pool);
            rebootAsTold(pool);
            lostTables.look(convergence.allAtRest() && !pool.operator().isDone());
            pool.runUntil(now + LOOK_NANOS);
        }
        return -1;
    }

    /**
     * Who does without a watchdog has none again before the machine boots, and where an agent ended while VMs ran no other
     * starts there by itself: people come to look, also where the watchdog is closed only now, and as often as that happens.
     */
    private static void rebootTheUnarmed(SimPool pool) {
        for (SimHost host : pool.hosts()) {
            if (host.isUp() && host.disarmState().isUnguarded()) {
                pool.tally().count("machines rebooted by people");
                pool.checkers().blastRadius().end();
                host.die("reset");
            }
        }
    }

    /** A host whose own state is unknown says that the machine must be rebooted: people do it, after a first look. */
    private static void rebootAsTold(SimPool pool) {
        String told = LivesetException.Code.INVALID_LOCALHOST_STATE.name();
        for (SimHost host : pool.hosts()) {
            if (host.isUp() && !host.agentRuns() && host.lastEnd().equals(told)) {
                pool.tally().count("machines rebooted by people");
                host.die("reset");
            }
        }
    }
}
