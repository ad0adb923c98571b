package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.LivesetException.Code;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.RuleTally;
import java.util.function.BooleanSupplier;

/** One quorum on a desk: the test plays the clock, the statefile and all other hosts. Times are milliseconds. */
public final class QuorumDesk implements SurvivalJudge {
    static final long MILLI = 1_000_000L;
    static final long STEP = 50;
    /** Every so many steps the statefile is read and everybody has written. */
    private static final int READ_EVERY = 5;

    /** Another host; what it says of itself goes out with every beat and every section. */
    public static final class Peer {
        public long current;
        public long proposed;
        long hbdomain;
        long sfdomain;
        Phase phase = Phase.STARTED;
        boolean joining;
        boolean sr2;
        boolean accelerate;
        boolean starting;
        boolean excluded;
        long excludedHosts;
        boolean lockRequest;
        long lockGrant;
        int weight = 1;
        long incarnation = 100;
        long watchdogNanos;
        public boolean beats = true;
        boolean writes = true;
        /** No read gives its section. */
        boolean badBlock;
        /** What stands in its section that is none, 0 for a section. */
        int fingerprint;
        /** Whether it does what this host does: its sets and its phase are ours, as last published. */
        boolean follows;
        /** What its section says of its heartbeat domain, when that is not what it beats; else -1. */
        long writtenHbdomain = -1;
        /** Whether it keeps pace with our phase but says what it sees itself. */
        boolean keepsPace;

        private long sequence = 1;
        private long writtenIncarnation = 100;

        /** What it publishes of its domains from now on. */
        Peer sees(long heard, long read) {
            hbdomain = heard;
            sfdomain = read;
            return this;
        }

        /** It stays in this phase, whatever we do. */
        Peer stuckIn(Phase where) {
            keepsPace = false;
            phase = where;
            return this;
        }
    }

    public final PoolConfig pool;
    final int self;
    final long all;
    public final RendezvousQuorum quorum;
    /** Which branches of the rules this host has taken. */
    final RuleTally branches = new RuleTally();

    public final Peer[] peers;
    PoolState poolState = PoolState.ACTIVE;
    /** Whether this host's own writes come through, and its reads. */
    boolean writes = true;

    boolean reads = true;
    boolean excluded;
    boolean judgedRule1;
    boolean judgedRule2;
    public long now;
    private int steps;
    private long sequence = 1;

    public QuorumDesk(int hosts, int self) {
        this(QuorumPools.pool(hosts), self);
    }

    QuorumDesk(PoolConfig pool, int self) {
        this.pool = pool;
        this.self = self;
        all = pool.allHosts();
        quorum = new RendezvousQuorum(pool, self, true, QuorumRules.OURS.countedIn(branches), this);
        peers = new Peer[pool.hostCount()];
        for (int host = 0; host < peers.length; host++) {
            peers[host] = new Peer();
        }
    }

    /** A host that runs in a liveset of all, with everybody following it. */
    public static QuorumDesk online(int hosts, int self) {
        QuorumDesk desk = new QuorumDesk(hosts, self);
        desk.formTogether();
        return desk;
    }

    /** Everybody starts at the same time. */
    void formTogether() {
        for (Peer peer : peers) {
            peer.starting = true;
            peer.joining = true;
            peer.phase = Phase.STARTING;
            peer.hbdomain = all;
            peer.sfdomain = all;
            peer.proposed = all;
        }
        quorum.begin(now * MILLI, false);
        until("online", quorum::online);
        for (Peer peer : peers) {
            peer.starting = false;
            peer.joining = false;
            peer.current = all;
            peer.follows = true;
        }
        pass(1000);
    }

    @Override
    public Decision judge(SurvivalView view, boolean rule1, boolean rule2) {
        judgedRule1 = rule1;
        judgedRule2 = rule2;
        if (pool.policy() == PoolConfig.Policy.MAJORITY) {
            return Decision.MAJORITY;
        }
        return rule1 ? Decision.RULE1 : rule2 ? Decision.RULE2 : Decision.FENCE;
    }

    public void pass(long millis) {
        for (long end = now + millis; now < end; ) {
            step();
        }
    }

    /** Lets time pass until it is so; a minute at most. Returns for how long, in milliseconds. */
    public long until(String what, BooleanSupplier reached) {
        long began = now;
        while (!reached.getAsBoolean()) {
            assertTrue(now - began < 60_000, () -> "never " + what + ": phase " + quorum.phase());
            step();
        }
        return now - began;
    }

    void step() {
        now += STEP;
        boolean reading = ++steps % READ_EVERY == 0;
        for (int host = 0; host < peers.length; host++) {
            Peer peer = peers[host];
            if (host != self && (peer.beats || peer.writes)) {
                follow(peer);
            }
            if (host != self && peer.beats) {
                beat(host);
            }
        }
        if (reading && reads) {
            read();
        }
        quorum.advance(now * MILLI);
    }

    private void follow(Peer peer) {
        if (peer.follows) {
            peer.current = quorum.currentLiveset();
            peer.proposed = quorum.proposedLiveset();
            peer.hbdomain = quorum.hbdomain();
            peer.sfdomain = quorum.sfdomain();
        }
        if (peer.follows || peer.keepsPace) {
            peer.phase = quorum.phase();
        }
    }

