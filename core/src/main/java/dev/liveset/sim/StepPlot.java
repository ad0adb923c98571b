package dev.liveset.sim;

import static dev.liveset.sim.FaultDice.SECOND;

import dev.liveset.PoolConfig;

/**
 * Writes schedules in which several faults meet one step of the protocol: something sets the pool in motion, and when one of
 * its hosts comes to a step, two or three things happen to it and to few others at that instant or within two beats of it.
 * Faults at any time meet a step once in many schedules, and two of them the same step hardly ever.
 */
final class StepPlot {
    private static final Moment[] OF_A_LOSS = {
        Moment.FHREADY,
        Moment.FH1,
        Moment.FH1DONE,
        Moment.FH2,
        Moment.FH2DONE,
        Moment.FH3,
        Moment.FH3DONE,
        Moment.FH4,
        Moment.FH4DONE,
        Moment.REMOVES,
        Moment.DIES,
        Moment.ASKS_FOR_LOCK,
        Moment.IS_MASTER,
        Moment.HAS_EPOCH,
        Moment.PROMISES,
        Moment.ASSIGNS,
        Moment.CLAIMS,
        Moment.STARTS,
        Moment.RUNS
    };

    private static final Moment[] OF_A_RETURN = {
        Moment.JOINING, Moment.JOINING, Moment.ONLINE, Moment.ONLINE, Moment.FHREADY, Moment.FH4, Moment.REMOVES
    };

    private static final Moment[] OF_A_NEW_MASTER = {
        Moment.ASKS_FOR_LOCK,
        Moment.IS_MASTER,
        Moment.BEGINS_EPOCH,
        Moment.HAS_EPOCH,
        Moment.PROMISES,
        Moment.BEGINS_ASSIGNMENT,
        Moment.ASSIGNS
    };

    private static final Moment[] OF_RULE_2 = {
        Moment.RULE_2, Moment.RULE_2, Moment.FHREADY, Moment.FH1DONE, Moment.FH3, Moment.FH4DONE, Moment.REMOVES
    };

    private static final Verb[] AT_A_STEP = {
        Verb.RESET,
        Verb.RESET_IN_STEP,
        Verb.POWER_OFF,
        Verb.CRASH_AGENT,
        Verb.FREEZE,
        Verb.FREEZE_IN_STEP,
        Verb.SUSPEND,
        Verb.SUSPEND_STILL,
        Verb.CUT_NETWORK,
        Verb.CUT_LINK,
        Verb.CUT_LINK,
        Verb.CUT_ONE_WAY,
        Verb.LOSE_ON_LINK,
        Verb.HANG_STORAGE,
        Verb.FAIL_STORAGE,
        Verb.SLOW_STORAGE,
        Verb.STALL_READ,
        Verb.STALL_WRITE,
        Verb.TEAR_WRITES,
        Verb.DELAY_WRITES,
        Verb.HANG_CALLS,
        Verb.WATCHDOG_LATE,
        Verb.ROT_SECTION,
        Verb.ROT_REGION,
        Verb.WIPE_MANIFEST,
        Verb.HANG_ALL_STORAGE,
        Verb.DELAY_PACKETS
    };

    private final SimRandom random;
    private final FaultDice dice;
    private final PoolConfig pool;
    private final long worstNanos;
    private final FaultSheet sheet;

    StepPlot(SimRandom random, FaultDice dice, PoolConfig pool, long worstNanos, FaultSheet sheet) {
        this.random = random;
        this.dice = dice;
        this.pool = pool;
        this.worstNanos = worstNanos;
        this.sheet = sheet;
    }

    void write(long begin) {
        int subject = dice.anyHost();
        Moment[] moments = setInMotion(subject, begin);
        int steps = 1 + random.below(3);
        for (int i = 0; i < steps; i++) {
            meetStep(subject, begin, moments[random.below(moments.length)]);
        }
        dice.aimAt(-1);
        if (random.chance(0.6)) {
            Verb last = dice.any(Verb.POWER_OFF, Verb.CUT_NETWORK, Verb.FREEZE, Verb.RESET);
            sheet.add(sheet.soon(begin + worstNanos, 2 * worstNanos), last, dice.evictingNanos());
        }
    }

    /** Returns the steps that it will come to. */
    private Moment[] setInMotion(int subject, long begin) {
        // Beside the original daemon there are no VMs to be moved.
        switch (random.below(pool.mode() == PoolConfig.Mode.STRICT ? 6 : 5)) {
            case 0, 1 -> {
                Verb lost = dice.any(
                        Verb.POWER_OFF,
                        Verb.CUT_NETWORK,
                        Verb.FREEZE,
                        Verb.SUSPEND,
                        Verb.FAIL_STORAGE,
                        Verb.HANG_STORAGE);
                sheet.on(subject, begin, lost, dice.evictingNanos());
                return OF_A_LOSS;
            }
            case 2 -> {
                long off = random.between(SECOND, 2 * worstNanos);
                sheet.on(subject, begin, Verb.POWER_OFF, off);
                if (random.chance(0.3)) {
                    sheet.on(dice.anyHost(), begin, Verb.POWER_OFF, off);
                }
                return OF_A_RETURN;
            }
            case 3 -> {
                sheet.on(subject, begin, Verb.YIELD_MASTER);
                sheet.on(subject, begin + random.between(SECOND / 5, 3 * SECOND), Verb.ASK_FOR_MASTER);
                sheet.on(dice.anyHost(), begin, Verb.POWER_OFF, dice.evictingNanos());
                return OF_A_NEW_MASTER;
            }
            case 5 -> {
                for (int i = 0; i < 3; i++) {
                    long at = sheet.soon(begin, worstNanos);
                    sheet.faults()
                            .add(SimAction.of(at, Verb.MOVE_VM)
                                    .on(dice.anyHost())
                                    .number(1 + i));
                }
                return PlotWriter.IN_A_MOVE;
            }
            default -> {
                Verb loss = dice.any(Verb.HANG_ALL_STORAGE, Verb.FAIL_ALL_STORAGE);
                sheet.add(begin, loss, 2 * dice.evictingNanos());
                return OF_RULE_2;
            }
        }
    }

    /** Two or three things at one step, or soon after it, mostly to who takes it and to whom it is about. */
    private void meetStep(int subject, long begin, Moment moment) {
        int whose = random.chance(0.35) ? subject : dice.anyHost();
        int third = dice.anyHost();
        int count = 2 + random.below(2);
        for (int i = 0; i < count; i++) {
            int victim = random.chance(0.4) ? whose : random.chance(0.5) ? subject : third;
            dice.aimAt(victim);
            long after = random.chance(0.5) ? 0 : random.between(0, 2 * beatNanos());
            SimAction fault = dice.fault(begin, dice.any(AT_A_STEP), nanos());
            sheet.faults().add(fault.when(new SimAction.Trigger(whose, moment, after)));
        }
    }

    private long beatNanos() {
        return Math.max(pool.timings().heartbeatIntervalNanos(), pool.timings().statefileIntervalNanos());
    }

    private long nanos() {
        return switch (random.below(3)) {
            case 0 -> dice.mildNanos();
            case 1 -> dice.borderNanos();
            default -> dice.evictingNanos();
        };
    }
}
