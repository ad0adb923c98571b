package dev.liveset.codec;

import dev.liveset.HostSet;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;

/**
 * Remembers what a snapshot already holds of each host's section, so that one whose sequence, checksum and CRC did not
 * move is not decoded again: it would say the same. Works for sections with our trailer; others are always decoded, as
 * content counts there even if the sequence stands still (PROTOCOL.md §1). So is the global section, which any host may
 * write: its damage is to be seen at once.
 */
final class UnmovedSections {
    private static final int TRAILER = HostSectionLayout.TRAILER;

    private final StatefileSnapshot snapshot;
    private final long[] checksumAndSequence = new long[HostSet.MAX_HOSTS];
    private final long[] incarnation = new long[HostSet.MAX_HOSTS];
    private final long[] longSequence = new long[HostSet.MAX_HOSTS];
    private final int[] crc = new int[HostSet.MAX_HOSTS];
    private long held;

    UnmovedSections(StatefileSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    boolean isFor(StatefileSnapshot candidate) {
        return snapshot == candidate;
    }

    /** Whether the snapshot holds what lies there. */
    boolean isHeld(int host, CheckedMemory span) {
        int at = HostSectionLayout.offset(host);
        return HostSet.contains(held, host)
                && span.getLong(at + HostSectionLayout.CHECKSUM) == checksumAndSequence[host]
                && span.getLong(at + TRAILER + TrailerLayout.SEQUENCE) == longSequence[host]
                && span.getLong(at + TRAILER + TrailerLayout.INCARNATION) == incarnation[host]
                && span.getInt(at + TRAILER + TrailerLayout.CRC) == crc[host];
    }

    /** The section was read into the snapshot with this status. */
    void read(int host, SectionStatus status, CheckedMemory span) {
        if (status == SectionStatus.VALID && snapshot.section[host].trailer) {
            int at = HostSectionLayout.offset(host);
            held = HostSet.with(held, host);
            checksumAndSequence[host] = span.getLong(at + HostSectionLayout.CHECKSUM);
            longSequence[host] = span.getLong(at + TRAILER + TrailerLayout.SEQUENCE);
            incarnation[host] = span.getLong(at + TRAILER + TrailerLayout.INCARNATION);
            crc[host] = span.getInt(at + TRAILER + TrailerLayout.CRC);
        } else {
            held = HostSet.without(held, host);
        }
    }
}
