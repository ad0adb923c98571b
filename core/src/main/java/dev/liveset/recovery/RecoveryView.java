package dev.liveset.recovery;

import dev.liveset.HostSet;

/**
 * What recovery may know of the rest of the host at a moment, as numbers; filled by the agent before every call.
 */
public final class RecoveryView {
    public long nowNanos;
    /** Index of this host. */
    public int self;

    public int hostCount;
    /** Whether this host is in its own current liveset, started, and not fenced. */
    public boolean online;
    /** Whether the statefile can be read and written and rule 2 is not in force: only then anything is assigned, claimed or commanded (E9). */
    public boolean statefileUsable;
    /** The watchdog timeout as read back while the watchdog runs and the host is to publish itself as armed, else 0 (E7). */
    public int watchdogTimeoutMillis;

    public long liveset;
    /** Liveset hosts that live on without the statefile: they can claim nothing, so they are given nothing. */
    public long withoutStatefile;
    /** Hosts outside the liveset that the silence rule has proven to be without a sign of life for their whole watchdog timeout (or restarted since). */
    public long silentHosts;
    /** When the liveset last lost each host, by the own clock; what was read before counts for nothing (<i>Freshness</i>). */
    public final long[] leftNanos = new long[HostSet.MAX_HOSTS];
    /** Index of the holder of the master lock, -1 for none. */
    public int lockHolder = -1;
    /** Newest boot incarnation seen in each host's section, 0 when never. */
    public final long[] incarnation = new long[HostSet.MAX_HOSTS];
    /** Newest region sequence that each host's section trailer names. */
    public final long[] regionSequence = new long[HostSet.MAX_HOSTS];

    /** Whether this host holds the master lock. */
    public boolean holdsLock() {
        return lockHolder == self;
    }
}
