package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.recovery.RegionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Flips a bit of what lies on the disk, where somebody reads it, or wipes it out. */
final class BitRot {
    /** Of the global section and of each host's; they lie one after the other, the global one first. */
    private static final int SECTION_BYTES = 4096;

    private final SimDisk disk;
    private final SimRandom random;
    /** By host: where the slots of its regions were written, and how long they are. */
    private final List<TreeMap<Long, Integer>> slots = new ArrayList<>();
    /** By host: where the slots of its manifest were written. */
    private final List<TreeSet<Long>> manifests = new ArrayList<>();
    /** Hosts of whose regions something was spoilt. */
    private long spoilt;

    BitRot(SimDisk disk, SimRandom random, int hosts) {
        this.disk = disk;
        this.random = random;
        for (int host = 0; host < hosts; host++) {
            slots.add(new TreeMap<>());
            manifests.add(new TreeSet<>());
        }
    }

    /** A slot of one of the host's regions was written there. */
    void regionWritten(int host, RegionKind kind, DiskWrite write) {
        if (kind == RegionKind.MANIFEST) {
            manifests.get(host).add(write.offset());
        }
        slots.get(host).put(write.offset(), write.length());
    }

    /** Both slots of the host's manifest become zeros where they begin. */
    void wipeManifest(int host) {
        spoilt = HostSet.with(spoilt, host);
        manifests.get(host).forEach(this::wipe);
    }

    /** Whether something of the host's manifest or of its master region was spoilt. */
    boolean hasSpoilt(int host) {
        return HostSet.contains(spoilt, host);
    }

    void wipeGlobal() {
        wipe(0);
    }

    private void wipe(long offset) {
        disk.land(offset, new byte[SimDisk.SECTOR_BYTES], SimDisk.SECTOR_BYTES);
    }

    void global() {
        flip(0, SECTION_BYTES);
    }

    void section(int host) {
        flip(sectionOffset(host), SECTION_BYTES);
    }

    /** Where the host's section begins. */
    static long sectionOffset(int host) {
        return SECTION_BYTES * (1L + host);
    }

    /** In any slot of the host's manifest or of its master region that was written so far. */
    void region(int host) {
        TreeMap<Long, Integer> written = slots.get(host);
        spoilt = HostSet.with(spoilt, host);
        if (!written.isEmpty()) {
            long offset = new ArrayList<>(written.keySet()).get(random.below(written.size()));
            flip(offset, written.get(offset));
        }
    }

    private void flip(long offset, int bytes) {
        disk.rot(offset + random.below(bytes), random.below(8));
    }
}
