package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import java.util.Arrays;

/**
 * What was last seen of every host on both channels, as numbers by host index, and the last sign of life of each
 * (PROTOCOL.md §3, silence rule). Filled from accepted packets and usable sections only; it decides nothing.
 */
public final class Sightings {
    /** A time before every other: never seen. Far enough from overflow for sums and differences. */
    public static final long NEVER = Long.MIN_VALUE / 4;

    final int hostCount;
    final int self;
    private final boolean lateWriteBelieved;
    private final boolean sectionsShowLife;
    private final boolean besideXhad;

    // Last accepted heartbeat.
    final long[] heardNanos = never();
    final long[] heardCurrent = new long[HostSet.MAX_HOSTS];
    final long[] heardProposed = new long[HostSet.MAX_HOSTS];
    final long[] heardHbdomain = new long[HostSet.MAX_HOSTS];
    final long[] heardSfdomain = new long[HostSet.MAX_HOSTS];
    final int[] heardPhase = new int[HostSet.MAX_HOSTS];
    long heardJoining;
    long heardSr2;
    long heardAccelerate;

    // Section as last read.
    final long[] movedNanos = never();
    /** Beside an xhad: how often each host's section moved since this host had first read back a section of its own. */
    final long[] movesBesideOwn = new long[HostSet.MAX_HOSTS];
    /** When each host's section was last seen with other bytes that are no section: it was torn while it was written. */
    final long[] tornNanos = never();

    final long[] readCurrent = new long[HostSet.MAX_HOSTS];
    final long[] readProposed = new long[HostSet.MAX_HOSTS];
    final long[] readHbdomain = new long[HostSet.MAX_HOSTS];
    final long[] readSfdomain = new long[HostSet.MAX_HOSTS];
    final int[] readPhase = new int[HostSet.MAX_HOSTS];
    /** Whom each host holds for excluded. */
    final long[] readExcluded = new long[HostSet.MAX_HOSTS];

    final int[] weight = new int[HostSet.MAX_HOSTS];
    final long[] lockGrant = new long[HostSet.MAX_HOSTS];
    final long[] watchdogNanos = new long[HostSet.MAX_HOSTS];
    long lockRequest;
    long excluded;
    long starting;
    /** Hosts whose newest boot has not been seen to write: what moved was written by a former life. */
    long unwritten;

    private long known;
    private long ours;
    private final int[] sequence = new int[HostSet.MAX_HOSTS];
    private final long[] longSequence = new long[HostSet.MAX_HOSTS];
    // What the last look has shown, believed or not.
    private long shownUnusable;
    private final long[] shownIncarnation = new long[HostSet.MAX_HOSTS];
    private final long[] shownSequence = new long[HostSet.MAX_HOSTS];
    private final int[] fingerprint = new int[HostSet.MAX_HOSTS];
    private final long[] incarnation = new long[HostSet.MAX_HOSTS];
    /** When the newest boot of each host was first seen, on either channel: its former life had ended by then. */
    final long[] bootNanos = never();

    /** Hosts heard, and whether anything was read, since {@link Domains} last looked. */
    long heardSinceLook;

    boolean readSinceLook = true;
    /** Counts what was read that differed from before and matters to the master lock. */
    long lockNews;

    /** Since when anything is seen at all. */
    long beganNanos = NEVER;

    // Signs of life.
    final long[] signNanos = never();
    /** Per host: when the newest completed read began that would have shown a change of its section. */
    final long[] observedNanos = never();

    /** Per host: since when no read has given its section, although the disk holds it; NEVER while it can be read. */
    final long[] unreadableNanos = never();

    /** Hosts that a newer boot has proven to have ended their former life, until they show it in a liveset again. */
    long restarted;

    /**
     * Beside an xhad: hosts last seen in their own liveset by a word without a boot. A newer boot of ours proves nothing of
     * that life, for its word may be the late one.
     */
    private long xhadLives;

    private final long[] livesetIncarnation = new long[HostSet.MAX_HOSTS];

    /** @param besideXhad whether xhad may be among the hosts, whose sections have no incarnation */
    Sightings(int hostCount, int self, boolean lateWriteBelieved, boolean sectionsShowLife, boolean besideXhad) {
        this.hostCount = hostCount;
        this.self = self;
        this.lateWriteBelieved = lateWriteBelieved;
        this.sectionsShowLife = sectionsShowLife;
        this.besideXhad = besideXhad;
    }

    /** Until something is seen of them, all hosts may be alive: their silence is counted from here. */
    void begin(long nowNanos) {
        beganNanos = nowNanos;
        Arrays.fill(signNanos, nowNanos);
    }

