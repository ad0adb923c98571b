package dev.liveset.codec;

import dev.liveset.HostSet;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.statefile.GlobalSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes a heartbeat disk ready for a pool, and tells what is wrong with one that is not (PROTOCOL.md §1,
 * <i>Formatting</i>; DESIGN.md, extension area). To be used while no host of the pool runs.
 */
public final class StatefileFormat {
    private static final int SECTION = GlobalSectionLayout.SECTION_BYTES;

    private StatefileFormat() {}

    /** Bytes that the statefile of this pool needs; an interop pool has no extension area. */
    public static long sizeBytes(PoolConfig pool, int maxVms) {
        return pool.mode() == PoolConfig.Mode.INTEROP
                ? Geometry.AREA
                : new Geometry(pool.hostCount(), maxVms).statefileBytes();
    }

    /**
     * Formats the disk: state INIT, no master, no section written, and in strict pools an extension area with an
     * initial manifest and an empty table for every configured host. Durable on return; the global section is written
     * last, so that a format that was interrupted is recognised.
     *
     * @param maxVms VMs that the extension area is to have room for, 1 to 65,536
     */
    public static void format(StatefileVdi vdi, PoolConfig pool, int maxVms, PoolKeys keys) throws IOException {
        long needed = sizeBytes(pool, maxVms);
        if (vdi.sizeBytes() < needed) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    String.format(
                            Locale.ROOT,
                            "The heartbeat disk has %d bytes, but %d hosts and %d VMs need %d; give a larger disk or allow fewer VMs.",
                            vdi.sizeBytes(),
                            pool.hostCount(),
                            maxVms,
                            needed));
        }
        try (CheckedMemory memory = CheckedMemory.allocate(Geometry.AREA);
                PoolCodec codec = new PoolCodec(pool, 0, keys)) {
            vdi.write(0, memory.buffer(0, Geometry.AREA));
            if (codec.ids.strict) {
                formatArea(vdi, codec, new Geometry(pool.hostCount(), maxVms));
            }
            for (int host = 0; host < HostSet.MAX_HOSTS; host++) {
                HostSectionCodec.encodeFrame(memory, HostSectionLayout.offset(host));
            }
            vdi.write(SECTION, memory.buffer(SECTION, Geometry.AREA - SECTION));
            GlobalSection global = new GlobalSection();
            global.poolState = PoolState.INIT;
            global.configHosts = pool.hostCount();
            codec.global.encode(global, 0, 1, memory, 0);
            vdi.write(0, memory.buffer(0, SECTION));
        }
    }

    private static void formatArea(StatefileVdi vdi, PoolCodec codec, Geometry geometry) throws IOException {
        int largest = Geometry.toPages(SlotLayout.CONTENT + LastWordsCodec.MAX_BYTES);
        try (CheckedMemory memory = CheckedMemory.allocate(largest)) {
            for (int host = 0; host < geometry.hosts(); host++) {
                int manifest = ManifestCodec.encode(Manifest.initial(host), memory, SlotLayout.CONTENT);
                int bytes = codec.slot.close(memory, 0, RegionKind.MANIFEST, host, 0, 0, manifest);
                writeBothSlots(vdi, geometry, host, RegionKind.MANIFEST, memory, bytes);
                int table = PoolTableCodec.encode(PoolTable.EMPTY, memory, SlotLayout.CONTENT);
                bytes = codec.slot.close(memory, 0, RegionKind.MASTER, host, 0, 0, table);
                writeBothSlots(vdi, geometry, host, RegionKind.MASTER, memory, bytes);
                memory.zero(0, largest);
                writeBothSlots(vdi, geometry, host, RegionKind.LAST_WORDS, memory, largest);
            }
            codec.area.encode(geometry, memory, 0);
            vdi.write(Geometry.AREA, memory.buffer(0, CheckedMemory.PAGE_BYTES));
        }
    }

    private static void writeBothSlots(
            StatefileVdi vdi, Geometry geometry, int host, RegionKind kind, CheckedMemory memory, int bytes)
            throws IOException {
        long begin = geometry.regionOffset(host, kind);
        vdi.write(begin, memory.buffer(0, bytes));
        vdi.write(begin + geometry.slotBytes(kind), memory.buffer(0, bytes));
    }

    /**
     * Writes the pool state into the global section of any valid statefile, xhad's too, and leaves everything else as it
     * is; for an operator's tool, as a host writes through {@link StatefileStore}. A trailer of ours is sealed anew.
     */
    public static void setPoolState(StatefileVdi vdi, PoolState state, PoolKeys keys) throws IOException {
        try (CheckedMemory memory = CheckedMemory.allocate(Geometry.AREA)) {
            SectionDump found = new SectionDump(vdi, keys, memory);
            List<StatefileDump.Part> parts = new ArrayList<>();
            found.addTo(parts);
            StatefileDump.Part global = parts.get(0);
            boolean signed = "yes".equals(global.fields().get("trailer.signed"));
            if (!global.isValid() || (signed && !keys.isPresent())) {
                String why = global.isValid() ? "it is signed, and no key was given" : global.verdict();
                throw invalid("The global section cannot be changed: " + why + ".");
            }
            Trailer trailer = new Trailer(found.ids(), new Seal(keys));
            new GlobalSectionCodec(found.ids(), trailer).changeState(memory, 0, state);
            vdi.write(0, memory.buffer(0, SECTION));
        }
    }

    /** Returns when this pool can start on the disk; throws {@link LivesetException} with what is wrong and what to do. */
    public static void inspect(StatefileVdi vdi, PoolConfig pool, PoolKeys keys) {
        try (CheckedMemory page = CheckedMemory.allocate(SECTION);
                PoolCodec codec = new PoolCodec(pool, 0, keys)) {
            requireSize(vdi, sizeBytes(pool, 1));
            vdi.read(0, page.buffer(0, SECTION));
            if (isZero(page)) {
                throw invalid("The heartbeat disk is empty: it was never formatted; format it for this pool.");
            }
            SectionStatus status = codec.global.decode(page, 0, new GlobalSection());
            if (status != SectionStatus.VALID) {
                throw refused(status);
            }
            if (codec.ids.strict) {
                vdi.read(Geometry.AREA, page.buffer(0, SECTION));
                if (codec.area.isNewer(page, 0)) {
                    throw refused(SectionStatus.WRONG_VERSION);
                }
                Geometry geometry = codec.area
                        .decode(page, 0)
                        .orElseThrow(() ->
                                invalid("The heartbeat disk has no extension area of this pool; format it again."));
                requireSize(vdi, geometry.statefileBytes());
            }
        } catch (IOException e) {
            throw new LivesetException(
                    Code.CANNOT_ACCESS_STATEFILE,
                    "The heartbeat disk could not be read (" + e.getMessage() + "); check its connection.",
                    e);
        }
    }

    private static void requireSize(StatefileVdi vdi, long needed) throws IOException {
        if (vdi.sizeBytes() < needed) {
            throw invalid(String.format(
                    Locale.ROOT,
                    "The heartbeat disk is too short: it has %d bytes of at least %d; give the whole disk, or format a larger one.",
                    vdi.sizeBytes(),
                    needed));
        }
    }

    private static boolean isZero(CheckedMemory page) {
        long any = 0;
        for (int at = 0; at < page.sizeBytes(); at += Long.BYTES) {
            any |= page.getLong(at);
        }
        return any == 0;
    }

    private static LivesetException refused(SectionStatus status) {
        return switch (status) {
            case WRONG_GENERATION ->
                new LivesetException(
                        Code.GENERATION_UUID_MISMATCH,
                        "The heartbeat disk belongs to another generation of the pool, or to another pool; use this pool's own disk, or format it while HA is disabled.");
            case WRONG_VERSION, UNTRUSTED -> invalid(status.sentence());
            default -> invalid("The heartbeat disk is corrupted; format it while HA is disabled on the whole pool.");
        };
    }

    private static LivesetException invalid(String sentence) {
        return new LivesetException(Code.INVALID_STATEFILE, sentence);
    }
}
