package dev.liveset.statefile;

import dev.liveset.HostSet;
import java.util.Arrays;

/**
 * What one read of the statefile found: the global section and every configured host's section, each with its status.
 * Filled again and again by the reader. An entry is meaningful only as far as its status is usable.
 */
public final class StatefileSnapshot {
    /** When the read began, by the reader's clock, in nanoseconds. */
    public long beganNanos;

    public SectionStatus globalStatus = SectionStatus.UNREADABLE;
    public final GlobalSection global = new GlobalSection();
    public final SectionStatus[] status = new SectionStatus[HostSet.MAX_HOSTS];
    /**
     * For a section that was read but is not usable: a checksum of its raw bytes, so that a change shows; otherwise 0. An
     * UNREADABLE section has none.
     */
    public final int[] fingerprint = new int[HostSet.MAX_HOSTS];

    /** Hosts whose section is UNREADABLE although the device reaches so far: an I/O error there. */
    public long badBlocks;

    /** By host index. */
    public final HostSection[] section;

    /** A snapshot of a pool of any size. */
    public StatefileSnapshot() {
        this(HostSet.MAX_HOSTS);
    }

    /** A snapshot of a pool of so many hosts; there are no further sections. */
    public StatefileSnapshot(int hostCount) {
        Arrays.fill(status, SectionStatus.UNREADABLE);
        section = new HostSection[hostCount];
        for (int host = 0; host < hostCount; host++) {
            section[host] = new HostSection();
        }
    }
}
