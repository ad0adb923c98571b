package dev.liveset.heartbeat;

import dev.liveset.HostSet;

/**
 * The contents of one heartbeat packet as plain numbers (PROTOCOL.md §2). One instance is filled again and again, by
 * the agent to send and by the codec on receipt; who wants to keep a value copies it.
 */
public final class HeartbeatMessage {
    /** Longest err_string in bytes. */
    public static final int ERR_STRING_BYTES = 100;

    /** Index of the sender. */
    public int hostIndex;
    /** 32-bit sequence as xhad counts it, unsigned. */
    public int sequence;

    public long currentLiveset;
    public long proposedLiveset;
    public long hbdomain;
    public long sfdomain;
    /** Per host index: milliseconds since its last heartbeat, -1 never. */
    public final int[] sinceHeartbeatMillis = new int[HostSet.MAX_HOSTS];
    /** Per host index: milliseconds since its section moved, -1 never. */
    public final int[] sinceStatefileMillis = new int[HostSet.MAX_HOSTS];
    /** Per host index: the {@link #echo} of the newest packet of that host that the sender has taken, 0 none. */
    public final int[] heardEcho = new int[HostSet.MAX_HOSTS];
    /** Milliseconds since the management agent's restart was first attempted, -1 none in progress. */
    public int sinceAgentRestartMillis = -1;
    /** Number of a {@link dev.liveset.Phase}. */
    public int phase;
    /** Last health-check error, ASCII, at most 100 characters; empty when healthy. */
    public String errString = "";

    public boolean sfAccess;
    public boolean sfCorrupted;
    public boolean sfAccelerate;
    public boolean fenceRequest;
    public boolean sr2;
    public boolean joining;
    /** Whether our trailer was there and valid; without it the two fields below and the echoes are 0. */
    public boolean trailer;
    /** Boot incarnation of the sender; a higher one is a later boot. */
    public long incarnation;
    /** Sequence within the incarnation, from 1. */
    public long longSequence;

    /**
     * What a host that has heard this packet says of it to its sender, who knows when it sent that: an age that a peer tells
     * makes what it heard younger by all the time that the telling is on its way, an echo does not. Boots number their
     * packets from places far apart: that an echo of a former boot falls among the latest of this one is as good as never.
     */
    public static int echo(long incarnation, long longSequence) {
        return (int) (incarnation * 0x9E37_79B9_7F4A_7C15L >>> 32) + (int) longSequence;
    }
}
