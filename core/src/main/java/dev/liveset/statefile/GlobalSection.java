package dev.liveset.statefile;

import dev.liveset.PoolState;

/** The contents of the global section as plain values (PROTOCOL.md §1); filled again and again. */
public final class GlobalSection {
    /** No host is named as master. */
    public static final int NO_MASTER = -1;

    public PoolState poolState = PoolState.NONE;
    /** Index of the master that was last written, information only; {@link #NO_MASTER} for none or a host that is not configured. */
    public int master = NO_MASTER;

    public int configHosts;
    /** Of the trailer: one more with every write, by whichever host; 0 when no trailer of ours vouches for the section. */
    public long sequence;
}
