package dev.liveset.sim;

import static dev.liveset.sim.FaultDice.MILLI;
import static dev.liveset.sim.FaultDice.SECOND;

import dev.liveset.Timings;

/** Writes the faults of plots in which several things must come together, each of them common by itself. */
final class RarePlots {
    private final SimRandom random;
    private final FaultDice dice;
    private final int hosts;
    private final Timings timings;
    private final long worstNanos;
    private final FaultSheet sheet;

    RarePlots(SimRandom random, FaultDice dice, int hosts, Timings timings, long worstNanos, FaultSheet sheet) {
        this.random = random;
        this.dice = dice;
        this.hosts = hosts;
        this.timings = timings;
        this.worstNanos = worstNanos;
        this.sheet = sheet;
    }

    /** Another host comes back with the joiner while a third goes, and the two lose their link before they are taken in. */
    void joinTogether(int joiner, long begin, long back) {
        int other = dice.anyHost();
        sheet.on(other, begin, Verb.POWER_OFF, back - begin);
        long lost = sheet.soon(back, 4 * SECOND);
        sheet.on(dice.anyHost(), lost, dice.any(Verb.POWER_OFF, Verb.CUT_NETWORK), 2 * dice.evictingNanos());
        if (other != joiner) {
            long cut = sheet.soon(lost, 3 * SECOND);
            sheet.faults()
                    .add(SimAction.of(cut, Verb.CUT_LINK).on(joiner).and(other).lasting(dice.evictingNanos()));
        }
    }

    /** The management agent of a host is ill in several ways, one after the other or at once. */
    void health(long begin) {
        int host = dice.anyHost();
        long first = random.between(2 * SECOND, 6 * SECOND);
        sheet.on(host, begin, Verb.HANG_HEALTH, first);
        if (random.chance(0.5)) {
            sheet.on(host, begin + first + 10 * MILLI, Verb.HANG_HEALTH, random.between(SECOND, 4 * SECOND));
        }
        int count = 2 + random.below(3);
        for (int i = 0; i < count; i++) {
            Verb verb = dice.any(Verb.FAIL_HEALTH, Verb.HANG_HEALTH, Verb.BLOCK_HEALTH);
            int ill = random.chance(0.6) ? host : dice.anyHost();
            sheet.on(
                    ill,
                    sheet.soon(begin, 2 * worstNanos),
                    verb,
                    random.chance(0.6) ? dice.evictingNanos() : dice.mildNanos());
        }
        sheet.add(
                sheet.soon(begin, 3 * worstNanos),
                dice.any(Verb.CUT_NETWORK, Verb.FREEZE, Verb.POWER_OFF),
                dice.evictingNanos());
    }

    /** The pool loses its disk, with everybody there or with a host excluded, and then more. */
    void rule2(long begin) {
        int apart = dice.anyHost();
        boolean excluded = random.chance(0.6);
        boolean comesBack = excluded && random.chance(0.6);
        long lost = begin + (comesBack ? worstNanos + random.between(0, SECOND) : SECOND);
        long nanos = 2 * dice.evictingNanos();
        long known = lost + timings.statefileTimeoutNanos() + SECOND;
        if (excluded) {
            sheet.on(apart, begin + 2 * SECOND, Verb.EXCLUDE_OFFLINE);
        }
        if (comesBack) {
            sheet.on(apart, begin + SECOND, Verb.POWER_OFF, sheet.soon(known - begin, 3 * SECOND));
        } else if (excluded) {
            sheet.on(apart, sheet.soon(known, 3 * SECOND), Verb.POWER_OFF, nanos);
        }
        Verb loss = dice.any(Verb.HANG_STORAGE, Verb.FAIL_STORAGE);
        if (comesBack || random.chance(0.4)) {
            long spread = random.chance(0.5) ? 200 * MILLI : 3 * SECOND;
            for (int host = 0; host < hosts; host++) {
                if (!comesBack || host != apart) {
                    sheet.on(host, lost, loss, sheet.soon(nanos, spread));
                }
            }
        } else {
            sheet.add(lost, loss == Verb.HANG_STORAGE ? Verb.HANG_ALL_STORAGE : Verb.FAIL_ALL_STORAGE, nanos);
        }
        int count = 1 + random.below(3);
        for (int i = 0; i < count; i++) {
            Verb verb = dice.any(
                    Verb.CUT_LINK,
                    Verb.CUT_ONE_WAY,
                    Verb.CUT_NETWORK,
                    Verb.POWER_OFF,
                    Verb.FREEZE,
                    Verb.CRASH_AGENT,
                    Verb.LOSE_PACKETS,
                    Verb.SLOW_STORAGE);
            boolean atItsEnd = random.chance(0.4);
            long at = atItsEnd ? lost + nanos - SECOND + random.between(0, 2 * SECOND) : sheet.soon(known, nanos);
            sheet.add(at, verb, dice.mildNanos());
        }
    }

