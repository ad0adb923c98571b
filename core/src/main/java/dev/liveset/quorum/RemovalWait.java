package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import java.util.Arrays;

/**
 * Step 4 of fault handling with our rule of removal: everybody who lost is asked to fence itself, and leaves the current
 * liveset when its own silence is over ({@link SilenceRule}). A host that goes on showing life after it must have judged
 * itself did not lose by its own judgement: then it stays in the liveset and a new round with fresh views decides. Beside
 * xhad nobody leaves before the original's own wait is over as well. Who has a power fencer may ask it meanwhile.
 */
final class RemovalWait {
    private final LivesetState state;
    private final SilenceRule silence;
    private final OriginalWait original;
    private final BadBlockRule badBlocks;
    /** Whom each host counted when we judged: before that nobody can have removed whom we are about to remove. */
    private final long[] counted = new long[HostSet.MAX_HOSTS];
    /** The first sign of each host after it must have judged itself. */
    private final long[] firstSignNanos = new long[HostSet.MAX_HOSTS];

    private long beganNanos;

    RemovalWait(LivesetState state, SilenceRule silence) {
        this.state = state;
        this.silence = silence;
        this.original = new OriginalWait(state.timings);
        this.badBlocks = new BadBlockRule(state, silence);
    }

    /** The verdict was to survive; {@code shown} when a host that lost was in one of the own domains. */
    void judged(long nowNanos, boolean shown) {
        original.judged(nowNanos, shown);
        System.arraycopy(state.seen.heardCurrent, 0, counted, 0, state.seen.hostCount);
    }

    void begin(long nowNanos) {
        beganNanos = nowNanos;
        Arrays.fill(firstSignNanos, Sightings.NEVER);
        original.begin(nowNanos);
        state.fenceRequests = state.current & ~state.proposed;
        if (state.fenceRequests != 0) {
            state.rules.hit(RuleBranch.FENCE_REQUESTS_SENT);
            state.bursts++;
        }
    }

    /** Removes whose silence is over; returns whether nobody is waited for any more. */
    boolean advance(long nowNanos) {
        long leaving = state.current & ~state.proposed;
        boolean beside = state.pool.mode() == PoolConfig.Mode.INTEROP || !state.rules.keep(QuorumRule.SILENCE);
        boolean mayRemove = !beside || original.isOver(nowNanos);
        for (long rest = leaving; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            boolean silent = state.rules.keep(QuorumRule.SILENCE_FROM_LAST_SIGN)
                    ? silence.isSilent(host)
                    : silence.isSilentSince(host, beganNanos);
            if (silent && mayRemove || isToldDead(host)) {
                hitRemoved(host);
                state.remove(host, nowNanos);
            } else if (!silent && livesOn(host)) {
                state.rules.hit(RuleBranch.SILENCE_BROKEN_BY_A_SIGN);
                state.proposed = HostSet.with(state.proposed, host);
                state.fenceRequests = HostSet.without(state.fenceRequests, host);
            }
        }
        return (state.current & ~state.proposed) == 0;
    }

    /** The hosts waited for whose removal a proof could bring nearer that they are without power. */
    long mayBeOff() {
        long asked = 0;
        boolean beside = state.pool.mode() == PoolConfig.Mode.INTEROP;
        for (long rest = beside || !state.statefileAccess ? 0 : waitedFor(); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            PowerProof power = silence.power();
            if (power.boot(host) != 0 && !power.isConfirmed(host) && !silence.isSilent(host)) {
                asked = HostSet.with(asked, host);
            }
        }
        return asked;
    }

    /** The hosts waited for whose sections this host is to overwrite now. */
    long toOverwrite(long nowNanos) {
        return badBlocks.due(nowNanos, waitedFor());
    }

    /** The hosts waited for whose sections nobody overwrites any more. */
    long leftUnreadable() {
        return badBlocks.leftAlone();
    }

    private long waitedFor() {
        return state.fenceRequests & state.current & ~state.proposed;
    }

    private void hitRemoved(int host) {
        state.poweredOff = HostSet.without(state.poweredOff, host);
        if (HostSet.contains(state.seen.restarted, host)) {
            state.rules.hit(RuleBranch.SILENCE_ENDED_BY_RESTART);
        } else if (silence.power().isProven(host)) {
            state.rules.hit(RuleBranch.SILENCE_ENDED_BY_POWER_OFF);
            state.poweredOff = HostSet.with(state.poweredOff, host);
        } else {
            boolean rule2 = silence.mayLiveByOurWord(state.seen.signNanos[host]);
            state.rules.hit(rule2 ? RuleBranch.SILENCE_OVER_UNDER_RULE_2 : RuleBranch.SILENCE_OVER);
        }
    }

    /**
     * Who lives without the statefile by a majority cannot prove a silence: it takes the word of a host that can, and that
     * has removed the host since this wait began. Who never counted the host says nothing by not counting it.
     */
    private boolean isToldDead(int host) {
        if (!state.majority || state.statefileAccess) {
            return false;
        }
        for (long rest = state.hbdomain & state.proposed & ~HostSet.of(state.self); rest != 0; rest &= rest - 1) {
            int other = HostSet.lowest(rest);
            long theirs = state.seen.heardCurrent[other];
            boolean proves = HostSet.contains(state.seen.heardSfdomain[other], other)
                    && state.seen.heardNanos[other] > beganNanos;
            boolean withUs = HostSet.contains(theirs, other) && HostSet.contains(theirs, state.self);
            boolean removed = HostSet.contains(counted[other], host) && !HostSet.contains(theirs, host);
            if (proves && withUs && removed) {
                return true;
            }
        }
        return false;
    }

    /**
     * By half of the longest timeout after the wait began a host that lost has judged itself like us. One sign after that
     * restarts its silence and no more: it may be a write that the host gave to the disk while it lived, and a round about a
     * host that is dead could cost others their place, for nobody hears what its section says that it hears. Who lives
     * shows another at once.
     */
    private boolean livesOn(int host) {
        long signNanos = state.seen.signNanos[host];
        boolean late = signNanos - beganNanos > state.timings.longestTimeoutNanos() / 2;
        if (!late || !state.rules.keep(QuorumRule.SILENCE_FROM_LAST_SIGN)) {
            return false;
        }
        if (firstSignNanos[host] == Sightings.NEVER) {
            firstSignNanos[host] = signNanos;
        }
        return signNanos != firstSignNanos[host];
    }
}
