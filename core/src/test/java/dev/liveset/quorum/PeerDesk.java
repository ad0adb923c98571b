package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.PoolState;
import dev.liveset.RuleTally;

/**
 * One quorum whose peers are played by hand: each says on both channels what its fields say, every tenth of a second, until
 * it falls silent.
 */
final class PeerDesk {
    static final long TICK_NANOS = 100_000_000L;

    /** What a peer says. */
    static final class Peer {
        boolean heard = true;
        boolean seen = true;
        long current;
        long proposed;
        long hbdomain;
        long sfdomain;
        Phase phase = Phase.STARTING;
        boolean joining;
        boolean sr2;
        boolean starting = true;
        boolean excluded;
        boolean lockRequest;
        long lockGrant;
        long incarnation = 1;

        void silent() {
            heard = false;
            seen = false;
        }

        /** Another boot that knows nothing yet. */
        void restart() {
            incarnation++;
            current = 0;
            proposed = 0;
            joining = false;
            starting = true;
            phase = Phase.STARTING;
        }

        /** Online with this liveset. */
        void online(long liveset) {
            current = liveset;
            proposed = liveset;
            joining = false;
            starting = false;
            phase = Phase.STARTED;
        }

        /** Says what the other says. */
        void mirror(RendezvousQuorum quorum) {
            current = quorum.currentLiveset();
            proposed = quorum.proposedLiveset();
            hbdomain = quorum.hbdomain();
            sfdomain = quorum.sfdomain();
            phase = quorum.phase();
        }

        /** Asks to join the hosts that run. */
        void asksToJoin(long running, int self) {
            current = running;
            proposed = HostSet.with(running, self);
            joining = true;
        }
    }

    final RendezvousQuorum quorum;
    /** Which branches of the rules this host has taken. */
    final RuleTally branches = new RuleTally();

    final Peer[] peers;
    final int self;
    PoolState poolState = PoolState.ACTIVE;
    boolean statefileWorks = true;
    boolean ownExcluded;
    long now = 1_000_000_000L;
    private final Sightings.Section section = new Sightings.Section();
    private int sequence;

    PeerDesk(int hosts, int self, boolean excluded) {
        this.self = self;
        ownExcluded = excluded;
        quorum = new RendezvousQuorum(
                QuorumPools.pool(hosts),
                self,
                true,
                QuorumRules.OURS.countedIn(branches),
                (view, rule1, rule2) -> rule1
                        ? SurvivalJudge.Decision.RULE1
                        : rule2 ? SurvivalJudge.Decision.RULE2 : SurvivalJudge.Decision.FENCE);
        peers = new Peer[hosts];
        for (int host = 0; host < hosts; host++) {
            peers[host] = new Peer();
            peers[host].hbdomain = HostSet.firstHosts(hosts);
            peers[host].sfdomain = HostSet.firstHosts(hosts);
        }
        quorum.begin(now, excluded);
    }

    PeerDesk(int hosts, int self) {
        this(hosts, self, false);
    }

    /** Brings this host online in the full liveset, together with all its peers. */
    static PeerDesk online(int hosts, int self) {
        PeerDesk desk = new PeerDesk(hosts, self);
        long all = HostSet.firstHosts(hosts);
        for (Peer peer : desk.peers) {
            peer.joining = true;
            peer.proposed = all;
        }
        desk.run(5);
        for (Peer peer : desk.peers) {
            peer.online(all);
        }
        desk.run(2);
        return desk;
    }

    /** Lets so many tenths of a second pass. */
    void run(int ticks) {
        for (int tick = 0; tick < ticks; tick++) {
            now += TICK_NANOS;
            sequence++;
            for (int host = 0; host < peers.length; host++) {
                if (host != self && peers[host].heard) {
                    beat(host, peers[host]);
                }
            }
            if (statefileWorks) {
                for (int host = 0; host < peers.length; host++) {
                    read(host);
                }
                quorum.onReadCompleted(poolState);
            }
            quorum.advance(now);
        }
    }

    private void beat(int host, Peer peer) {
        quorum.onHeartbeat(
                now,
                host,
                peer.current,
                peer.proposed,
                peer.hbdomain,
                peer.sfdomain,
                peer.phase.ordinal(),
                peer.joining,
                peer.sr2,
                false,
                peer.incarnation);
    }

    private void read(int host) {
        Peer peer = peers[host];
        section.sequence = host == self || peer.seen ? sequence : section(host);
        section.longSequence = section.sequence;
        frozen[host] = section.sequence;
        section.incarnation = peer.incarnation;
        section.watchdogNanos = 0;
        if (host == self) {
            QuorumDesk.fill(section, quorum);
            section.excluded = ownExcluded;
        } else {
            section.current = peer.current;
            section.proposed = peer.proposed;
            section.hbdomain = peer.hbdomain;
            section.sfdomain = peer.sfdomain;
            section.phase = peer.phase.ordinal();
            section.starting = peer.starting;
            section.weight = 1;
            section.lockRequest = peer.lockRequest;
            section.lockGrant = peer.lockGrant;
            section.excluded = peer.excluded;
        }
        quorum.onSection(now - 1, now, host, section);
    }

    private final int[] frozen = new int[HostSet.MAX_HOSTS];

    private int section(int host) {
        return frozen[host];
    }
}
