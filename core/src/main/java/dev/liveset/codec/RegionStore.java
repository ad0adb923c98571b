package dev.liveset.codec;

import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.RegionStatus;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads and prepares the regions of the extension area; {@link StatefileStore} says when. Region work may allocate. */
final class RegionStore implements AutoCloseable {
    private static final int BOTH_SLOTS = 0b11;

    private final PoolCodec codec;
    private final StatefileVdi vdi;
    private Geometry geometry;
    private CheckedMemory memory;

    RegionStore(PoolCodec codec, StatefileVdi vdi) {
        this.codec = codec;
        this.vdi = vdi;
    }

    RegionContent read(int host, RegionKind kind) {
        try {
            if (!codec.ids.strict || !findGeometry()) {
                return RegionContent.NO_VALID_SLOT;
            }
        } catch (IOException e) {
            return RegionContent.UNREADABLE;
        }
        int readable = readSlots(host, kind);
        int valid = validSlots(host, kind, readable);
        if (valid != 0) {
            Object content = decode(host, kind, newestOf(kind, valid) * geometry.slotBytes(kind));
            boolean damaged = readable == BOTH_SLOTS && valid != BOTH_SLOTS;
            RegionStatus status = damaged ? RegionStatus.VALID_IN_ONE_SLOT : RegionStatus.VALID;
            return content == null ? RegionContent.NO_VALID_SLOT : new RegionContent(status, content);
        }
        return readable == 0 ? RegionContent.UNREADABLE : RegionContent.NO_VALID_SLOT;
    }

    List<SlotWrite> manifestWrites(Manifest manifest) throws IOException {
        int content =
                ManifestCodec.bytes(manifest.claims().size(), manifest.answers().size());
        int first = prepare(RegionKind.MANIFEST, content);
        ManifestCodec.encode(manifest, memory, SlotLayout.CONTENT);
        return writes(RegionKind.MANIFEST, first, manifest.incarnation(), manifest.sequence(), content);
    }

    List<SlotWrite> tableWrites(PoolTable table, long incarnation, long sequence) throws IOException {
        int content =
                PoolTableCodec.bytes(table.confirmedDead().size(), table.vms().size());
        int first = prepare(RegionKind.MASTER, content);
        PoolTableCodec.encode(table, memory, SlotLayout.CONTENT);
        return writes(RegionKind.MASTER, first, incarnation, sequence, content);
    }

    List<SlotWrite> lastWordsWrites(LastWords words) throws IOException {
        int first = prepare(RegionKind.LAST_WORDS, LastWordsCodec.MAX_BYTES);
        LastWordsCodec.encode(words, memory, SlotLayout.CONTENT);
        return writes(RegionKind.LAST_WORDS, first, words.incarnation(), words.sequence(), LastWordsCodec.MAX_BYTES);
    }