    /** All hosts lose their power, and come back one after the other to a disk and a network with faults. */
    void coldBoot(long begin) {
        long dark = begin + worstNanos;
        sheet.add(begin, dice.any(Verb.POWER_OFF, Verb.RESET, Verb.CUT_NETWORK, Verb.FREEZE), dice.evictingNanos());
        int apart = dice.anyHost();
        boolean excluded = random.chance(0.4);
        boolean missing = random.chance(0.4);
        long startLimit = timings.bootJoinTimeoutNanos();
        if (excluded) {
            sheet.on(apart, dark + SECOND * 3 / 4, Verb.EXCLUDE_OFFLINE);
        }
        for (int host = 0; host < hosts; host++) {
            boolean late = excluded ? host != apart : missing && host == apart;
            long off = random.between(SECOND, 5 * SECOND);
            sheet.on(
                    host,
                    sheet.soon(dark, SECOND / 2),
                    Verb.POWER_OFF,
                    late ? sheet.soon(startLimit + 6 * SECOND, startLimit) : off);
        }
        Verb[] then = {
            Verb.CUT_ONE_WAY,
            Verb.CUT_ONE_WAY,
            Verb.CUT_LINK,
            Verb.SPLIT,
            Verb.LOSE_WATCHDOG,
            Verb.LOSE_ON_LINK,
            Verb.FAIL_STORAGE,
            Verb.SLOW_STORAGE,
            Verb.CRASH_AGENT,
            Verb.RESET,
            Verb.FREEZE,
            Verb.ROT_GLOBAL,
            Verb.WIPE_GLOBAL,
            Verb.REPLACE_GLOBAL,
            Verb.WIPE_MANIFEST,
            Verb.ROT_REGION
        };
        int count = 2 + random.below(3);
        for (int i = 0; i < count; i++) {
            long nanos = random.chance(0.5) ? sheet.soon(startLimit, startLimit) : dice.mildNanos();
            sheet.add(sheet.soon(dark + SECOND / 2, 10 * SECOND), dice.any(then), nanos);
        }
    }

    /** The lock goes from hand to hand while its holders stall and go. */
    void masters(long begin) {
        int count = 3 + random.below(6);
        for (int i = 0; i < count; i++) {
            int host = dice.anyHost();
            long at = sheet.soon(begin, 2 * worstNanos);
            sheet.on(host, at, Verb.YIELD_MASTER);
            long back = random.chance(0.6) ? random.between(100 * MILLI, SECOND) : random.between(SECOND, 8 * SECOND);
            sheet.on(host, at + back, Verb.ASK_FOR_MASTER);
        }
        int more = 2 + random.below(4);
        for (int i = 0; i < more; i++) {
            Verb verb = dice.any(
                    Verb.HANG_STORAGE,
                    Verb.SLOW_STORAGE,
                    Verb.FREEZE,
                    Verb.FREEZE_IN_STEP,
                    Verb.DELAY_WRITES,
                    Verb.TEAR_WRITES,
                    Verb.LOSE_MASTER_AT,
                    Verb.LOSE_MASTER_AT,
                    Verb.CUT_LINK);
            sheet.add(
                    sheet.soon(begin, 2 * worstNanos),
                    verb,
                    random.chance(0.5) ? dice.borderNanos() : dice.mildNanos());
        }
        sheet.add(
                sheet.soon(begin, 2 * worstNanos),
                dice.any(Verb.POWER_OFF, Verb.RESET, Verb.CUT_NETWORK),
                dice.evictingNanos());
    }

    /** A host stands still or reads late again and again, never for as long as a timeout, in the midst of a round. */
    void trains(long begin) {
        int lost = dice.anyHost();
        Verb gone = dice.any(Verb.CUT_NETWORK, Verb.POWER_OFF, Verb.CUT_ALL_LINKS, Verb.FREEZE, Verb.SPLIT);
        dice.aimAt(lost);
        sheet.add(begin, gone, 2 * dice.evictingNanos());
        int trains = 1 + random.below(2);
        for (int train = 0; train < trains; train++) {
            int host = random.chance(0.4) ? lost : dice.anyHost();
            long at = sheet.soon(begin, 3 * SECOND);
            int cars = 3 + random.below(8);
            Verb verb = dice.any(Verb.FREEZE, Verb.FREEZE, Verb.HANG_STORAGE, Verb.SUSPEND);
            for (int car = 0; car < cars; car++) {
                long nanos = random.between(timings.longestTimeoutNanos() / 5, timings.longestTimeoutNanos());
                sheet.on(host, at, random.chance(0.8) ? verb : Verb.HANG_STORAGE, nanos);
                at += nanos + random.between(10 * MILLI, 500 * MILLI);
            }
            if (random.chance(0.5)) {
                sheet.on(host, at, Verb.FREEZE, 2 * dice.evictingNanos());
            }
        }
        if (random.chance(0.3)) {
            sheet.on(lost, begin, Verb.WATCHDOG_LATE, 3 * worstNanos);
        }
    }

    /** A host does without its watchdog and is lost, or loses another; a person says that a host is off. */
    void unarmed(long begin) {
        int host = dice.anyHost();
        if (random.chance(0.7)) {
            sheet.on(host, begin, Verb.DISARM);
        }
        int lost = random.chance(0.7) ? host : dice.anyHost();
        long at = begin + random.between(SECOND, 3 * SECOND);
        long nanos = 2 * worstNanos + dice.evictingNanos();
        sheet.on(
                lost,
                at,
                dice.any(Verb.POWER_OFF, Verb.POWER_OFF, Verb.POWER_OFF, Verb.CUT_NETWORK, Verb.FREEZE),
                nanos);
        if (random.chance(0.5)) {
            sheet.on(lost, sheet.soon(at, worstNanos), Verb.WIPE_MANIFEST);
        }
        Verb[] then = {
            Verb.RESET,
            Verb.CRASH_AGENT,
            Verb.LOSE_MASTER_AT,
            Verb.CUT_LINK,
            Verb.FREEZE,
            Verb.SLOW_STORAGE,
            Verb.ROT_REGION,
            Verb.FAIL_STORAGE
        };
        sheet.addMild(2 + random.below(3), at, worstNanos, then);
        int words = 1 + random.below(3);
        for (int i = 0; i < words; i++) {
            long said = sheet.soon(at + worstNanos, 2 * worstNanos);
            sheet.on(random.chance(0.8) ? lost : dice.anyHost(), said, Verb.CONFIRM_DEAD);
        }
    }
}
