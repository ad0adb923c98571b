package dev.liveset.codec;

import dev.liveset.HostSet;
import dev.liveset.recovery.RegionKind;
import java.util.Locale;

/**
 * Where the regions of the extension area lie; fixed when the statefile is formatted, and stated in the area's header
 * (DESIGN.md, "Where VM state lives"). All offsets and sizes are multiples of 4096.
 *
 * <pre>
 *   266240        270336
 *  +-------------+----------------------+----------------------+-- - - --+
 *  | area header | regions of host 0    | regions of host 1    |         |
 *  +-------------+----------------------+----------------------+-- - - --+
 *                |                      \
 *                +-----------+-----------+---------+---------+--------------+--------------+
 *                | manifest  | manifest  | master  | master  | last words   | last words   |
 *                | slot 0    | slot 1    | slot 0  | slot 1  | slot 0       | slot 1       |
 *                +-----------+-----------+---------+---------+--------------+--------------+
 * </pre>
 *
 * @param hosts hosts that have regions, 1 to 64
 * @param maxVms VMs that a manifest and a pool table have room for, 1 to 65,536
 */
record Geometry(int hosts, int maxVms) {
    /** Where the extension area begins, behind the 65 sections. */
    static final int AREA = 65 * CheckedMemory.PAGE_BYTES;

    static final int MAX_VMS = 65_536;
    static final int SLOTS = 2;

    Geometry {
        if (hosts < 1 || hosts > HostSet.MAX_HOSTS || maxVms < 1 || maxVms > MAX_VMS) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%d hosts and %d VMs are out of range", hosts, maxVms));
        }
    }

    int slotBytes(RegionKind kind) {
        int content = switch (kind) {
            case MANIFEST -> ManifestCodec.bytes(maxVms, maxVms);
            case MASTER -> PoolTableCodec.bytes(HostSet.MAX_HOSTS, maxVms);
            case LAST_WORDS -> LastWordsCodec.MAX_BYTES;
        };
        return toPages(SlotLayout.CONTENT + content);
    }

    /** Where slot 0 of a region begins; slot 1 follows it. */
    long regionOffset(int host, RegionKind kind) {
        if (host < 0 || host >= hosts) {
            throw new IllegalArgumentException("host index " + host + " of " + hosts);
        }
        long offset = AREA + CheckedMemory.PAGE_BYTES + host * hostBytes();
        for (RegionKind earlier : RegionKind.values()) {
            if (earlier == kind) {
                break;
            }
            offset += regionBytes(earlier);
        }
        return offset;
    }

    int regionBytes(RegionKind kind) {
        return SLOTS * slotBytes(kind);
    }

    private long hostBytes() {
        long bytes = 0;
        for (RegionKind kind : RegionKind.values()) {
            bytes += regionBytes(kind);
        }
        return bytes;
    }

    /** Bytes of the whole statefile. */
    long statefileBytes() {
        return AREA + CheckedMemory.PAGE_BYTES + hosts * hostBytes();
    }

    static int toPages(int bytes) {
        return (bytes + CheckedMemory.PAGE_BYTES - 1) & -CheckedMemory.PAGE_BYTES;
    }
}
