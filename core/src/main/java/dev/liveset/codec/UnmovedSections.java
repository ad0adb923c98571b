package dev.liveset.codec;

import dev.liveset.HostSet;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import java.nio.ByteBuffer;

/**
 * Remembers what a snapshot already holds of each section, so that one that did not move is not decoded again: it would
 * say the same. Of a host's section with our trailer, sequence, checksum and CRC are compared; one without is always
 * decoded, as content counts there even if the sequence stands still (PROTOCOL.md §1). Of the global section, which any
 * host may write and whose damage is to be seen at once, every byte is compared that its decoder looks at.
 */
final class UnmovedSections {
    private static final int TRAILER = HostSectionLayout.TRAILER;
    private static final int GLOBAL_BYTES = GlobalSectionLayout.TRAILER + TrailerLayout.BYTES;
    private static final int WORDS = 4;

    private final StatefileSnapshot snapshot;
    /** Per host {@link #WORDS}: checksum with sequence, long sequence, incarnation, CRC. */
    private final long[] known = new long[HostSet.MAX_HOSTS * WORDS];

    private long held;
    private final ByteBuffer global = ByteBuffer.allocate(GLOBAL_BYTES);
    private SectionStatus globalStatus = SectionStatus.UNREADABLE;

    UnmovedSections(StatefileSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    boolean isFor(StatefileSnapshot candidate) {
        return snapshot == candidate;
    }

    /** The status of the global section when the snapshot holds what lies there, otherwise UNREADABLE. */
    SectionStatus globalHeld(CheckedMemory span) {
        return globalStatus != SectionStatus.UNREADABLE
                        && span.buffer(0, GLOBAL_BYTES).mismatch(global) < 0
                ? globalStatus
                : SectionStatus.UNREADABLE;
    }

    /** The global section was read into the snapshot with this status. */
    void globalRead(SectionStatus status, CheckedMemory span) {
        globalStatus = status;
        global.clear();
        span.copyTo(0, GLOBAL_BYTES, global);
        global.flip();
    }

    /** Whether the snapshot holds what lies there. */
    boolean isHeld(int host, CheckedMemory span) {
        int at = HostSectionLayout.offset(host);
        int word = host * WORDS;
        return HostSet.contains(held, host)
                && span.getLong(at, HostSectionLayout.CHECKSUM) == known[word]
                && span.getLong(at, TRAILER + TrailerLayout.SEQUENCE) == known[word + 1]
                && span.getLong(at, TRAILER + TrailerLayout.INCARNATION) == known[word + 2]
                && span.getInt(at, TRAILER + TrailerLayout.CRC) == known[word + 3];
    }

    /** The section was read into the snapshot with this status. */
    void read(int host, SectionStatus status, CheckedMemory span) {
        if (status == SectionStatus.VALID && snapshot.section[host].trailer) {
            int at = HostSectionLayout.offset(host);
            int word = host * WORDS;
            held = HostSet.with(held, host);
            known[word] = span.getLong(at, HostSectionLayout.CHECKSUM);
            known[word + 1] = span.getLong(at, TRAILER + TrailerLayout.SEQUENCE);
            known[word + 2] = span.getLong(at, TRAILER + TrailerLayout.INCARNATION);
            known[word + 3] = span.getInt(at, TRAILER + TrailerLayout.CRC);
        } else {
            held = HostSet.without(held, host);
        }
    }
}
