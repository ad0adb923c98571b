package dev.liveset.codec;

import dev.liveset.HostSet;
import dev.liveset.IoReason;
import dev.liveset.Phase;
import dev.liveset.PoolState;
import dev.liveset.statefile.GlobalSection;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The sections of a {@link StatefileDump}. */
final class SectionDump {
    private static final int SECTION = GlobalSectionLayout.SECTION_BYTES;
    private static final String NO_ID = "0".repeat(DiskId.ASCII_BYTES);

    private final CheckedMemory memory;
    /** By place, the global section first: why it cannot be read, null when it can. */
    private final String[] trouble = new String[HostSet.MAX_HOSTS + 1];

    private final int hosts;
    private final PoolIds ids;
    private final Trailer trailer;
    private final boolean checksSignatures;

    SectionDump(StatefileVdi image, PoolKeys keys, CheckedMemory memory) {
        this.memory = memory;
        for (int place = 0; place <= HostSet.MAX_HOSTS; place++) {
            trouble[place] = read(image, place);
        }
        int stated = memory.getInt(GlobalSectionLayout.CONFIG_HOSTS);
        this.hosts = trouble[0] == null && stated > 0 && stated <= HostSet.MAX_HOSTS ? stated : HostSet.MAX_HOSTS;
        DiskId[] found = new DiskId[hosts];
        for (int host = 0; host < hosts; host++) {
            found[host] = idAt(HostSectionLayout.offset(host) + HostSectionLayout.HOST_ID);
        }
        this.ids = new PoolIds(idAt(GlobalSectionLayout.GENERATION), found, false);
        this.trailer = new Trailer(ids, new Seal(keys));
        this.checksSignatures = keys.isPresent();
    }

    private String read(StatefileVdi image, int place) {
        try {
            image.read((long) place * SECTION, memory.buffer(place * SECTION, SECTION));
            return null;
        } catch (IOException e) {
            memory.zero(place * SECTION, SECTION);
            return IoReason.of(e);
        }
    }

    /** The id there, or zeros when it is none. */
    private DiskId idAt(int offset) {
        String text = text(offset);
        return new DiskId(text.matches("[0-9a-fA-F]{32}") ? text : NO_ID);
    }

    /** Generation and hosts as the image names them. */
    PoolIds ids() {
        return ids;
    }

    void addTo(List<StatefileDump.Part> parts) {
        parts.add(
                trouble[0] == null
                        ? new StatefileDump.Part("global", 0, judgeGlobal(), globalFields())
                        : unreadable("global", 0, trouble[0]));
        for (int host = 0; host < HostSet.MAX_HOSTS; host++) {
            int at = HostSectionLayout.offset(host);
            String name = String.format(Locale.ROOT, "host[%2d]", host);
            if (trouble[host + 1] != null) {
                if (host < hosts) {
                    parts.add(unreadable(name, at, trouble[host + 1]));
                }
                continue;
            }
            String verdict = judgeHost(host, at);
            // Hosts that are not configured are worth a look only when something is wrong there.
            if (host < hosts || !verdict.startsWith("never written")) {
                parts.add(new StatefileDump.Part(name, at, verdict, hostFields(at)));
            }
        }
    }

    /** There is no field to be shown of what the device does not give. */
    private static StatefileDump.Part unreadable(String name, int at, String why) {
        return new StatefileDump.Part(name, at, "unreadable: " + why, Map.of());
    }

    private String judgeGlobal() {
        String frame = judgeFrame(
                0,
                GlobalSectionLayout.SIGNATURE_VALUE,
                GlobalSectionLayout.VERSION,
                GlobalSectionLayout.END_MARKER,
                GlobalSectionLayout.END_MARKER_VALUE);
        if (frame != null) {
            return frame;
        }
        if (memory.getInt(GlobalSectionLayout.VERSION) != GlobalSectionLayout.VERSION_VALUE) {
            return "unknown version " + memory.getInt(GlobalSectionLayout.VERSION);
        }
        return switch (new GlobalSectionCodec(ids, trailer).decode(memory, 0, new GlobalSection())) {
            case VALID -> "valid, " + vouched(0, GlobalSectionLayout.TRAILER, TrailerLayout.GLOBAL_MAGIC);
            case UNTRUSTED -> "the HMAC fits no key that was given";
            default -> "a field is out of range";
        };
    }

