package dev.liveset.agent;

import dev.liveset.fencing.Evidence;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.heartbeat.PacketGate;
import dev.liveset.quorum.LivesetQuorum;

/** Takes what peers say over the network: what is new goes to the quorum, and to those who keep a part of it. */
final class PacketIntake {
    private final int self;
    private final LivesetQuorum quorum;
    private final PacketGate gate;
    private final HeardByPeers heardByPeers;
    private final Reporter reporter;
    private final EvictionNotice eviction;

    PacketIntake(AgentConfig config, LivesetQuorum quorum, Reporter reporter, EvictionNotice eviction) {
        this.self = config.self();
        this.quorum = quorum;
        this.reporter = reporter;
        this.eviction = eviction;
        gate = new PacketGate(config.pool().timings().heartbeatTimeoutNanos());
        heardByPeers = new HeardByPeers(self);
    }

    /** This host stood still since then, and by {@code drainedNanos} has taken what waited in its socket meanwhile. */
    void onStall(long lastStepNanos, long drainedNanos) {
        heardByPeers.onStall(lastStepNanos, drainedNanos);
    }

    /** Takes a packet; returns the evidence when it tells this host to fence itself, else null. */
    Evidence take(long nowNanos, HeartbeatMessage beat) {
        if (beat.hostIndex == self || !gate.accept(nowNanos, beat)) {
            return null;
        }
        reporter.onPacket(beat);
        heardByPeers.onPacket(nowNanos, beat.hostIndex, beat.sinceHeartbeatMillis[self]);
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
        return eviction.byPacket(beat);
    }

    /** When the last of the other liveset hosts heard this one, by what they say. */
    long heardByAllNanos(long nowNanos) {
        return heardByPeers.byAllNanos(nowNanos, quorum.currentLiveset());
    }

    /** How many packets were late or repeated. */
    long refused() {
        return gate.refused();
    }
}
