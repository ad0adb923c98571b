package dev.liveset.runtime;

import dev.liveset.codec.PacketStatus;
import dev.liveset.statefile.SectionStatus;
import java.util.Map;

/**
 * What a {@link LivesetHost} has measured and refused so far.
 *
 * @param statefile durations of reads and section writes
 * @param heartbeat durations of sending a heartbeat to everybody
 * @param refusedPackets how many datagrams were not believed, by the first reason why not
 * @param refusedSections how often a section that was read was found unbelievable, by the reason: once for each content
 * @param olderGlobalSections how often the disk showed a global section older than one that it had shown before
 */
public record HostFigures(
        Latency statefile,
        Latency heartbeat,
        Map<PacketStatus, Long> refusedPackets,
        Map<SectionStatus, Long> refusedSections,
        long olderGlobalSections) {
    /**
     * Milliseconds; -1 for never.
     *
     * @param lastMillis the last one
     * @param maxMillis the longest since the figures were last asked for
     * @param minMillis the shortest since then
     */
    public record Latency(int lastMillis, int maxMillis, int minMillis) {}

    public HostFigures {
        refusedPackets = Map.copyOf(refusedPackets);
        refusedSections = Map.copyOf(refusedSections);
    }
}
