package dev.liveset.sim;

import static dev.liveset.sim.FaultDice.MILLI;
import static dev.liveset.sim.FaultDice.SECOND;

import dev.liveset.PoolConfig;
import java.util.List;

/** Writes the faults of a {@link Plot}. */
final class PlotWriter {
    private static final Verb[] EVICTING = {
        Verb.POWER_OFF,
        Verb.RESET,
        Verb.RESET_IN_STEP,
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
        Verb.SUSPEND,
        Verb.SUSPEND_STILL,
        Verb.DELAY_WRITES,
        Verb.TEAR_WRITES
    };

    private static final Verb[] MILD = {
        Verb.CUT_NETWORK,
        Verb.CUT_LINK,
        Verb.CUT_ONE_WAY,
        Verb.SPLIT,
        Verb.LOSE_PACKETS,
        Verb.LOSE_ON_LINK,
        Verb.DELAY_PACKETS,
        Verb.REPEAT_PACKETS,
        Verb.CORRUPT_PACKETS,
        Verb.HANG_STORAGE,
        Verb.FAIL_STORAGE,
        Verb.SLOW_STORAGE,
        Verb.HANG_ALL_STORAGE,
        Verb.FAIL_ALL_STORAGE,
        Verb.TEAR_WRITES,
        Verb.DELAY_WRITES,
        Verb.ROT_SECTION,
        Verb.ROT_GLOBAL,
        Verb.ROT_REGION,
        Verb.TRUNCATE_DISK,
        Verb.HANG_CALLS,
        Verb.SLOW_CALLS,
        Verb.FAIL_CALLS,
        Verb.FREEZE,
        Verb.FREEZE_IN_STEP,
        Verb.SUSPEND,
        Verb.SUSPEND_STILL,
        Verb.WATCHDOG_EARLY,
        Verb.WATCHDOG_LATE,
        Verb.LOSE_MASTER_AT
    };

    private static final Moment[] IN_A_ROUND = {
        Moment.FHREADY,
        Moment.FH1,
        Moment.FH1DONE,
        Moment.FH2,
        Moment.FH2DONE,
        Moment.FH3,
        Moment.FH4,
        Moment.FH4DONE,
        Moment.RULE_2,
        Moment.REMOVES,
        Moment.DIES
    };

    private static final Moment[] IN_A_TAKEOVER = {
        Moment.REMOVES,
        Moment.ASKS_FOR_LOCK,
        Moment.BEGINS_EPOCH,
        Moment.HAS_EPOCH,
        Moment.PROMISES,
        Moment.BEGINS_ASSIGNMENT,
        Moment.ASSIGNS,
        Moment.CLAIMS,
        Moment.STARTS,
        Moment.RUNS
    };

    private static final Moment[] IN_A_JOIN = {
        Moment.JOINING, Moment.ONLINE, Moment.FHREADY, Moment.FH1DONE, Moment.FH3, Moment.FH4, Moment.REMOVES
    };

    static final Moment[] IN_A_MOVE = {
        Moment.ORDERS_MOVE,
        Moment.EXPECTS_VM,
        Moment.LETS_GO,
        Moment.STOPS,
        Moment.UNCLAIMS,
        Moment.BEGINS_ASSIGNMENT,
        Moment.CLAIMS,
        Moment.STARTS
    };

    private static final Verb[] ON_ONE_NETWORK = {
        Verb.LOSE_NETWORK, Verb.PULL_CABLE, Verb.CUT_LINK_ON, Verb.CUT_ONE_WAY_ON, Verb.SPLIT_ON
    };

    private final SimRandom random;
    private final FaultDice dice;
    private final PoolConfig pool;
    private final int networks;
    private final long worstNanos;
    private final FaultSheet sheet;
    private final RarePlots rare;

    PlotWriter(SimRandom random, FaultDice dice, PoolConfig pool, int networks, long worstNanos) {
        this.random = random;
        this.dice = dice;
        this.pool = pool;
        this.networks = networks;
        this.worstNanos = worstNanos;
        sheet = new FaultSheet(random, dice);
        rare = new RarePlots(random, dice, pool.hostCount(), pool.timings(), worstNanos, sheet);
    }

