package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.Timings;

/** What this host holds true of itself and the pool: the values that it publishes, shared by the rooms of the quorum. */
final class LivesetState {
    final PoolConfig pool;
    final Timings timings;
    final int self;
    final long all;
    final QuorumRules rules;
    /** Whether the pool lives by a majority. */
    final boolean majority;

    final Sightings seen;

    Phase phase = Phase.STARTING;
    long current;
    long proposed;
    long hbdomain;
    long sfdomain;
    boolean starting = true;
    boolean joining;
    boolean statefileAccess;
    boolean sr2;
    /** When rule 2 was last in force here. */
    long ruledNanos = Sightings.NEVER;

    boolean joinBlock;
    /** Nothing resets this host any more. */
    boolean disarmed;
    /** Hosts that a disarmed host would have evicted and keeps, until they are back. */
    long kept;
    /** Liveset hosts that live on without the statefile by a majority, as the last round found. */
    long withoutStatefile;
    /** Liveset hosts that were counted by the word of others, whose section this host has yet to see move. */
    long unseen;
    /** When each of them was counted. */
    final long[] unseenSinceNanos = new long[HostSet.MAX_HOSTS];
    /** When each host outside the liveset left it, or was found to be outside. */
    final long[] goneNanos = new long[HostSet.MAX_HOSTS];
    /** Hosts that we acked as joiners since they were last outside our liveset. */
    long acked;
    /** Hosts that a liveset host was heard to take in before it counted them: they may enter at any moment, or have. */
    long invited;
    /**
     * Those, whom we acked, and who started beside us, until we count them or their silence is proven: each may be in a
     * liveset of which we did not hear.
     */
    long mayHaveEntered;
    /** Hosts that get a fence request with every heartbeat. */
    long fenceRequests;
    /** Hosts of which it was their being seen without power that ended the wait when they were last removed. */
    long poweredOff;
    /** Committed weight, 1 and more. */
    int weight = 1;
    /** What the weight will be when it is next committed. */
    int nextWeight = 1;
    /** Counts phase changes, join requests and acceptances: each wants a burst of heartbeats. */
    int bursts;
    /** Up to when our own stall forbids judgement of others. */
    long noJudgementUntilNanos = Sightings.NEVER;

    /** Pool state as last read, NONE before. */
    PoolState poolState = PoolState.NONE;
    /** Boot incarnation under which each host was last removed. */
    final long[] removedIncarnation = new long[HostSet.MAX_HOSTS];

    /** Hosts that were removed and have not begun anew since, as far as was heard. */
    long removed;

    LivesetState(PoolConfig pool, int self, QuorumRules rules) {
        this.pool = pool;
        this.timings = pool.timings();
        this.self = self;
        this.all = pool.allHosts();
        this.rules = rules;
        this.majority = pool.policy() == PoolConfig.Policy.MAJORITY;
        this.seen = new Sightings(
                pool.hostCount(),
                self,
                !rules.keep(QuorumRule.LATE_WRITE_IS_OLD),
                rules.keep(QuorumRule.SECTION_SHOWS_LIFE),
                pool.mode() == PoolConfig.Mode.INTEROP);
        this.hbdomain = HostSet.of(self);
    }

    boolean online() {
        return !starting && HostSet.contains(current, self);
    }

    boolean handlingFault() {
        return Sightings.inFaultHandling(phase.ordinal());
    }

    void enter(Phase next) {
        phase = next;
        bursts++;
    }

    /** The host is dead, or proven to have ended its former life. */
    void remove(int host, long nowNanos) {
        goneNanos[host] = nowNanos;
        current = HostSet.without(current, host);
        removed = HostSet.with(removed, host);
        removedIncarnation[host] = Math.max(removedIncarnation[host], seen.livesetIncarnation(host));
    }

    /** Whether an xhad wrote what was last read of the host, or nothing was. */
    boolean isXhad(int host) {
        return pool.mode() == PoolConfig.Mode.INTEROP && !seen.isOurs(host);
    }

    /** Whether it is not the life that we removed; an xhad tells no boot. */
    boolean isOtherThanRemoved(int host) {
        return isXhad(host) ? !HostSet.contains(removed, host) : seen.incarnation(host) > removedIncarnation[host];
    }

    /** The host's present boot is in our liveset from now on. */
    void admit(int host, long nowNanos) {
        seen.admitted(host, nowNanos);
        mayHaveEntered = HostSet.without(mayHaveEntered, host);
        if (!HostSet.contains(sfdomain, host)) {
            unseen = HostSet.with(unseen, host);
            unseenSinceNanos[host] = nowNanos;
        }
    }

    void add(int host, long nowNanos) {
        admit(host, nowNanos);
        current = HostSet.with(current, host);
        proposed = HostSet.with(proposed, host);
        invited = HostSet.without(invited, host);
        bursts++;
    }

    /** Notes whom a liveset host takes in by its last packet. It may die before it counts them: then nobody tells it again. */
    void noteInvited(int host) {
        if (HostSet.contains(seen.heardCurrent[host], host)) {
            long taken = seen.heardProposed[host] & ~seen.heardCurrent[host] & ~current;
            invited |= taken;
            mayHaveEntered |= taken;
        }
    }

    /** Who is outside the liveset of an online host, and was taken in by nobody since, is in nobody's. */
    long gone() {
        return online() ? all & ~current & ~proposed & ~mayHaveEntered : 0;
    }

    void commitWeight() {
        weight = nextWeight;
    }
}
