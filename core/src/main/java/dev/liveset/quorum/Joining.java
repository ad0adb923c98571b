package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import java.util.Arrays;

/**
 * The side of those who are in the liveset when another host joins (PROTOCOL.md §5, <i>Join</i>): ack, add, and the
 * guarded third rule. An evicted host that never died must not come back through it, so a host in its own liveset that
 * we lack is taken only when we acked it since its restart, or when we did not remove this boot of it and either another
 * host of our liveset has taken it or rule 2 holds; any other is asked to fence itself. One that cannot be heard is met on the
 * statefile in the same way: two hosts that joined at once with no link between them learn of each other there, and the
 * round that follows decides which of them stays.
 */
final class Joining {
    private final LivesetState state;
    private final Sightings seen;
    private final long[] strangerSinceNanos = new long[HostSet.MAX_HOSTS];
    private long strangers;

    Joining(LivesetState state) {
        this.state = state;
        this.seen = state.seen;
        Arrays.fill(strangerSinceNanos, Sightings.NEVER);
    }

    /** Strangers that have stayed so long that it is no matter of a packet on its way. */
    long toBeFenced(long nowNanos) {
        long fence = 0;
        for (long rest = strangers; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (nowNanos - strangerSinceNanos[host] > state.timings.heartbeatTimeoutNanos() / 2) {
                fence = HostSet.with(fence, host);
            }
        }
        return fence;
    }

    void advance(long nowNanos, boolean inRound) {
        if (!state.online()) {
            return;
        }
        long outside = state.hbdomain & ~state.current;
        strangers &= outside;
        for (long rest = outside; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (HostSet.contains(seen.heardCurrent[host], host)) {
                meetStranger(nowNanos, host);
            } else {
                strangers = HostSet.without(strangers, host);
                state.removed = HostSet.without(state.removed, host); // it has begun anew
                meetJoiner(nowNanos, host, inRound);
            }
        }
        for (long rest = state.sfdomain & ~state.current & ~state.hbdomain; rest != 0; rest &= rest - 1) {
            meetUnheard(nowNanos, HostSet.lowest(rest));
        }
        long gone = state.proposed & ~state.current & ~state.hbdomain;
        state.proposed &= ~gone;
        for (; gone != 0; gone &= gone - 1) {
            state.goneNanos[HostSet.lowest(gone)] = nowNanos;
        }
        state.acked &= state.current | state.hbdomain;
    }

    /**
     * Ours: of two hosts that joined at once, and do not count each other, at least one has heard a member take in the other.
     * That member may be dead before it says that it counts both, and so may everybody who could vouch; but who was taken
     * in and then shows itself in its own liveset has entered. So it counts, heard or seen on the statefile, also when
     * the removal of that member is decided in this very step.
     */
    void meetInvited(long nowNanos) {
        state.invited &= ~state.current;
        long notOurs = state.invited & ~(state.acked & state.hbdomain);
        if (notOurs == 0 || !state.online() || !state.rules.keep(QuorumRule.THIRD_JOIN_RULE_ON_DISK)) {
            return;
        }
        for (long rest = notOurs; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            // Not by the domains: a round shuts who is in no liveset of ours out of them.
            boolean heard = HostSet.contains(seen.heardCurrent[host], host)
                    && nowNanos - seen.heardNanos[host] < state.timings.heartbeatTimeoutNanos();
            boolean shown = HostSet.contains(seen.readCurrent[host] & ~seen.starting, host)
                    && nowNanos - seen.movedNanos[host] < state.timings.statefileTimeoutNanos();
            if ((heard || shown) && state.isOtherThanRemoved(host)) {
                state.rules.hit(heard ? RuleBranch.JOIN_THIRD_RULE_VOUCHED : RuleBranch.JOIN_THIRD_RULE_ON_DISK);
                strangers = HostSet.without(strangers, host);
                state.acked = HostSet.with(state.acked, host);
                state.add(host, nowNanos);
            }
        }
    }

    private void meetJoiner(long nowNanos, int host, boolean inRound) {
        boolean asks = HostSet.contains(seen.heardProposed[host], host);
        boolean acked = HostSet.contains(state.proposed, host);
        if (!asks) {
            if (acked) {
                state.rules.hit(RuleBranch.JOIN_WITHDRAWN);
            }
            state.proposed = HostSet.without(state.proposed, host);
            state.acked = HostSet.without(state.acked, host);
        } else if (!acked) {
            boolean onStatefile = HostSet.contains(state.sfdomain & ~seen.unwritten, host) || state.sr2;
            boolean mayAck = !inRound && allHeard(nowNanos) || !state.rules.keep(QuorumRule.NO_ACK_IN_ROUND);
            if (inRound) {
                state.rules.hit(RuleBranch.JOIN_ACK_WAITS_FOR_ROUND);
            }
            if (mayAck && onStatefile && mayEnterNow()) {
                state.rules.hit(state.sr2 ? RuleBranch.JOIN_ACKED_UNDER_RULE_2 : RuleBranch.JOIN_ACKED);
                state.proposed = HostSet.with(state.proposed, host);
                state.acked = HostSet.with(state.acked, host);
                state.mayHaveEntered = HostSet.with(state.mayHaveEntered, host);
                state.bursts++;
            }
        } else if (ackedByAll(host)) {
            state.rules.hit(inRound ? RuleBranch.JOIN_ADDED_DURING_ROUND : RuleBranch.JOIN_ADDED);
            state.add(host, nowNanos);
        }
    }

