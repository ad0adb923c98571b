package dev.liveset.runtime;

import dev.liveset.HostSet;
import dev.liveset.MeasuredTimes;
import dev.liveset.MeasuredTimes.Kind;
import dev.liveset.agent.PoolEvent;
import dev.liveset.codec.PacketStatus;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what was refused and measures how long things take; written by the host's threads, read by any. */
@SuppressWarnings("EnumOrdinal") // Only to find the counter of each constant.
final class Figures {
    private final AtomicLongArray packets = new AtomicLongArray(PacketStatus.values().length);
    private final AtomicLongArray sections = new AtomicLongArray(SectionStatus.values().length);
    private final int hostCount;
    private final Clocked statefile = new Clocked();
    private final Clocked heartbeat = new Clocked();
    private final TimeCounts statefileTimes = new TimeCounts();
    private final TimeCounts heartbeatLateness = new TimeCounts();
    private final TimeCounts pauses = new TimeCounts();

    // The agent's thread's own: when each peer was last heard, and in which life.
    private final long[] heardNanos = new long[HostSet.MAX_HOSTS];
    private final long[] heardIncarnation = new long[HostSet.MAX_HOSTS];

    // The statefile thread's own: what was last found in each section, the global one last.
    private final SectionStatus[] found = new SectionStatus[HostSet.MAX_HOSTS + 1];
    private final int[] fingerprint = new int[HostSet.MAX_HOSTS + 1];
    private final GlobalHistory global = new GlobalHistory();

    Figures(int hostCount) {
        this.hostCount = hostCount;
    }

    void packetRefused(PacketStatus why) {
        packets.incrementAndGet(why.ordinal());
    }

    void statefileTook(long nanos) {
        statefile.took(nanos);
        statefileTimes.took(nanos);
    }

    /** The agent comes to its work so much later than it wanted. */
    void lateBy(long nanos) {
        pauses.took(nanos);
    }

    /** A beat of a peer came; a gap between two of its lives is none. */
    void heard(int host, long incarnation, long nowNanos, long intervalNanos) {
        if (heardNanos[host] != 0 && heardIncarnation[host] == incarnation) {
            heartbeatLateness.took(nowNanos - heardNanos[host] - intervalNanos);
        }
        heardIncarnation[host] = incarnation;
        heardNanos[host] = nowNanos;
    }

    /** Everything since the start. */
    MeasuredTimes times() {
        return new MeasuredTimes(Map.of(
                Kind.STATEFILE_LATENCY, statefileTimes.histogram(),
                Kind.HEARTBEAT_LATENESS, heartbeatLateness.histogram(),
                Kind.PAUSE, pauses.histogram()));
    }

    void heartbeatTook(long nanos) {
        heartbeat.took(nanos);
    }

    /** Counts what a read found; returns the news of a global section that was rolled back. */
    Optional<PoolEvent> sectionsRead(StatefileSnapshot snapshot) {
        for (int host = 0; host < hostCount; host++) {
            section(host, snapshot.status[host], snapshot.fingerprint[host]);
        }
        section(HostSet.MAX_HOSTS, snapshot.globalStatus, 0);
        return global.look(snapshot);
    }

    private void section(int index, SectionStatus status, int content) {
        boolean fresh = found[index] != status || fingerprint[index] != content;
        found[index] = status;
        fingerprint[index] = content;
        if (fresh && !status.usable()) {
            sections.incrementAndGet(status.ordinal());
        }
    }

    /** The figures now; shortest and longest are counted anew from here. */
    HostFigures take() {
        Map<PacketStatus, Long> refusedPackets = new EnumMap<>(PacketStatus.class);
        for (PacketStatus status : PacketStatus.values()) {
            if (packets.get(status.ordinal()) > 0) {
                refusedPackets.put(status, packets.get(status.ordinal()));
            }
        }
        Map<SectionStatus, Long> refusedSections = new EnumMap<>(SectionStatus.class);
        for (SectionStatus status : SectionStatus.values()) {
            if (sections.get(status.ordinal()) > 0) {
                refusedSections.put(status, sections.get(status.ordinal()));
            }
        }
        return new HostFigures(
                statefile.take(), heartbeat.take(), refusedPackets, refusedSections, global.olderSections());
    }

    /** Last, longest and shortest duration in milliseconds. */
    private static final class Clocked {
        private static final int LAST = 0;
        private static final int MAX = 1;
        private static final int MIN = 2;

        private final AtomicIntegerArray millis = new AtomicIntegerArray(new int[] {-1, -1, -1});

        void took(long nanos) {
            int now = (int) Math.min(Integer.MAX_VALUE, nanos / 1_000_000);
            millis.set(LAST, now);
            if (now > millis.get(MAX)) {
                millis.set(MAX, now);
            }
            int least = millis.get(MIN);
            if (least < 0 || now < least) {
                millis.set(MIN, now);
            }
        }

        HostFigures.Latency take() {
            return new HostFigures.Latency(millis.get(LAST), millis.getAndSet(MAX, -1), millis.getAndSet(MIN, -1));
        }
    }
}