    /**
     * Takes an accepted packet. Returns false when it was dropped because its sender starts while we still have it in
     * our liveset (PROTOCOL.md §2, <i>Starting host</i>).
     */
    boolean heard(
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
            long bootIncarnation,
            long ownCurrent) {
        boolean inOwn = HostSet.contains(current, host);
        noteBoot(nowNanos, host, inOwn, bootIncarnation);
        if (!inOwn && HostSet.contains(ownCurrent, host)) {
            if (isEntering(host, bootIncarnation)) {
                signNanos[host] = nowNanos;
            }
            return false;
        }
        heardNanos[host] = nowNanos;
        heardSinceLook = HostSet.with(heardSinceLook, host);
        heardCurrent[host] = current;
        heardProposed[host] = proposed;
        heardHbdomain[host] = hbdomain;
        heardSfdomain[host] = sfdomain;
        heardPhase[host] = phase;
        heardJoining = put(heardJoining, host, joining);
        heardSr2 = put(heardSr2, host, sr2);
        heardAccelerate = put(heardAccelerate, host, accelerate);
        if (inOwn) {
            signNanos[host] = nowNanos;
        }
        return true;
    }

    /** What a section says, as numbers; filled by the agent, one at a time. */
    public static final class Section {
        public int sequence;
        public boolean excluded;
        public long excludedHosts;
        public boolean starting;
        public long current;
        public long proposed;
        public long hbdomain;
        public long sfdomain;
        public boolean lockRequest;
        public long lockGrant;
        public int phase;
        public int weight;
        public long incarnation;
        public long longSequence;
        public long watchdogNanos;
    }

    /**
     * Takes a usable section from a read. Returns false when it is older than what was seen before: a late write of an
     * earlier boot, or a write that was rolled back. What it says does not count then; that it came to be there is a sign of life.
     */
    boolean read(long beganNanos, long nowNanos, int host, Section section, long ownCurrent) {
        readSinceLook = true;
        unreadableNanos[host] = NEVER;
        boolean first = !HostSet.contains(known, host);
        boolean unstamped = besideXhad && section.incarnation == 0;
        boolean older = !unstamped
                && (section.incarnation < incarnation[host]
                        || (section.incarnation == incarnation[host] && section.longSequence < longSequence[host]));
        boolean landed = beganNanos != NEVER && noteShown(host, section);
        if (!first && older && !lateWriteBelieved) {
            if (landed && sectionsShowLife) {
                // What it says does not count, but it landed since the last look, and who knows over what.
                signNanos[host] = nowNanos;
            }
            observedNanos[host] = Math.max(observedNanos[host], beganNanos);
            return false;
        }
        boolean moved = !first
                && (section.sequence != sequence[host]
                        || !unstamped
                                && (section.incarnation != incarnation[host]
                                        || section.longSequence != longSequence[host]));
        known = HostSet.with(known, host);
        ours = put(ours, host, section.incarnation != 0);
        boolean inOwn = HostSet.contains(section.current, host);
        noteBoot(nowNanos, host, inOwn, section.incarnation);
        sequence[host] = section.sequence;
        if (!unstamped) {
            // Each boot counts from its own beginning: the first sight may be of a former life of the boot that was
            // heard.
            longSequence[host] = section.incarnation == incarnation[host] ? section.longSequence : 0;
        }
        fingerprint[host] = 0;
        observedNanos[host] = Math.max(observedNanos[host], beganNanos);
        boolean entering = moved && HostSet.contains(ownCurrent, host) && isEntering(host, section.incarnation);
        if ((inOwn && (moved || first) || entering) && sectionsShowLife) {
            signNanos[host] = nowNanos;
        }
        if (host != self && !inOwn && HostSet.contains(ownCurrent, host)) {
            return true;
        }
        boolean sameSets = HostSet.contains(starting, host) == section.starting && readCurrent[host] == section.current;
        lockNews += sameSets ? 0 : 1;
        readCurrent[host] = section.current;
        readProposed[host] = section.proposed;
        readHbdomain[host] = section.hbdomain;
        readSfdomain[host] = section.sfdomain;
        readPhase[host] = section.phase;
        readExcluded[host] = section.excludedHosts;
        weight[host] = section.weight;
        readLock(host, section.lockRequest, section.lockGrant);
        watchdogNanos[host] = section.watchdogNanos;
        excluded = put(excluded, host, section.excluded);
        starting = put(starting, host, section.starting);
        if (moved) {
            if (besideXhad && movedNanos[self] != NEVER && ++movesBesideOwn[host] == 2) {
                lockNews++; // From now on its grants count.
            }
            movedNanos[host] = nowNanos;
            unwritten = HostSet.without(unwritten, host);
        }
        return true;
    }

    /**
     * Whether the section shows other content than at the last look. Where that is older than what was seen before, a late
     * write has landed over newer ones, of which one may never have been seen: the host may live by it.
     */
    private boolean noteShown(int host, Section section) {
        boolean same = !HostSet.contains(shownUnusable, host)
                && shownIncarnation[host] == section.incarnation
                && shownSequence[host] == section.longSequence;
        shownUnusable = HostSet.without(shownUnusable, host);
        shownIncarnation[host] = section.incarnation;
        shownSequence[host] = section.longSequence;
        return !same;
    }