    private String judgeHost(int host, int at) {
        if (BlankSection.stands(memory, at)) {
            return "overwritten by host index " + memory.getInt(at + BlankSection.WRITER)
                    + ", as it could not be read while its host was dead";
        }
        String frame = judgeFrame(
                at,
                HostSectionLayout.SIGNATURE_VALUE,
                HostSectionLayout.SEQUENCE,
                HostSectionLayout.END_MARKER,
                HostSectionLayout.END_MARKER_VALUE);
        if (frame != null) {
            return frame;
        }
        DiskId id = idAt(at + HostSectionLayout.HOST_ID);
        DiskId[] found = new DiskId[host + 1];
        Arrays.fill(found, id);
        PoolIds alone = new PoolIds(ids.generation, found, false);
        return switch (new HostSectionCodec(alone, trailer).decode(host, memory, at, new HostSection())) {
            case VALID -> "valid, " + vouched(at, HostSectionLayout.TRAILER, TrailerLayout.HOST_MAGIC);
            case NEVER_WRITTEN -> "never written";
            case UNTRUSTED -> "the HMAC fits no key that was given";
            default ->
                memory.getInt(at + HostSectionLayout.HOST_INDEX) == host
                        ? "a field is out of range"
                        : "it is the section of another index";
        };
    }

    private String judgeFrame(int at, int signature, int sumBegin, int end, int endMarker) {
        if (memory.getInt(at) != signature || memory.getInt(at + 4) != ~signature >> 3) {
            return "wrong signature: not a section, or never formatted";
        }
        int sum = memory.sumWords(at, sumBegin, end);
        if (memory.getInt(at + HostSectionLayout.CHECKSUM) != sum) {
            return "wrong checksum: it should be " + hex(sum);
        }
        return memory.getInt(at + end) == endMarker ? null : "wrong end marker";
    }

    private String vouched(int at, int offset, int magic) {
        return switch (trailer.check(memory, at, offset, magic)) {
            case VALID ->
                checksSignatures || !isSigned(at + offset)
                        ? "with our trailer"
                        : "with our trailer, signed; no key was given to check it";
            case MISSING -> "without our trailer";
            case WRONG_VERSION -> "with a trailer of an unknown newer version";
            case WRONG_GENERATION -> "but the trailer is of another generation";
            case CORRUPT -> "but the trailer does not fit it: overwritten by xhad, or torn";
            case FORGED -> "but the HMAC fits no key that was given";
        };
    }