    List<SimAction> write(Plot plot, long begin) {
        sheet.waitFor(momentsOf(plot));
        switch (plot) {
            case ONE_AT_A_TIME -> oneAtATime(begin);
            case SCATTERED -> scattered(begin);
            case BURST -> burst(begin);
            case RESTART -> restart(begin);
            case JOIN -> join(begin);
            case BAD_DISK -> badDisk(begin);
            case STALLS -> stalls(begin);
            case MOVES -> moves(begin);
            case HEALTH -> rare.health(begin);
            case RULE_2 -> rare.rule2(begin);
            case COLD_BOOT -> rare.coldBoot(begin);
            case MASTERS -> rare.masters(begin);
            case TRAINS -> rare.trains(begin);
            case UNARMED -> rare.unarmed(begin);
            case STEPS -> new StepPlot(random, dice, pool, worstNanos, sheet).write(begin);
        }
        return sheet.faults();
    }

    /** Some faults of these plots wait for such a moment in the life of a host. */
    private static Moment[] momentsOf(Plot plot) {
        return switch (plot) {
            case BURST, STALLS -> IN_A_ROUND;
            case RESTART -> IN_A_TAKEOVER;
            case JOIN -> IN_A_JOIN;
            case MOVES -> IN_A_MOVE;
            default -> new Moment[0];
        };
    }

    private void evict(long at) {
        sheet.add(at, dice.any(EVICTING), dice.evictingNanos());
    }

    private void mild(long at) {
        Verb[] verbs = networks > 1 && random.chance(0.25) ? ON_ONE_NETWORK : MILD;
        sheet.add(at, dice.any(verbs), dice.mildNanos());
    }

    private void oneAtATime(long begin) {
        int count = 3 + random.below(3);
        int evicting = random.chance(0.9) ? random.below(count) : -1;
        long at = begin;
        for (int i = 0; i < count; i++) {
            if (i == evicting) {
                evict(at);
            } else {
                mild(at);
            }
            at = sheet.soon(sheet.faults().get(i).endNanos() + worstNanos, worstNanos);
        }
    }

    private void scattered(long begin) {
        int count = 3 + random.below(3);
        if (random.chance(0.95)) {
            evict(sheet.soon(begin, 4 * worstNanos));
            count--;
        }
        for (int i = 0; i < count; i++) {
            mild(sheet.soon(begin, 4 * worstNanos));
        }
        if (random.chance(0.01)) {
            sheet.add(sheet.soon(begin, worstNanos), Verb.BREAK_WATCHDOG, 0);
        }
    }

    /** The first fault, and the others while its round of fault handling goes on. */
    private void burst(long begin) {
        dice.aimAt(random.chance(0.5) ? dice.anyHost() : -1);
        evict(begin);
        int count = 2 + random.below(4);
        for (int i = 0; i < count; i++) {
            long at = sheet.soon(begin, random.chance(0.5) ? 3 * SECOND : worstNanos);
            if (random.chance(0.5)) {
                sheet.add(at, dice.any(MILD), dice.borderNanos());
            } else {
                mild(at);
            }
        }
        if (random.chance(0.5)) {
            evict(sheet.soon(begin, 2 * worstNanos));
        }
    }

    /** A host goes; its VMs are restarted between one and two failovers later. */
    private void restart(long begin) {
        Verb gone =
                dice.any(Verb.POWER_OFF, Verb.RESET, Verb.CUT_NETWORK, Verb.FREEZE, Verb.SUSPEND, Verb.FAIL_STORAGE);
        sheet.add(begin, gone, random.chance(0.5) ? dice.evictingNanos() : 3 * worstNanos);
        Verb[] then = {
            Verb.LOSE_MASTER_AT,
            Verb.RESET_IN_STEP,
            Verb.FREEZE_IN_STEP,
            Verb.HANG_CALLS,
            Verb.SLOW_CALLS,
            Verb.FAIL_CALLS,
            Verb.CRASH_AGENT,
            Verb.POWER_OFF,
            Verb.CUT_NETWORK,
            Verb.SPLIT,
            Verb.TEAR_WRITES,
            Verb.DELAY_WRITES,
            Verb.FAIL_ALL_STORAGE,
            Verb.FREEZE
        };
        int count = 2 + random.below(4);
        for (int i = 0; i < count; i++) {
            Verb verb = dice.any(then);
            long at = sheet.soon(begin + worstNanos / 4, 2 * worstNanos);
            sheet.add(at, verb, random.chance(0.3) ? dice.evictingNanos() : dice.mildNanos());
        }
    }

