package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.fencing.Evidence;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.heartbeat.PacketGate;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.Sightings;

/** Takes what peers say over the network: what is new goes to the quorum, and to those who keep a part of it. */
final class PacketIntake {
    private final int self;
    private final LivesetQuorum quorum;
    private final PacketGate gate;
    private final HeardByPeers heardByPeers;
    private final Reporter reporter;
    private final EvictionNotice eviction;
    private final PoolConfig pool;
    private final int[] heardEcho = new int[HostSet.MAX_HOSTS];
    private long majorityNanos = Sightings.NEVER;

    PacketIntake(AgentConfig config, LivesetQuorum quorum, Reporter reporter, EvictionNotice eviction) {
        this.self = config.self();
        this.quorum = quorum;
        this.reporter = reporter;
        this.eviction = eviction;
        pool = config.pool();
        gate = new PacketGate(config.pool().timings().heartbeatTimeoutNanos());
        heardByPeers = new HeardByPeers(self, config.incarnation());
    }

    /** This host stood still since then, and by {@code drainedNanos} has taken what waited in its socket meanwhile. */
    void onStall(long lastStepNanos, long drainedNanos) {
        heardByPeers.onStall(lastStepNanos, drainedNanos);
    }

    /** A beat goes out: it tells what was taken of whom, and peers will name it. */
    void onBeat(long nowNanos, HeartbeatMessage beat) {
        System.arraycopy(heardEcho, 0, beat.heardEcho, 0, heardEcho.length);
        heardByPeers.onBeat(nowNanos, beat.longSequence);
    }

    /** Takes a packet; returns the evidence when it tells this host to fence itself, else null. */
    Evidence take(long nowNanos, HeartbeatMessage beat) {
        if (beat.hostIndex == self || !gate.accept(nowNanos, beat)) {
            return null;
        }
        reporter.onPacket(beat);
        heardEcho[beat.hostIndex] = beat.trailer ? HeartbeatMessage.echo(beat.incarnation, beat.longSequence) : 0;
        heardByPeers.onPacket(nowNanos, beat);
        quorum.onHeartbeat(
                nowNanos,
                beat.hostIndex,
                beat.currentLiveset,
                beat.proposedLiveset,
                beat.hbdomain,
                beat.sfdomain,
                beat.phase,
                beat.joining,
                beat.sr2,
                beat.sfAccelerate,
                beat.incarnation);
        if (pool.policy() == PoolConfig.Policy.MAJORITY) {
            countForMajority(nowNanos, beat);
        }
        return eviction.byPacket(beat);
    }

    private void countForMajority(long nowNanos, HeartbeatMessage beat) {
        quorum.onAges(heardByPeers.cameNanos(nowNanos), beat.hostIndex, beat.sinceHeartbeatMillis);
        boolean online = HostSet.contains(beat.currentLiveset, beat.hostIndex);
        if (online && HostSet.contains(beat.currentLiveset & beat.proposedLiveset, self)) {
            heardByPeers.onVouch(nowNanos, beat);
            majorityNanos = heardByPeers.byMajorityNanos(pool.hostCount());
        }
    }

    /** When more than half of the pool, this host included, had last heard it; never where the policy does not count it. */
    long heardByMajorityNanos() {
        return majorityNanos;
    }

    /**
     * When the last of the other liveset hosts, all under rule 2, heard this one, by what they say. Never while anybody is
     * outside the liveset who is not kept out, for his next boot may find nobody on the statefile and form without this host:
     * his own section says that he is excluded, this host's section tells it too, lest his be lost, and nobody takes him in.
     *
     * @param told hosts that this host's section tells to be excluded
     */
    long heardByAllNanos(long nowNanos, long told) {
        if (!HostSet.isSubset(pool.allHosts(), quorum.currentLiveset() | quorum.keptOut() & told)) {
            return Sightings.NEVER;
        }
        return heardByPeers.byAllNanos(nowNanos, quorum.currentLiveset());
    }

    /** How many packets were late or repeated. */
    long refused() {
        return gate.refused();
    }
}