    void beat(int host) {
        Peer peer = peers[host];
        quorum.onHeartbeat(
                now * MILLI,
                host,
                peer.current,
                peer.proposed,
                peer.hbdomain,
                peer.sfdomain,
                peer.phase.ordinal(),
                peer.joining,
                peer.sr2,
                peer.accelerate,
                peer.incarnation);
    }

    private void read() {
        for (int host = 0; host < peers.length; host++) {
            Peer peer = peers[host];
            if (host == self) {
                sequence += writes ? 1 : 0;
                quorum.onSection(now * MILLI, now * MILLI, host, own());
            } else {
                peer.sequence += peer.writes ? 1 : 0;
                peer.writtenIncarnation = peer.writes ? peer.incarnation : peer.writtenIncarnation;
                readPeer(host, peer);
            }
        }
        quorum.onReadCompleted(poolState);
    }

    private void readPeer(int host, Peer peer) {
        if (peer.badBlock) {
            quorum.onUnreadableSection(now * MILLI, host);
        } else if (peer.fingerprint != 0) {
            quorum.onUnusableSection(now * MILLI, now * MILLI, host, peer.fingerprint);
        } else {
            quorum.onSection(now * MILLI, now * MILLI, host, section(peer));
        }
    }

    private Sightings.Section own() {
        Sightings.Section section = new Sightings.Section();
        section.sequence = (int) sequence;
        section.longSequence = sequence;
        section.incarnation = 100;
        section.excluded = excluded;
        fill(section, quorum);
        return section;
    }

    /** What the host of this quorum writes into its section. */
    static void fill(Sightings.Section section, LivesetQuorum quorum) {
        section.starting = quorum.starting();
        section.current = quorum.currentLiveset();
        section.proposed = quorum.proposedLiveset();
        section.hbdomain = quorum.hbdomain();
        section.sfdomain = quorum.sfdomain();
        section.lockRequest = quorum.lockRequest();
        section.lockGrant = quorum.lockGrants();
        section.phase = quorum.phase().ordinal();
        section.weight = quorum.weight();
    }

    private static Sightings.Section section(Peer peer) {
        Sightings.Section section = new Sightings.Section();
        section.sequence = (int) peer.sequence;
        section.longSequence = peer.sequence;
        section.incarnation = peer.writtenIncarnation;
        section.excluded = peer.excluded;
        section.excludedHosts = peer.excludedHosts;
        section.starting = peer.starting;
        section.current = peer.current;
        section.proposed = peer.proposed;
        section.hbdomain = peer.writtenHbdomain == -1 ? peer.hbdomain : peer.writtenHbdomain;
        section.sfdomain = peer.sfdomain;
        section.lockRequest = peer.lockRequest;
        section.lockGrant = peer.lockGrant;
        section.phase = peer.phase.ordinal();
        section.weight = peer.weight;
        section.watchdogNanos = peer.watchdogNanos;
        return section;
    }

    /** The host vanishes from both channels. */
    public void crash(int host) {
        peers[host].beats = false;
        peers[host].writes = false;
    }

    /** A new boot of it is on both channels. */
    void restart(int host) {
        peers[host].incarnation++;
        peers[host].beats = true;
        peers[host].writes = true;
    }

    void untilPhase(Phase phase) {
        until("in " + phase, () -> quorum.phase() == phase);
    }

    /** It crashes, and we notice it: a round begins. */
    long miss(int host) {
        crash(host);
        return until("noticed", quorum::inRound);
    }

    /** It crashes, and we wait until it is removed. */
    public void lose(int host) {
        crash(host);
        until("removed", () -> !isIn(host) && !quorum.inRound());
    }

    /** A removed host comes up again and asks to join; it is on both channels. */
    public void comeBack(int host) {
        Peer peer = peers[host];
        restart(host);
        peer.follows = false;
        peer.starting = true;
        peer.joining = true;
        peer.phase = Phase.STARTING;
        peer.current = quorum.currentLiveset();
        peer.proposed = HostSet.with(peer.current, host);
        peer.hbdomain = all;
        peer.sfdomain = all;
    }

    /** A host that goes by what it sees itself from now on, at our pace. */
    Peer itself(int host) {
        peers[host].follows = false;
        peers[host].keepsPace = true;
        return peers[host];
    }

    boolean isIn(int host) {
        return HostSet.contains(quorum.currentLiveset(), host);
    }

    /** Hosts 1 and 2 are in a liveset of their own and willing to take us. */
    public void othersRun() {
        for (int host = 1; host <= 2; host++) {
            Peer peer = peers[host];
            peer.current = 0b110;
            peer.proposed = 0b110;
            peer.hbdomain = all;
            peer.sfdomain = all;
        }
    }

    /** Hosts 1 and 2 start as we do. */
    void othersStart() {
        for (int host = 1; host <= 2; host++) {
            Peer peer = peers[host];
            peer.starting = true;
            peer.joining = true;
            peer.phase = Phase.STARTING;
            peer.hbdomain = all;
            peer.sfdomain = all;
        }
    }

    public void begin() {
        quorum.begin(0, excluded);
    }

    /** Passes until the start fails for good, by this code; returns after how long. */
    long fails(Code code) {
        long after = until("failed", () -> quorum.failure() != null);
        assertEquals(code, quorum.failure());
        assertEquals(Phase.ABORTED, quorum.phase());
        assertFalse(quorum.online());
        pass(20_000);
        assertEquals(code, quorum.failure());
        return after;
    }
}
