package dev.liveset.codec;

import dev.liveset.IoReason;
import dev.liveset.recovery.Answer;
import dev.liveset.recovery.Claim;
import dev.liveset.recovery.ConfirmedDead;
import dev.liveset.recovery.LastWords;
import dev.liveset.recovery.Manifest;
import dev.liveset.recovery.PoolTable;
import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.VmRecord;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The extension area of a {@link StatefileDump}. */
final class RegionDump {
    private final StatefileVdi image;
    private final Seal seal;
    private final PoolIds ids;

    RegionDump(StatefileVdi image, PoolIds ids, PoolKeys keys) {
        this.image = image;
        this.ids = ids;
        this.seal = new Seal(keys);
    }

    void addTo(List<StatefileDump.Part> parts) {
        try (CheckedMemory page = CheckedMemory.allocate(CheckedMemory.PAGE_BYTES)) {
            image.read(Geometry.AREA, page.buffer(0, CheckedMemory.PAGE_BYTES));
            AreaHeaderCodec header = new AreaHeaderCodec(ids, seal);
            parts.add(new StatefileDump.Part(
                    "extension", Geometry.AREA, header.verdict(page, 0), header.fields(page, 0)));
            header.stated(page, 0).ifPresent(geometry -> addRegions(geometry, parts));
        } catch (IOException e) {
            parts.add(new StatefileDump.Part("extension", Geometry.AREA, "unreadable: " + IoReason.of(e), Map.of()));
        }
    }

    private void addRegions(Geometry geometry, List<StatefileDump.Part> parts) {
        for (int host = 0; host < Math.min(geometry.hosts(), ids.hostCount()); host++) {
            for (RegionKind kind : RegionKind.values()) {
                for (int slot = 0; slot < Geometry.SLOTS; slot++) {
                    parts.add(slotPart(geometry, host, kind, slot));
                }
            }
        }
    }

    private StatefileDump.Part slotPart(Geometry geometry, int host, RegionKind kind, int slot) {
        int slotBytes = geometry.slotBytes(kind);
        long offset = geometry.regionOffset(host, kind) + (long) slot * slotBytes;
        String name = String.format(
                Locale.ROOT, "host[%2d].%s.slot[%d]", host, kind.name().toLowerCase(Locale.ROOT), slot);
        try {
            return offset + slotBytes <= image.sizeBytes()
                    ? slotPart(name, offset, slotBytes, host, kind)
                    : new StatefileDump.Part(
                            name, offset, "unreadable: the disk ends at byte " + image.sizeBytes(), Map.of());
        } catch (IOException e) {
            return new StatefileDump.Part(name, offset, "unreadable: " + IoReason.of(e), Map.of());
        }
    }

    private StatefileDump.Part slotPart(String name, long offset, int slotBytes, int host, RegionKind kind)
            throws IOException {
        try (CheckedMemory memory = CheckedMemory.allocate(slotBytes)) {
            image.read(offset, memory.buffer(0, slotBytes));
            if (memory.getInt(SlotLayout.MAGIC) == 0) {
                return new StatefileDump.Part(name, offset, "never written", Map.of());
            }
            Object content = fits(memory) ? decode(memory, host, kind) : null;
            return new StatefileDump.Part(
                    name, offset, verdict(memory, host, kind, content != null), fields(memory, content));
        }
    }

    private String verdict(CheckedMemory memory, int host, RegionKind kind, boolean makesSense) {
        if (memory.getInt(SlotLayout.MAGIC) != SlotLayout.magic(kind)) {
            return "wrong signature";
        }
        if (memory.getInt(SlotLayout.VERSION) != SlotLayout.VERSION_VALUE) {
            return "unknown version " + memory.getInt(SlotLayout.VERSION);
        }
        if (!ids.generation.matchesBinary(memory, SlotLayout.GENERATION)) {
            return "of another generation";
        }
        // A host that never wrote its section is known by its slots alone.
        DiskId[] writer = new DiskId[host + 1];
        Arrays.fill(writer, DiskId.ofBinary(memory, SlotLayout.HOST_ID));
        SlotCodec slot = new SlotCodec(new PoolIds(ids.generation, writer, true), seal);
        return switch (fits(memory) ? slot.sealed(memory, 0) : Seal.Verdict.CORRUPT) {
            case CORRUPT -> "wrong CRC: torn or damaged";
            case FORGED -> "the HMAC fits no key that was given";
            case AUTHENTIC ->
                makesSense && slot.isValid(memory, 0, memory.sizeBytes(), kind, host)
                        ? "valid"
                        : "a field is out of range";
        };
    }

    private static boolean fits(CheckedMemory memory) {
        int content = memory.getInt(SlotLayout.CONTENT_BYTES);
        return content >= 0 && content <= memory.sizeBytes() - SlotLayout.CONTENT;
    }

    private static Object decode(CheckedMemory memory, int host, RegionKind kind) {
        return switch (kind) {
            case MANIFEST -> ManifestCodec.decode(host, memory, 0);
            case MASTER -> PoolTableCodec.decode(memory, 0);
            case LAST_WORDS -> LastWordsCodec.decode(host, memory, 0);
        };
    }

    /** Content too that nobody would believe, as far as it makes sense: the decoders stand behind no seal. */
    private static Map<String, Object> fields(CheckedMemory memory, Object content) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", memory.getInt(SlotLayout.VERSION));
        fields.put("generation", DiskId.binaryText(memory, SlotLayout.GENERATION));
        fields.put("host_uuid", DiskId.binaryText(memory, SlotLayout.HOST_ID));
        fields.put("incarnation", memory.getLong(SlotLayout.INCARNATION));
        fields.put("sequence", memory.getLong(SlotLayout.SEQUENCE));
        fields.put("content_bytes", memory.getInt(SlotLayout.CONTENT_BYTES));
        Seal.addFields(memory, SlotLayout.CRC, "", fields);
        if (content instanceof Manifest manifest) {
            addManifest(manifest, fields);
        } else if (content instanceof PoolTable table) {
            addTable(table, fields);
        } else if (content instanceof LastWords words) {
            fields.put("code", words.code());
            fields.put("evidence", words.evidence());
        }
        return fields;
    }

    private static void addManifest(Manifest manifest, Map<String, Object> fields) {
        fields.put("boot_id", String.format(Locale.ROOT, "%016x%016x", manifest.bootIdHigh(), manifest.bootIdLow()));
        fields.put("armed", manifest.armed() ? 1 : 0);
        fields.put("watchdog_timeout_ms", manifest.watchdogTimeoutMillis());
        fields.put("promised_epoch", manifest.promisedEpoch());
        fields.put("memory_mib", manifest.memoryMib());
        fields.put("claims", manifest.claims().stream().map(Claim::toString).toList());
        fields.put("answers", manifest.answers().stream().map(Answer::toString).toList());
    }

    private static void addTable(PoolTable table, Map<String, Object> fields) {
        fields.put("epoch", table.epoch());
        fields.put("table_sequence", table.sequence());
        fields.put("ha_enabled", table.haEnabled() ? 1 : 0);
        fields.put("host_failures_to_tolerate", table.hostFailuresToTolerate());
        fields.put(
                "confirmed_dead",
                table.confirmedDead().stream().map(ConfirmedDead::toString).toList());
        fields.put("vms", table.vms().stream().map(VmRecord::toString).toList());
    }
}
