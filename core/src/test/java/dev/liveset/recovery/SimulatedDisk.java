package dev.liveset.recovery;

import java.util.ArrayList;
import java.util.List;

/** Regions of two slots each and section trailers, in memory. */
final class SimulatedDisk {
    /** What a slot holds; slots are ordered by incarnation, then sequence. */
    record Slot(long incarnation, long sequence, Object content) {
        boolean newerThan(Slot other) {
            return other == null
                    || (incarnation != other.incarnation ? incarnation > other.incarnation : sequence > other.sequence);
        }
    }

    private final Slot[][][] slots;
    private final List<List<Slot>> manifestHistory = new ArrayList<>();
    final long[] incarnation;
    final long[] regionSequence;

    SimulatedDisk(int hosts) {
        slots = new Slot[hosts][2][2];
        incarnation = new long[hosts];
        regionSequence = new long[hosts];
        for (int host = 0; host < hosts; host++) {
            manifestHistory.add(new ArrayList<>());
            Slot formatted = new Slot(0, 0, Manifest.initial(host));
            slots[host][0][0] = formatted;
            slots[host][0][1] = formatted;
            manifestHistory.get(host).add(formatted);
        }
    }

    void write(int host, RegionKind kind, int slot, Slot content) {
        slots[host][kind.ordinal()][slot] = content;
        if (kind == RegionKind.MANIFEST) {
            manifestHistory.get(host).add(content);
        }
    }

    /** The newest valid slot, null for none. */
    Slot read(int host, RegionKind kind) {
        Slot[] both = slots[host][kind.ordinal()];
        if (both[0] == null) {
            return both[1];
        }
        return both[1] == null || both[0].newerThan(both[1]) ? both[0] : both[1];
    }

    /** The slot that a writer overwrites first: the one that is not the newest. */
    int olderSlot(int host, RegionKind kind) {
        Slot[] both = slots[host][kind.ordinal()];
        return both[0] != null && both[0].newerThan(both[1]) ? 1 : 0;
    }

    void rot(int host, RegionKind kind) {
        slots[host][kind.ordinal()][0] = null;
        slots[host][kind.ordinal()][1] = null;
    }

    /** A manifest that stood there some writes ago. */
    Slot stale(int host, int writesAgo) {
        List<Slot> history = manifestHistory.get(host);
        return history.get(Math.max(0, history.size() - 1 - writesAgo));
    }
}