    /** Takes what a section says of the master lock. */
    void readLock(int host, boolean request, long grants) {
        if (lockGrant[host] != grants || HostSet.contains(lockRequest, host) != request) {
            lockNews++;
            lockGrant[host] = grants;
            lockRequest = put(lockRequest, host, request);
        }
    }

    /**
     * Takes a section that was read but is not usable. Bytes that change are a sign of life like any other; bytes that
     * stay are silence, so that a host torn while it wrote can still be removed. Ours: outside a round
     * they keep it in the statefile domain as well; its next write, a cycle later, mends the section.
     */
    void readUnusable(long beganNanos, long nowNanos, int host, int contentFingerprint) {
        readSinceLook = true;
        unreadableNanos[host] = NEVER;
        shownUnusable = beganNanos == NEVER ? shownUnusable : HostSet.with(shownUnusable, host);
        if (fingerprint[host] != contentFingerprint) {
            fingerprint[host] = contentFingerprint;
            signNanos[host] = nowNanos;
            tornNanos[host] = nowNanos;
        }
        observedNanos[host] = Math.max(observedNanos[host], beganNanos);
    }

    /** A read that began then did not give the section: an error of the disk, which says nothing about the host. */
    void unreadable(long beganNanos, int host) {
        if (unreadableNanos[host] == NEVER) {
            unreadableNanos[host] = beganNanos;
        }
    }

    /** Whether the section of the host could not be believed when it was last read. */
    boolean isUnusable(int host) {
        return fingerprint[host] != 0;
    }

    /** Hosts that were heard, or whose section moved, since anything is seen at all. */
    long everShown() {
        long shown = 0;
        for (int host = 0; host < hostCount; host++) {
            boolean alive = Math.max(heardNanos[host], Math.max(movedNanos[host], tornNanos[host])) != NEVER;
            shown = put(shown, host, alive);
        }
        return shown;
    }

    /** Newest boot incarnation seen of a host on either channel; 0 never. */
    long incarnation(int host) {
        return incarnation[host];
    }

    /** Newest boot incarnation with which the host was seen in its own liveset; 0 never. */
    long livesetIncarnation(int host) {
        return livesetIncarnation[host];
    }

    /** Whether the section last read of the host was written by this library. */
    boolean isOurs(int host) {
        return HostSet.contains(ours, host);
    }

    /** Whether a phase number lies inside fault handling. */
    static boolean inFaultHandling(int phase) {
        return phase >= Phase.FHREADY.ordinal() && phase <= Phase.FH4DONE.ordinal();
    }

    /**
     * The host's present boot is in our liveset from now on, before it says so itself: that this boot is not yet in its own
     * liveset proves no restart, and its silence counts from here.
     */
    void admitted(int host, long nowNanos) {
        livesetIncarnation[host] = Math.max(livesetIncarnation[host], incarnation[host]);
        restarted = HostSet.without(restarted, host);
        signNanos[host] = Math.max(signNanos[host], nowNanos);
    }

    /**
     * Whether this is the boot that we took into our liveset: it lives although it may not count itself in its own yet,
     * because the last acks have not reached it, and it may do so at any moment.
     */
    private boolean isEntering(int host, long bootIncarnation) {
        return bootIncarnation != 0 && bootIncarnation == livesetIncarnation[host];
    }

    private void noteBoot(long nowNanos, int host, boolean inOwn, long bootIncarnation) {
        if (bootIncarnation == 0) {
            if (besideXhad && inOwn) {
                xhadLives = HostSet.with(xhadLives, host);
                restarted = HostSet.without(restarted, host);
            }
            return;
        }
        if (bootIncarnation > incarnation[host]) {
            incarnation[host] = bootIncarnation;
            bootNanos[host] = nowNanos;
            longSequence[host] = 0;
            unwritten = HostSet.with(unwritten, host);
            forgetSets(host);
        }
        if (inOwn) {
            livesetIncarnation[host] = Math.max(livesetIncarnation[host], bootIncarnation);
            restarted = HostSet.without(restarted, host);
            xhadLives = HostSet.without(xhadLives, host);
        } else if (bootIncarnation > livesetIncarnation[host]
                && livesetIncarnation[host] != 0
                && !HostSet.contains(xhadLives, host)) {
            restarted = HostSet.with(restarted, host);
        }
    }

    /** What the former boot said of livesets is not what this one says, even while its packets are dropped. */
    private void forgetSets(int host) {
        heardCurrent[host] = 0;
        heardProposed[host] = 0;
        heardJoining = HostSet.without(heardJoining, host);
        readCurrent[host] = 0;
        readProposed[host] = 0;
    }

    private static long put(long set, int host, boolean in) {
        return in ? HostSet.with(set, host) : HostSet.without(set, host);
    }

    private static long[] never() {
        long[] times = new long[HostSet.MAX_HOSTS];
        Arrays.fill(times, NEVER);
        return times;
    }
}
