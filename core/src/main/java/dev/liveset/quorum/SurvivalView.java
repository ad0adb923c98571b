package dev.liveset.quorum;

import dev.liveset.HostSet;

/**
 * The snapshot on which survival is judged: for every host the sets that it publishes on each channel, with our own in
 * our own place (PROTOCOL.md §5, steps 2 and 3). Plain arrays by host index; filled by {@link FaultHandler}, changed by
 * {@link ViewMerge}, read by {@link SurvivalRules}.
 */
public final class SurvivalView {
    public int self;
    public int hostCount;
    public long configured;
    public long liveset;
    /** Own domains; what the merge leaves of them. */
    public long hbdomain;

    public long sfdomain;
    public boolean statefileAccess;
    public boolean sr2;
    public long excluded;
    /** Configured hosts that are certainly in nobody's liveset. */
    public long gone;

    /** What each host publishes in its section; our own domains in our own place. */
    public final long[] readHbdomain = new long[HostSet.MAX_HOSTS];

    public final long[] readSfdomain = new long[HostSet.MAX_HOSTS];
    /** What each host publishes in its heartbeat. */
    public final long[] heardHbdomain = new long[HostSet.MAX_HOSTS];

    public final long[] heardSfdomain = new long[HostSet.MAX_HOSTS];
    /** Committed weights; our own in our own place. */
    public final int[] weight = new int[HostSet.MAX_HOSTS];

    /** Own heartbeat domain within the liveset. */
    public long hbd() {
        return hbdomain & liveset;
    }

    /** Own statefile domain within the liveset. */
    public long sfd() {
        return sfdomain & liveset;
    }
}