    /**
     * Ours: under rule 2 a host of ours enters when all members write again. Were it counted before, whoever is still without the
     * statefile would need its word to live, and it gives none before it has entered.
     */
    private boolean mayEnterNow() {
        return !state.sr2 || state.pool.mode() == PoolConfig.Mode.INTEROP || allWrite();
    }

    /** They have to say so too: what a member wrote last before it lost the statefile may look like news to who has it back. */
    private boolean allWrite() {
        for (long rest = HostSet.without(state.current, state.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (!HostSet.contains(seen.heardSfdomain[host], host)) {
                return false;
            }
        }
        return HostSet.isSubset(state.current, state.sfdomain);
    }

    private boolean ackedByAll(int joiner) {
        for (long rest = HostSet.without(state.current, state.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            // Ours: who is still entering acks nobody yet; it counts the joiner when its time comes.
            boolean member = HostSet.contains(seen.heardCurrent[host], host);
            if (member && !HostSet.contains(seen.heardProposed[host], joiner)) {
                return false;
            }
        }
        return true;
    }

    private void meetStranger(long nowNanos, int host) {
        boolean believed = HostSet.contains(state.acked, host)
                || state.sr2 && !isRemovedBoot(host)
                || !state.rules.keep(QuorumRule.THIRD_JOIN_RULE_GUARDED)
                || isVouchedFor(host, seen.heardCurrent);
        if (believed) {
            hit(host);
            strangers = HostSet.without(strangers, host);
            state.acked = HostSet.with(state.acked, host);
            state.add(host, nowNanos);
        } else if (!HostSet.contains(strangers, host)) {
            strangers = HostSet.with(strangers, host);
            strangerSinceNanos[host] = nowNanos;
            state.rules.hit(RuleBranch.JOIN_STRANGER_REFUSED);
        }
    }

    /** Ours: its section, of a boot that we did not remove, counts it, and so does a member that is not about to remove it. */
    private void meetUnheard(long nowNanos, int host) {
        boolean unheard = nowNanos - seen.heardNanos[host] >= state.timings.heartbeatTimeoutNanos();
        boolean runs = HostSet.contains(seen.readCurrent[host] & ~seen.starting, host);
        if (unheard
                && runs
                && isVouchedFor(host, seen.heardProposed)
                && state.rules.keep(QuorumRule.THIRD_JOIN_RULE_ON_DISK)) {
            state.rules.hit(RuleBranch.JOIN_THIRD_RULE_ON_DISK);
            state.acked = HostSet.with(state.acked, host);
            state.add(host, nowNanos);
        }
    }

    /** Whether it is the very boot that we removed, which can live on without a watchdog only; an xhad tells no boot. */
    private boolean isRemovedBoot(int host) {
        long removed = state.removedIncarnation[host];
        return removed != 0 && seen.incarnation(host) <= removed;
    }

    private void hit(int host) {
        if (HostSet.contains(state.acked, host)) {
            state.rules.hit(RuleBranch.JOIN_THIRD_RULE_AFTER_ACK);
        } else {
            state.rules.hit(state.sr2 ? RuleBranch.JOIN_THIRD_RULE_UNDER_RULE_2 : RuleBranch.JOIN_THIRD_RULE_VOUCHED);
        }
    }

    /** Whether another member counts the host, in that set of its as well, and we did not remove this boot of it. */
    private boolean isVouchedFor(int host, long[] heardToo) {
        if (!state.isOtherThanRemoved(host)) {
            return false;
        }
        long others = state.current & state.hbdomain & ~HostSet.of(state.self);
        for (long rest = others; rest != 0; rest &= rest - 1) {
            int other = HostSet.lowest(rest);
            if (HostSet.contains(seen.heardCurrent[other] & heardToo[other], host)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Ours: while a liveset host has been silent for half of T1 a round may be near. Who entered now would be shut out of
     * the domains by it and be lost with the host that caused it, so it is asked in after the round.
     */
    private boolean allHeard(long nowNanos) {
        for (long rest = HostSet.without(state.current & ~state.kept, state.self); rest != 0; rest &= rest - 1) {
            if (nowNanos - seen.heardNanos[HostSet.lowest(rest)] > state.timings.heartbeatTimeoutNanos() / 2) {
                return false;
            }
        }
        return true;
    }
}
