package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.quorum.Sightings;
import java.util.Arrays;

/**
 * When each peer last heard this host, by what the peer itself says in its packets. Under rule 2 nobody writes, so this
 * is the only sign of life that peers have of us: who removes us counts from it, and so the watchdog must too (the silence
 * rule of PROTOCOL.md §3 would not hold if rule 2 simply excused the statefile). A peer's word counts only where it is under
 * rule 2 itself: then it knows that others may live by its word, and waits the longer ({@code SilenceRule}).
 *
 * <p>A peer heard this host no earlier than this host sent what the peer has taken last, which it names by an echo: that is
 * true however long its word was on its way. Only xhad echoes nothing; there the age counts that it tells.
 */
final class HeardByPeers {
    private final int self;
    private final SentBeats sent;
    private final long[] heardUsNanos = new long[HostSet.MAX_HOSTS];
    private long beforeStallNanos;
    private long drainedNanos = Sightings.NEVER;
    private final long[] vouchedNanos = new long[HostSet.MAX_HOSTS];

    HeardByPeers(int self, long incarnation) {
        this.self = self;
        sent = new SentBeats(incarnation);
        Arrays.fill(heardUsNanos, Sightings.NEVER);
        Arrays.fill(vouchedNanos, Sightings.NEVER);
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

    /** When a packet that is taken now came at the earliest. */
    long cameNanos(long nowNanos) {
        return nowNanos < drainedNanos ? beforeStallNanos : nowNanos;
    }

    /** A beat goes out. */
    void onBeat(long nowNanos, long longSequence) {
        sent.add(nowNanos, longSequence);
    }

    /** An accepted packet tells what its sender heard of us and whether it is under rule 2. */
    void onPacket(long nowNanos, HeartbeatMessage beat) {
        if (beat.sr2) {
            heardUsNanos[beat.hostIndex] = Math.max(heardUsNanos[beat.hostIndex], heardUsNanos(nowNanos, beat));
        }
    }

    private long heardUsNanos(long nowNanos, HeartbeatMessage beat) {
        if (beat.trailer) {
            return sent.sentNanos(beat.heardEcho[self]);
        }
        int since = beat.sinceHeartbeatMillis[self];
        return since < 0 ? Sightings.NEVER : cameNanos(nowNanos) - since * 1_000_000L;
    }

    /**
     * The latest time by which more than half of the hosts, this one included, had heard it: with that a host that lives by
     * a majority may live on without the statefile. Only what {@link #onVouch} took counts.
     */
    long byMajorityNanos(int hostCount) {
        int needed = hostCount / 2; // with this host more than half
        long latest = Sightings.NEVER;
        for (int host = 0; host < hostCount; host++) {
            long nanos = vouchedNanos[host];
            int asLate = 0;
            for (int other = 0; other < hostCount; other++) {
                asLate += vouchedNanos[other] >= nanos ? 1 : 0;
            }
            latest = asLate >= needed ? Math.max(latest, nanos) : latest;
        }
        return latest;
    }

    /** An accepted packet of a host that is online and keeps us in its liveset tells what it heard of us. */
    void onVouch(long nowNanos, HeartbeatMessage beat) {
        vouchedNanos[beat.hostIndex] = Math.max(vouchedNanos[beat.hostIndex], heardUsNanos(nowNanos, beat));
    }

    /** The earliest of the times at which the other hosts of the liveset, under rule 2, last heard us; now when alone. */
    long byAllNanos(long nowNanos, long liveset) {
        long earliest = nowNanos;
        for (long rest = HostSet.without(liveset, self); rest != 0; rest &= rest - 1) {
            earliest = Math.min(earliest, heardUsNanos[HostSet.lowest(rest)]);
        }
        return earliest;
    }
}
