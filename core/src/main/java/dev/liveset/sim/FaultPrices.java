package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.util.EnumSet;
import java.util.Set;

/** What each fault may cost at most when it meets a pool at rest, one fault at a time. */
final class FaultPrices {
    /** What an operator does that takes a host out. */
    private static final Set<Verb> ENDS_HOSTS =
            EnumSet.of(Verb.END, Verb.LEAVE, Verb.EXCLUDE, Verb.EXCLUDE_OFFLINE, Verb.DISARM, Verb.INVALIDATE_POOL);

    private final Schedule schedule;
    private final SimPool pool;
    private final Convergence convergence;
    private final BlastRadius radius;
    private long endedNanos = Long.MIN_VALUE / 2;

    FaultPrices(Schedule schedule, SimPool pool, Convergence convergence) {
        this.schedule = schedule;
        this.pool = pool;
        this.convergence = convergence;
        this.radius = pool.checkers().blastRadius();
    }

    /**
     * The fault begins: its price is known, or nothing is claimed until the next one. A late write on its way is a fault
     * that is not over.
     */
    void judge(SimAction action) {
        Verb verb = action.verb();
        if (ENDS_HOSTS.contains(verb)) {
            endedNanos = action.atNanos();
            radius.end();
        }
        if (schedule.plot() != Plot.ONE_AT_A_TIME || !verb.isFault()) {
            return;
        }
        if (!convergence.allAtRest()
                || !schedule.claimsLiveness()
                || pool.hosts().stream().anyMatch(host -> host.storage().owesWrite())
                || isMajorityLeaving(action.atNanos())
                || pool.masterHunt().goesOn()) {
            radius.end();
            return;
        }
        switch (verb) {
            case CUT_NETWORK, CUT_LINK, CUT_ONE_WAY, CUT_ALL_LINKS -> judgeCut(action);
            case POWER_OFF, RESET, RESET_IN_STEP, CRASH_AGENT, HANG_STORAGE, FAIL_STORAGE, SLOW_STORAGE ->
                radius.begin(HostSet.of(action.host()), 1);
            case ROT_SECTION, FAIL_HEALTH, HANG_HEALTH, BLOCK_HEALTH -> radius.begin(HostSet.of(action.host()), 1);
            case FREEZE, FREEZE_IN_STEP, SUSPEND, SUSPEND_STILL -> judgePause(action);
            case LOSE_MASTER_AT -> radius.begin(schedule.pool().allHosts(), 1);
            case HANG_CALLS, SLOW_CALLS, FAIL_CALLS, WATCHDOG_EARLY, WATCHDOG_LATE, ROT_REGION, ROT_GLOBAL ->
                radius.begin(0, 0);
            case REPEAT_PACKETS -> radius.begin(0, 0);
            case HANG_ALL_STORAGE, FAIL_ALL_STORAGE -> judgeLossOfTheDisk(action);
            default -> radius.end();
        }
    }

    /** Who has left counts for no majority before it is gone for good. */
    private boolean isMajorityLeaving(long nowNanos) {
        return schedule.pool().policy() == PoolConfig.Policy.MAJORITY
                && nowNanos - endedNanos < Convergence.failoverNanos(schedule.pool());
    }

    /** Once the operator weighs hosts it is the operator who decides which side of a cut goes. */
    private void judgeCut(SimAction action) {
        if (schedule.actions().stream().anyMatch(line -> line.verb() == Verb.WEIGH)) {
            radius.end();
        } else if (action.verb() == Verb.CUT_ALL_LINKS) {
            // Where a majority must be heard, nobody hears one.
            boolean majority = schedule.pool().policy() == PoolConfig.Policy.MAJORITY
                    && schedule.pool().hostCount() > 2;
            radius.begin(schedule.pool().allHosts(), schedule.pool().hostCount() - (majority ? 0 : 1));
        } else if (action.verb() == Verb.CUT_NETWORK) {
            // Of two hosts beside xhad the weaker index goes: a carrier weighs nothing there.
            boolean tie = schedule.pool().mode() == PoolConfig.Mode.INTEROP
                    && schedule.pool().hostCount() == 2;
            radius.begin(tie ? schedule.pool().allHosts() : HostSet.of(action.host()), 1);
        } else {
            radius.begin(HostSet.of(action.host()) | HostSet.of(action.other()), 1);
        }
    }

    /**
     * A pause within the budget costs nobody. One just as long as a timeout, shorter by packets that are lost besides,
     * separates the host from one peer and not from others, and whom of the two must go nobody can tell. Near the timeout it
     * may be lost to one on the network and to another on the disk, which are two losses: the first costs the host or that
     * peer, the second the host itself, for who only does not see it on the disk goes on and asks it to go. A longer one costs
     * the host that paused. Only one whose clock stood still does not know that it paused: when it comes back before its
     * watchdog fires, and is taken for one that was lost for a moment, it keeps its weight in the round that follows, may win
     * a tie, and yet be reset before it has fed.
     */
    private void judgePause(SimAction action) {
        Timings timings = pool.config().timings();
        long shorter = Math.min(
                timings.heartbeatTimeoutNanos() - 2 * timings.heartbeatIntervalNanos(),
                timings.statefileTimeoutNanos() - 2 * timings.statefileIntervalNanos());
        long longer = Math.max(
                timings.heartbeatTimeoutNanos() + 2 * timings.heartbeatIntervalNanos(),
                timings.statefileTimeoutNanos() + 2 * timings.statefileIntervalNanos());
        if (action.forNanos() <= timings.pauseBudgetNanos()) {
            radius.begin(0, 0);
        } else if (action.forNanos() > longer) {
            boolean comesBackUnaware =
                    action.verb() == Verb.SUSPEND_STILL && action.forNanos() < timings.watchdogTimeoutNanos();
            if (comesBackUnaware) {
                radius.begin(schedule.pool().allHosts(), 2, HostSet.of(action.host()));
            } else {
                radius.begin(HostSet.of(action.host()), 1);
            }
        } else {
            boolean lostTwice = action.forNanos() >= shorter && schedule.pool().hostCount() > 2;
            radius.begin(schedule.pool().allHosts(), lostTwice ? 2 : 1, HostSet.of(action.host()));
        }
    }

    /** A loss just as long as the timeout is seen by some hosts and not by others, so rule 2 cannot hold for all. */
    private void judgeLossOfTheDisk(SimAction action) {
        Timings timings = pool.config().timings();
        long timeout = timings.statefileTimeoutNanos();
        long nanos = action.forNanos();
        boolean longOnes = timings.proof().isSafe(); // without R2 a long loss may cost everybody
        if (nanos < timeout / 2 || longOnes && nanos > timeout + timings.faultHandlingNanos() + timeout / 2) {
            radius.begin(0, 0);
        } else {
            radius.end();
        }
    }
}