    /** Hosts boot while some messages are lost and members go. */
    private void join(long begin) {
        int joiner = dice.anyHost();
        dice.aimAt(joiner);
        sheet.on(joiner, begin, Verb.POWER_OFF, random.between(SECOND, 2 * worstNanos));
        long back = sheet.faults().get(0).endNanos();
        if (random.chance(0.2)) {
            rare.joinTogether(joiner, begin, back);
        }
        if (random.chance(0.5)) {
            evict(begin);
        }
        Verb[] then = {
            Verb.LOSE_ON_LINK,
            Verb.CUT_LINK,
            Verb.CUT_ONE_WAY,
            Verb.LOSE_PACKETS,
            Verb.DELAY_PACKETS,
            Verb.SLOW_STORAGE,
            Verb.FAIL_ALL_STORAGE,
            Verb.FREEZE,
            Verb.RESET,
            Verb.CRASH_AGENT,
            Verb.FREEZE_IN_STEP,
            Verb.LOSE_WATCHDOG
        };
        sheet.addMild(2 + random.below(4), back, 6 * SECOND, then);
    }

    private void badDisk(long begin) {
        Verb[] bad = {
            Verb.TEAR_WRITES,
            Verb.DELAY_WRITES,
            Verb.FAIL_STORAGE,
            Verb.SLOW_STORAGE,
            Verb.ROT_SECTION,
            Verb.ROT_REGION,
            Verb.ROT_GLOBAL,
            Verb.WIPE_MANIFEST,
            Verb.TRUNCATE_DISK,
            Verb.RESET_IN_STEP
        };
        sheet.addMild(3 + random.below(4), begin, 3 * worstNanos, bad);
        if (random.chance(0.3)) {
            sheet.add(
                    sheet.soon(begin, 2 * worstNanos),
                    dice.any(Verb.LOSE_WRITES, Verb.STALE_READS),
                    dice.evictingNanos());
        }
        evict(sheet.soon(begin, 3 * worstNanos));
    }

    /** Two stalls in a row, each under the timeout, with the network gone: the hole of two winners and its kin. */
    private void stalls(long begin) {
        int host = dice.anyHost();
        long first = random.between(SECOND / 2, dice.borderNanos());
        long gap = random.between(10 * MILLI, 600 * MILLI);
        sheet.on(host, begin, Verb.HANG_STORAGE, first);
        long second = begin + first + gap;
        long stall = dice.borderNanos();
        sheet.on(host, second, Verb.HANG_STORAGE, stall);
        long cut = sheet.soon(begin, 5 * SECOND);
        dice.aimAt(host);
        sheet.add(cut, dice.any(Verb.CUT_NETWORK, Verb.CUT_LINK, Verb.SPLIT, Verb.CUT_ALL_LINKS), dice.evictingNanos());
        if (random.chance(0.6)) {
            Verb stop = dice.any(Verb.FREEZE, Verb.FREEZE_IN_STEP, Verb.SUSPEND, Verb.SUSPEND_STILL);
            sheet.on(host, sheet.soon(cut, 6 * SECOND), stop, dice.evictingNanos());
        }
        if (random.chance(0.5)) {
            sheet.on(host, begin, Verb.WATCHDOG_LATE, 3 * worstNanos);
        }
        if (random.chance(0.3)) {
            mild(sheet.soon(begin, worstNanos));
        }
    }

    private void moves(long begin) {
        evict(sheet.soon(begin, 3 * worstNanos));
        int count = 2 + random.below(3);
        for (int i = 0; i < count; i++) {
            Verb verb = dice.any(
                    Verb.RESET_IN_STEP,
                    Verb.FREEZE_IN_STEP,
                    Verb.CRASH_AGENT,
                    Verb.LOSE_MASTER_AT,
                    Verb.HANG_CALLS,
                    Verb.SLOW_CALLS,
                    Verb.FAIL_CALLS,
                    Verb.POWER_OFF,
                    Verb.CUT_LINK,
                    Verb.DELAY_WRITES);
            sheet.add(sheet.soon(begin, 4 * worstNanos), verb, dice.mildNanos());
        }
    }
}
