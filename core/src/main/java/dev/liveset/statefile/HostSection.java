package dev.liveset.statefile;

import dev.liveset.HostSet;

/**
 * The contents of one host section as plain numbers (PROTOCOL.md §1). Instances are filled again and again; who wants
 * to keep a value copies it.
 */
public final class HostSection {
    /** 32-bit sequence as xhad counts it, unsigned. */
    public int sequence;

    public boolean excluded;
    public boolean starting;
    /** Per host index: milliseconds since its last heartbeat, -1 never. */
    public final int[] sinceHeartbeatMillis = new int[HostSet.MAX_HOSTS];
    /** Per host index: milliseconds since its section moved, -1 never. */
    public final int[] sinceStatefileMillis = new int[HostSet.MAX_HOSTS];
    /** Milliseconds since the management agent's restart was first attempted, -1 none in progress. */
    public int sinceAgentRestartMillis = -1;

    public long currentLiveset;
    public long proposedLiveset;
    public long hbdomain;
    public long sfdomain;
    public boolean lockRequest;
    public long lockGrant;
    /** Number of a {@link dev.liveset.Phase}. */
    public int phase;
    /** 1 and more; 0 only in a section that was never written. */
    public int weight;
    /** Whether our trailer was there and valid; without it the fields below are 0. */
    public boolean trailer;
    /** Boot incarnation of the host; a higher one is a later boot. */
    public long incarnation;
    /** Sequence within the incarnation, from 1. */
    public long longSequence;
    /** Newest sequence that the host durably wrote to one of its regions; 0 none. */
    public long regionSequence;
    /** Number of the pool policy the host is configured with. */
    public int policy;
    /** The host's watchdog timeout as read back, in milliseconds; 0 while it is not armed. */
    public int watchdogTimeoutMillis;
    /** Other hosts that the host holds for excluded, for their sections said so when it last read them. */
    public long excludedHosts;

    /** Makes this section equal to the other. */
    public void copyFrom(HostSection other) {
        sequence = other.sequence;
        excluded = other.excluded;
        starting = other.starting;
        System.arraycopy(other.sinceHeartbeatMillis, 0, sinceHeartbeatMillis, 0, HostSet.MAX_HOSTS);
        System.arraycopy(other.sinceStatefileMillis, 0, sinceStatefileMillis, 0, HostSet.MAX_HOSTS);
        sinceAgentRestartMillis = other.sinceAgentRestartMillis;
        currentLiveset = other.currentLiveset;
        proposedLiveset = other.proposedLiveset;
        hbdomain = other.hbdomain;
        sfdomain = other.sfdomain;
        lockRequest = other.lockRequest;
        lockGrant = other.lockGrant;
        phase = other.phase;
        weight = other.weight;
        trailer = other.trailer;
        incarnation = other.incarnation;
        longSequence = other.longSequence;
        regionSequence = other.regionSequence;
        policy = other.policy;
        watchdogTimeoutMillis = other.watchdogTimeoutMillis;
        excludedHosts = other.excludedHosts;
    }
}
