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
import java.util.Optional;

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
            Optional<Geometry> geometry = header.decode(page, 0);
            Map<String, Object> fields = new LinkedHashMap<>();
            geometry.ifPresent(found -> {
                fields.put("hosts", found.hosts());
                fields.put("vms", found.maxVms());
                fields.put("statefile_bytes", found.statefileBytes());
            });
            String verdict = geometry.isPresent()
                    ? "valid"
                    : header.isNewer(page, 0) ? "unknown version" : "no extension area of this generation and key";
            parts.add(new StatefileDump.Part("extension", Geometry.AREA, verdict, fields));
            if (geometry.isPresent()) {
                addRegions(geometry.get(), parts);
            }
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
        try (CheckedMemory memory = CheckedMemory.allocate(slotBytes)) {
            image.read(offset, memory.buffer(0, slotBytes));
            if (memory.getInt(SlotLayout.MAGIC) == 0) {
                return new StatefileDump.Part(name, offset, "never written", Map.of());
            }
            // A host that never wrote its section is known by its slots alone.
            DiskId[] writer = new DiskId[host + 1];
            Arrays.fill(writer, DiskId.ofBinary(memory, SlotLayout.HOST_ID));
            PoolIds alone = new PoolIds(ids.generation, writer, true);
            boolean valid = new SlotCodec(alone, seal).isValid(memory, 0, slotBytes, kind, host);
            return new StatefileDump.Part(
                    name, offset, verdict(memory, kind, valid), fields(memory, host, kind, valid));
        } catch (IOException e) {
            return new StatefileDump.Part(name, offset, "unreadable: " + IoReason.of(e), Map.of());
        }
    }

    private String verdict(CheckedMemory memory, RegionKind kind, boolean valid) {
        if (valid) {
            return "valid";
        }
        if (memory.getInt(SlotLayout.MAGIC) != SlotLayout.magic(kind)) {
            return "wrong signature";
        }
        if (memory.getInt(SlotLayout.VERSION) != SlotLayout.VERSION_VALUE) {
            return "unknown version " + memory.getInt(SlotLayout.VERSION);
        }
        return ids.generation.matchesBinary(memory, SlotLayout.GENERATION)
                ? "wrong CRC or HMAC: torn, damaged, or signed with a key that was not given"
                : "of another generation";
    }

    private static Map<String, Object> fields(CheckedMemory memory, int host, RegionKind kind, boolean valid) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("incarnation", memory.getLong(SlotLayout.INCARNATION));
        fields.put("sequence", memory.getLong(SlotLayout.SEQUENCE));
        fields.put("content_bytes", memory.getInt(SlotLayout.CONTENT_BYTES));
        if (valid) {
            switch (kind) {
                case MANIFEST -> addManifest(ManifestCodec.decode(host, memory, 0), fields);
                case MASTER -> addTable(PoolTableCodec.decode(memory, 0), fields);
                case LAST_WORDS -> addLastWords(LastWordsCodec.decode(host, memory, 0), fields);
            }
        }
        return fields;
    }

    private static void addManifest(Manifest manifest, Map<String, Object> fields) {
        if (manifest != null) {
            fields.put(
                    "boot_id", String.format(Locale.ROOT, "%016x%016x", manifest.bootIdHigh(), manifest.bootIdLow()));
            fields.put("armed", manifest.armed() ? 1 : 0);
            fields.put("watchdog_timeout_ms", manifest.watchdogTimeoutMillis());
            fields.put("promised_epoch", manifest.promisedEpoch());
            fields.put("memory_mib", manifest.memoryMib());
            fields.put("claims", manifest.claims().stream().map(Claim::toString).toList());
            fields.put(
                    "answers", manifest.answers().stream().map(Answer::toString).toList());
        }
    }

    private static void addTable(PoolTable table, Map<String, Object> fields) {
        if (table != null) {
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

    private static void addLastWords(LastWords words, Map<String, Object> fields) {
        if (words != null) {
            fields.put("code", words.code());
            fields.put("evidence", words.evidence());
        }
    }
}