    /** Finds out which own slot may be overwritten first: not the newest valid one. What is unreadable may heal by it. */
    private int prepare(RegionKind kind, int content) throws IOException {
        if (!codec.ids.strict) {
            throw new IllegalStateException("interop pools have no extension area (E10)");
        }
        if (!findGeometry()) {
            throw new IOException("the statefile has no extension area of this generation");
        }
        if (content > geometry.slotBytes(kind) - SlotLayout.CONTENT) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "the statefile was formatted for %d VMs and has no room for more; tell the host so (maxVms), or format"
                            + " it for more",
                    geometry.maxVms()));
        }
        int newest = newestOwnSlot(kind);
        return newest == 0 ? 1 : 0;
    }

    private List<SlotWrite> writes(RegionKind kind, int first, long incarnation, long sequence, int content) {
        int length = codec.slot.close(memory, 0, kind, codec.self, incarnation, sequence, content);
        long begin = geometry.regionOffset(codec.self, kind);
        int slotBytes = geometry.slotBytes(kind);
        return List.of(
                new SlotWrite(begin + (long) first * slotBytes, memory.newBuffer(0, length)),
                new SlotWrite(begin + (1L - first) * slotBytes, memory.newBuffer(0, length)));
    }

    /** Reads both slots of a region into the memory, in one I/O if possible; bit i says that slot i was readable. */
    private int readSlots(int host, RegionKind kind) {
        long begin = geometry.regionOffset(host, kind);
        int slotBytes = geometry.slotBytes(kind);
        try {
            vdi.read(begin, memory.buffer(0, geometry.regionBytes(kind)));
            return BOTH_SLOTS;
        } catch (IOException e) {
            return readSlot(begin, slotBytes, 0) | readSlot(begin, slotBytes, 1);
        }
    }

    private int readSlot(long begin, int slotBytes, int slot) {
        try {
            vdi.read(begin + (long) slot * slotBytes, memory.buffer(slot * slotBytes, slotBytes));
            return 1 << slot;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The newest valid own slot among the readable ones in memory, or -1. */
    private int newestOwnSlot(RegionKind kind) {
        return newestOf(kind, validSlots(codec.self, kind, readSlots(codec.self, kind)));
    }

    /** Which of the readable slots in memory are valid; bit i for slot i. */
    private int validSlots(int host, RegionKind kind, int readable) {
        int slotBytes = geometry.slotBytes(kind);
        int valid = 0;
        for (int slot = 0; slot < Geometry.SLOTS; slot++) {
            boolean isValid =
                    (readable & 1 << slot) != 0 && codec.slot.isValid(memory, slot * slotBytes, slotBytes, kind, host);
            valid |= isValid ? 1 << slot : 0;
        }
        return valid;
    }

    private int newestOf(RegionKind kind, int valid) {
        if (valid == BOTH_SLOTS) {
            return SlotCodec.isNewer(memory, geometry.slotBytes(kind), 0) ? 1 : 0;
        }
        return valid - 1;
    }

    private Object decode(int host, RegionKind kind, int slot) {
        return switch (kind) {
            case MANIFEST -> ManifestCodec.decode(host, memory, slot);
            case MASTER -> PoolTableCodec.decode(memory, slot);
            case LAST_WORDS -> LastWordsCodec.decode(host, memory, slot);
        };
    }

    /**
     * Seals the area's header and the own regions anew where another key than the signing one sealed them; their content
     * stays. The newest slot of a region comes last, so that a torn write leaves it or what it says.
     */
    void reseal() throws IOException {
        if (!codec.ids.strict || !findGeometry()) {
            return;
        }
        vdi.read(Geometry.AREA, memory.buffer(0, CheckedMemory.PAGE_BYTES));
        if (codec.area.decode(memory, 0).isPresent() && !codec.area.isCurrent(memory, 0)) {
            codec.area.encode(geometry, memory, 0);
            vdi.write(Geometry.AREA, memory.buffer(0, CheckedMemory.PAGE_BYTES));
        }
        for (RegionKind kind : RegionKind.values()) {
            int newest = newestOwnSlot(kind);
            if (newest >= 0) {
                resealSlot(kind, 1 - newest);
                resealSlot(kind, newest);
            }
        }
    }

    private void resealSlot(RegionKind kind, int slot) throws IOException {
        int slotBytes = geometry.slotBytes(kind);
        int at = slot * slotBytes;
        if (codec.slot.isValid(memory, at, slotBytes, kind, codec.self)) {
            int length = codec.slot.reseal(memory, at);
            if (length > 0) {
                vdi.write(geometry.regionOffset(codec.self, kind) + at, memory.buffer(at, length));
            }
        }
    }

    /** Reads the area's header once; false when there is none of this generation. */
    private boolean findGeometry() throws IOException {
        if (geometry == null) {
            try (CheckedMemory page = CheckedMemory.allocate(CheckedMemory.PAGE_BYTES)) {
                vdi.read(Geometry.AREA, page.buffer(0, CheckedMemory.PAGE_BYTES));
                Optional<Geometry> found = codec.area.decode(page, 0);
                if (found.isPresent() && found.get().statefileBytes() <= vdi.sizeBytes()) {
                    geometry = found.get();
                    memory = CheckedMemory.allocate(Math.max(
                            geometry.regionBytes(RegionKind.MASTER), geometry.regionBytes(RegionKind.MANIFEST)));
                }
            }
        }
        return geometry != null;
    }

    /** VMs that the regions have room for; 0 when there is no area of this generation. */
    int maxVms() throws IOException {
        return codec.ids.strict && findGeometry() ? geometry.maxVms() : 0;
    }

    @Override
    public void close() {
        if (memory != null) {
            memory.close();
        }
    }
}
