package dev.liveset.agent;

import java.util.List;

/**
 * Everything that a host knows of its pool at a moment, for an operator who asks: what xhad's liveset query tells.
 *
 * @param status the host's own picture
 * @param hosts every configured host by index
 * @param stalePackets packets that were refused since the start because they were repeated, late, or unsigned although
 *     their sender signs
 * @param olderSections host sections that were refused since the start because the disk had shown newer ones before
 */
public record LivesetReport(PoolStatus status, List<HostReport> hosts, long stalePackets, long olderSections) {
    public LivesetReport {
        hosts = List.copyOf(hosts);
    }
}