    private Map<String, Object> globalFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        addFrame(fields, 0);
        fields.put("version", memory.getInt(GlobalSectionLayout.VERSION));
        fields.put("length_global", memory.getInt(GlobalSectionLayout.LENGTH_GLOBAL));
        fields.put("length_host", memory.getInt(GlobalSectionLayout.LENGTH_HOST));
        fields.put("max_hosts", memory.getInt(GlobalSectionLayout.MAX_HOSTS));
        fields.put("generation", text(GlobalSectionLayout.GENERATION));
        fields.put("pool_state", named(PoolState.values(), memory.getInt(GlobalSectionLayout.POOL_STATE)));
        fields.put("master", text(GlobalSectionLayout.MASTER));
        fields.put("config_hosts", memory.getInt(GlobalSectionLayout.CONFIG_HOSTS));
        fields.put("end_marker", hex(memory.getInt(GlobalSectionLayout.END_MARKER)));
        addTrailer(fields, GlobalSectionLayout.TRAILER, TrailerLayout.GLOBAL_MAGIC);
        return fields;
    }

    private Map<String, Object> hostFields(int at) {
        Map<String, Object> fields = new LinkedHashMap<>();
        addFrame(fields, at);
        fields.put("sequence", Integer.toUnsignedLong(memory.getInt(at + HostSectionLayout.SEQUENCE)));
        fields.put("host_index", memory.getInt(at + HostSectionLayout.HOST_INDEX));
        fields.put("host_uuid", text(at + HostSectionLayout.HOST_ID));
        fields.put("excluded", memory.getInt(at + HostSectionLayout.EXCLUDED));
        fields.put("starting", memory.getInt(at + HostSectionLayout.STARTING));
        for (int host = 0; host < hosts; host++) {
            int age = host * Integer.BYTES;
            String index = String.format(Locale.ROOT, "[%2d]", host);
            fields.put("since_last_hb_receipt" + index, memory.getInt(at + HostSectionLayout.SINCE_HEARTBEAT + age));
            fields.put("since_last_sf_update" + index, memory.getInt(at + HostSectionLayout.SINCE_STATEFILE + age));
        }
        fields.put("since_agent_restart", memory.getInt(at + HostSectionLayout.SINCE_AGENT_RESTART));
        fields.put("current_liveset", set(at + HostSectionLayout.CURRENT_LIVESET));
        fields.put("proposed_liveset", set(at + HostSectionLayout.PROPOSED_LIVESET));
        fields.put("hbdomain", set(at + HostSectionLayout.HBDOMAIN));
        fields.put("sfdomain", set(at + HostSectionLayout.SFDOMAIN));
        fields.put("lock_request", memory.getInt(at + HostSectionLayout.LOCK_REQUEST));
        fields.put("lock_grant", set(at + HostSectionLayout.LOCK_GRANT));
        fields.put("phase", named(Phase.values(), memory.getInt(at + HostSectionLayout.PHASE)));
        fields.put("weight", memory.getInt(at + HostSectionLayout.WEIGHT));
        fields.put("end_marker", hex(memory.getInt(at + HostSectionLayout.END_MARKER)));
        if (addTrailer(fields, at + HostSectionLayout.TRAILER, TrailerLayout.HOST_MAGIC)) {
            fields.put("trailer.excluded_hosts", set(at + HostSectionLayout.EXCLUDED_HOSTS));
        }
        return fields;
    }

    private void addFrame(Map<String, Object> fields, int at) {
        fields.put("sig", hex(memory.getInt(at)));
        fields.put("sig_inv", hex(memory.getInt(at + GlobalSectionLayout.SIGNATURE_INVERTED)));
        fields.put("checksum", hex(memory.getInt(at + GlobalSectionLayout.CHECKSUM)));
    }

    private boolean addTrailer(Map<String, Object> fields, int at, int magic) {
        if (memory.getInt(at + TrailerLayout.MAGIC) != magic) {
            return false;
        }
        fields.put("trailer.version", memory.getInt(at + TrailerLayout.VERSION));
        fields.put("trailer.incarnation", memory.getLong(at + TrailerLayout.INCARNATION));
        fields.put("trailer.sequence", memory.getLong(at + TrailerLayout.SEQUENCE));
        fields.put("trailer.region_sequence", memory.getLong(at + TrailerLayout.REGION_SEQUENCE));
        fields.put("trailer.policy", memory.getInt(at + TrailerLayout.POLICY));
        fields.put("trailer.watchdog_timeout_ms", memory.getInt(at + TrailerLayout.WATCHDOG_TIMEOUT));
        fields.put("trailer.generation", DiskId.binaryText(memory, at + TrailerLayout.GENERATION));
        Seal.addFields(memory, at + TrailerLayout.CRC, "trailer.", fields);
        return true;
    }

    private boolean isSigned(int trailerAt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Seal.addFields(memory, trailerAt + TrailerLayout.CRC, "", fields);
        return "yes".equals(fields.get("signed"));
    }

    /** Printable characters as they are, zeros as nothing, others as dots. */
    private String text(int offset) {
        byte[] bytes = new byte[DiskId.ASCII_BYTES];
        memory.getBytes(offset, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "").replaceAll("[^ -~]", ".");
    }

    private String set(int offset) {
        return HostSet.format(memory.getLong(offset), hosts);
    }

    private static String named(Enum<?>[] names, int number) {
        return number >= 0 && number < names.length ? number + " " + names[number] : number + " (unknown)";
    }

    private static String hex(int value) {
        return String.format(Locale.ROOT, "0x%08x", value);
    }
}
