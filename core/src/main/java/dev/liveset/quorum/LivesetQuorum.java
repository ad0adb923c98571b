package dev.liveset.quorum;

import dev.liveset.LivesetException;
import dev.liveset.Phase;
import dev.liveset.PoolState;

/**
 * Who is in the liveset, and who is master: domains, start criteria, fault handling, survival rules, joining and the
 * master lock (PROTOCOL.md §4–5), seen as host sets and numbers only. Pure: time comes with every call and never goes
 * back; the same calls give the same answers. The caller hands in what was accepted of packets and sections, then calls
 * {@link #advance}, then publishes what the accessors say and obeys {@link #fence} and {@link #failure}.
 */
public interface LivesetQuorum {
    /** Why this host must fence itself. */
    enum Fence {
        /** It may go on. */
        NONE,
        /** It did not survive the judgement; see {@link #survivalView()}. */
        JUDGED,
        /** No judgement came in time. */
        STUCK
    }

    /** Statefile and heartbeats are on from now: the times of the start count from here. {@code excluded}: the own flag as read. */
    void begin(long nowNanos, boolean excluded);

    /** This host itself stood still for a while: until then it judges nobody by silence. */
    void onOwnStall(long noJudgementUntilNanos);

    /** A packet was accepted. Sets are host sets, the phase is a number on the wire, incarnation 0 means unknown. */
    void onHeartbeat(
            long nowNanos,
            int host,
            long current,
            long proposed,
            long hbdomain,
            long sfdomain,
            int phase,
            boolean joining,
            boolean sr2,
            boolean accelerate,
            long incarnation);

    /**
     * The packet just handed in tells how long ago its sender heard each host, -1 never, and lay in our own buffer since
     * {@code arrivedNanos} at the earliest.
     */
    void onAges(long arrivedNanos, int host, int[] sinceHeartbeatMillis);

    /** A usable section from a read that began at {@code beganNanos}; false when it is older than what was seen before and was not believed. */
    boolean onSection(long beganNanos, long nowNanos, int host, Sightings.Section section);

    /** A section that was read but is not usable; the fingerprint tells whether its bytes changed. */
    void onUnusableSection(long beganNanos, long nowNanos, int host, int fingerprint);

    /** A read that began then did not give this host's section, although the disk holds it: an I/O error. */
    void onUnreadableSection(long beganNanos, int host);

    /** All sections of a read were handed in; {@code poolState} is null when the global section was not usable. */
    void onReadCompleted(PoolState poolState);

    /** Nothing resets this host any more: it takes part in rendezvous but evicts nobody (PROTOCOL.md §5). */
    void onDisarmed();

    /**
     * This boot of a host was seen without power at some moment between question and answer. It counts while nothing has shown
     * life of the host since the question.
     */
    void onPowerOff(int host, long incarnation, long askedNanos, long answeredNanos);

    /** A read or write of the statefile failed. */
    void onStatefileFailed();

    /** Asks for the master lock, or gives it up. */
    void wantMaster(boolean wanted);

    /** The weight from the next commit on, 1 and more. */
    void weigh(int weight);

    /** Draws the consequences of everything handed in. */
    void advance(long nowNanos);

    /** Why the start failed, or null. */
    LivesetException.Code failure();

    Fence fence();

    /** The snapshot of the last judgement. */
    SurvivalView survivalView();

    Phase phase();

    long currentLiveset();

    long proposedLiveset();

    long hbdomain();

    long sfdomain();

    boolean starting();

    boolean joining();

    boolean statefileAccess();

    boolean sr2();

    /** Liveset hosts that live on without the statefile by a majority; always none under XenServer's rules. */
    long withoutStatefile();

    boolean lockRequest();

    long lockGrants();

    /** Index of the master as this host knows it, -1 for none. */
    int master();

    /** Committed weight. */
    int weight();

    /** Hosts whose sections say excluded. */
    long excluded();

    /**
     * Hosts whose sections say excluded and whom nobody has taken in since: until it has entered a host says excluded, and
     * may have entered unheard.
     */
    long keptOut();

    /** Hosts that are to get a fence request with every heartbeat. */
    long fenceRequests(long nowNanos);

    /** Whether this host is in its own current liveset and has started. */
    boolean online();

    /** Whether a round of fault handling is under way. */
    boolean inRound();

    /** No feed may push the watchdog past this; {@link Long#MAX_VALUE} for no limit. */
    long feedCapNanos();

    /** Hosts outside the current liveset that are proven to be without life, or to have ended their former one. */
    long silentHosts();

    /** Whether the statefile is to be read and written at the accelerated interval. */
    boolean accelerate();

    /** Whether this host asks the others for that too. */
    boolean asksForHaste();

    /** Counts what wants a burst of heartbeats: phase changes, join requests, acceptances. */
    int bursts();

    /** When the host was last heard; {@link Sightings#NEVER} for never. */
    long heardNanos(int host);

    /** When the host's section was last seen to move; {@link Sightings#NEVER} for never. */
    long movedNanos(int host);

    /** What the host was last seen to hold true; allocates. */
    SeenHost seen(int host);

    /**
     * Hosts whose removal is waited for, of which neither channel has shown life for max(T1, T2): to see one of them without
     * power would end the wait. Always none beside xhad, and while this host has not the statefile.
     */
    long mayBeOff();

    /**
     * Hosts in the wait before their removal whose sections nobody can read, and this host is to overwrite now: so that they
     * can be read again, and the silence be proven. Told once for every time; whoever is told must do it.
     */
    long toOverwrite(long nowNanos);

    /** Hosts in that wait whose sections nobody can read and nobody overwrites: the survivor whose turn it was is gone. */
    long leftUnreadable();

    /** Since when no read has given the host's section, though the disk holds it; {@link Sightings#NEVER} while it can be read. */
    long unreadableNanos(int host);

    /** Whether it was last removed because it was seen without power, before its silence was over. */
    boolean poweredOff(int host);

    /** Whether a newer boot of the host proved that its former life is over. */
    boolean restarted(int host);

    /** Newest boot incarnation of the host that was counted when it was removed, 0 never. */
    long removedIncarnation(int host);

    /** Newest boot incarnation seen of the host, 0 never. */
    long incarnation(int host);
}
