package dev.liveset.agent;

import dev.liveset.Timings;
import dev.liveset.quorum.LivesetQuorum;

/**
 * Whether this host itself stood still between two steps. What it then misses of others is its own fault: it judges nobody
 * until it could hear them again, claims no healthy link, and takes what waited in its socket as old as it may be.
 */
final class StallWatch {
    private final Timings timings;
    private final LivesetQuorum quorum;
    private final LinkEvidence linkEvidence;
    private final PacketIntake packets;
    private long lastStepNanos;

    StallWatch(Timings timings, LivesetQuorum quorum, LinkEvidence linkEvidence, PacketIntake packets) {
        this.timings = timings;
        this.quorum = quorum;
        this.linkEvidence = linkEvidence;
        this.packets = packets;
    }

    /** The first step; there was none to be late after. */
    void begin(long nowNanos) {
        lastStepNanos = nowNanos;
    }

    /** A step comes. */
    void onStep(long nowNanos) {
        long gapNanos = nowNanos - lastStepNanos;
        if (gapNanos > 3 * timings.tickNanos()) {
            quorum.onOwnStall(
                    nowNanos + Math.max(timings.heartbeatIntervalNanos(), 2 * timings.statefileIntervalNanos()));
        }
        if (gapNanos > timings.heartbeatTimeoutNanos() / 2) {
            linkEvidence.onStall(nowNanos);
        }
        if (gapNanos > timings.heartbeatTimeoutNanos() / 4) {
            packets.onStall(lastStepNanos, nowNanos + timings.heartbeatTimeoutNanos() / 4);
        }
        lastStepNanos = nowNanos;
    }

    /** When the last step came. */
    long lastStepNanos() {
        return lastStepNanos;
    }
}
