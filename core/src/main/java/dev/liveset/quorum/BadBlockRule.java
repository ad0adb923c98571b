package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;

/**
 * When a survivor overwrites the section of a dead host that no read gives. Such a section never proves a silence
 * ({@link SilenceRule}), so its host's VMs would wait for ever. Writing heals a bad block, or the disk remaps it: from then on
 * reads show what was written, unchanged, and the silence that they prove is the ordinary one, counted from its first sight.
 * Writing itself proves nothing.
 *
 * <p><b>Whose.</b> A host whose removal is waited for, of which neither channel has shown anything for as long as the silence
 * must be, and whose section the disk has refused to give for as long in every read that could be believed. And the own path is well: this
 * host has the statefile (its newest write was read back), and every other survivor's section is readable. What lies beyond
 * the end of a truncated disk is no bad block. Never beside xhad, never under rule 2, never without a watchdog.
 *
 * <p><b>By whom.</b> By one after the other, from the lowest index, until the section can be read: a survivor that can read
 * it goes on as ever and leaves its turn out, so that it is done by who is blind. A full silence and a turn more lie between the last of
 * a series and the first of the next, so that who sees the overwritten bytes can finish. Nobody goes on after a survivor of lower
 * index that is on one of the channels no more: it may hang in the write, on a disk that neither fails nor answers, and die
 * of it, and the next would as well. To wait costs less than the pool. Turns are 2·max(T1, T2) apart, in which that shows.
 *
 * <p><b>Why it weakens nothing.</b>
 *
 * <ol>
 *   <li>It must not hide a life. If the host lives after all, an overwritten section no longer shows its newest write, and
 *       zeros over zeros would hide every write between two of them: steps 3 and 4 of {@link SilenceRule} would not hold any more. So what is
 *       written is never the same twice: in the first sector it names writer, boot and attempt. Then a read shows the host's newest
 *       write, or something that came after it and was never seen before. Both are a sign that begins the silence anew, for
 *       whoever reads it, and whenever it lands: what was overwritten was begun before it landed, so before that sign.
 *   <li>It does not end a life. The host reads its own section back damaged, once: the write before it counts for nothing, its next
 *       write mends it, one cycle later. It loses one cycle of t2 &le; T2/4 in 2·max(T1, T2) at worst. To everybody else its section is torn for
 *       a cycle, which outside a round keeps it in their statefile domain.
 *   <li>One that was given up may land late, when the host has booted again and joined: it is case 2, or bit rot of a section,
 *       which the simulator has always drawn. Its new boot is known by its incarnation, which comes from the machine and not
 *       from the section.
 *   <li>It changes nothing but that one section: no region, so no claim, promise or assignment, and not the global section.
 * </ol>
 *
 * <p>Tests: {@code BadBlockTest} (random schedules), {@code BadBlockRuleTest}, the scenarios bad-block-under-a-dead-host,
 * dead-block-under-a-dead-host, and overwritten-while-it-lives, in which plain zeros would remove a host that lives.
 */
final class BadBlockRule {
    private final LivesetState state;
    private final SilenceRule silence;
    /** By host: since when there was neither a sign of it nor a section to be read; either begins anew. */
    private final long[] fromNanos = new long[HostSet.MAX_HOSTS];
    /** By host: who survived with the statefile then, in the order of their turns. */
    private final long[] mates = new long[HostSet.MAX_HOSTS];
    /** By host: the own next turn. */
    private final long[] turnNanos = new long[HostSet.MAX_HOSTS];
    /** Hosts whose sections this host leaves alone in its turn, because a mate before it is gone. */
    private long leftAlone;

    BadBlockRule(LivesetState state, SilenceRule silence) {
        this.state = state;
        this.silence = silence;
    }

    /** Of the hosts waited for, whose section this host is to overwrite now. The caller does it, each time it is told. */
    long due(long nowNanos, long waitedFor) {
        long due = 0;
        leftAlone &= waitedFor;
        boolean mayWrite = state.pool.mode() == PoolConfig.Mode.STRICT
                && state.statefileAccess
                && !state.sr2
                && !state.disarmed
                && canReadSurvivors();
        for (long rest = mayWrite ? waitedFor : 0; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (isTurn(nowNanos, host)) {
                due = HostSet.with(due, host);
            }
        }
        return due;
    }

    /** Hosts whose sections this host leaves alone although it is its turn. */
    long leftAlone() {
        return leftAlone;
    }

    private boolean canReadSurvivors() {
        for (long rest = state.proposed; rest != 0; rest &= rest - 1) {
            if (state.seen.unreadableNanos[HostSet.lowest(rest)] != Sightings.NEVER) {
                return false;
            }
        }
        return true;
    }

    private boolean isTurn(long nowNanos, int host) {
        Sightings seen = state.seen;
        if (seen.unreadableNanos[host] == Sightings.NEVER) {
            leftAlone = HostSet.without(leftAlone, host);
            mates[host] = 0;
            return false;
        }
        long shownNanos = Math.max(seen.signNanos[host], seen.heardNanos[host]);
        long from = Math.max(seen.unreadableNanos[host], shownNanos);
        if (nowNanos - from < silence.neededNanos(seen.signNanos[host])) {
            mates[host] = 0;
            return false;
        }
        long turn = 2 * state.timings.longestTimeoutNanos();
        long present = HostSet.with(state.proposed & state.hbdomain & state.sfdomain, state.self);
        long before = HostSet.firstHosts(state.self);
        if (mates[host] == 0 || fromNanos[host] != from) {
            fromNanos[host] = from;
            mates[host] = present;
            turnNanos[host] = nowNanos + HostSet.size(mates[host] & before) * turn;
        }
        if (nowNanos < turnNanos[host]) {
            return false;
        }
        if ((mates[host] & before & ~present) != 0) {
            leftAlone = HostSet.with(leftAlone, host);
            return false;
        }
        leftAlone = HostSet.without(leftAlone, host);
        turnNanos[host] = nowNanos + silence.silenceNanos() + (HostSet.size(mates[host]) + 1) * turn;
        state.rules.hit(RuleBranch.BAD_BLOCK_OVERWRITTEN);
        return true;
    }
}
