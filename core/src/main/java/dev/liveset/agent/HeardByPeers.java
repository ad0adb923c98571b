package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.quorum.Sightings;
import java.util.Arrays;

/**
 * When each peer last heard this host, by what the peer itself says in its packets. Under rule 2 nobody writes, so this
 * is the only sign of life that peers have of us: who removes us counts from it, and so the watchdog must too (the silence
 * rule of PROTOCOL.md §3 would not hold if rule 2 simply excused the statefile).
 */
final class HeardByPeers {
    private final int self;
    private final long[] heardUsNanos = new long[HostSet.MAX_HOSTS];
    private long beforeStallNanos;
    private long drainedNanos = Sightings.NEVER;

    HeardByPeers(int self) {
        this.self = self;
        Arrays.fill(heardUsNanos, Sightings.NEVER);
    }

    /**
     * This host stood still since then: what it takes until {@code drainedNanos} may have waited in its own socket all
     * that time. A further stall before then does not make those packets any younger.
     */
    void onStall(long lastStepNanos, long drainedNanos) {
        if (lastStepNanos >= this.drainedNanos) {
            beforeStallNanos = lastStepNanos;
        }
        this.drainedNanos = drainedNanos;
    }

    /** An accepted packet says how long ago its sender heard us, -1 never. */
    void onPacket(long nowNanos, int host, int sinceMillis) {
        if (sinceMillis >= 0) {
            long cameNanos = nowNanos < drainedNanos ? beforeStallNanos : nowNanos;
            heardUsNanos[host] = Math.max(heardUsNanos[host], cameNanos - sinceMillis * 1_000_000L);
        }
    }

    /** The earliest of the times at which the other hosts of the liveset last heard us; now when there is no other. */
    long byAllNanos(long nowNanos, long liveset) {
        long earliest = nowNanos;
        for (long rest = HostSet.without(liveset, self); rest != 0; rest &= rest - 1) {
            earliest = Math.min(earliest, heardUsNanos[HostSet.lowest(rest)]);
        }
        return earliest;
    }
}
