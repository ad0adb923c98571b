package dev.liveset.codec;

import dev.liveset.HostSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The first page of the extension area; little-endian.
 *
 * <pre>
 *   0       4                8                   24      28                  32
 *  +-------+----------------+-------------------+-------+-------------------+
 *  | magic | layout version | generation, binary | hosts | VMs per pool     |
 *  +-------+----------------+-------------------+-------+-------------------+
 *   32                60       64                                   96
 *  +-----------------+--------+------------------------------------+ - - zeros - - 4096
 *  | zero            | CRC32C | HMAC-SHA-256, zeros without a key  |
 *  +-----------------+--------+------------------------------------+
 * </pre>
 *
 * The CRC keeps its place and meaning in every version, so that a flipped bit of the version is damage and not a later one.
 */
final class AreaHeaderCodec {
    private static final int MAGIC_VALUE = 'l' | 'v' << 8 | 's' << 16 | 'x' << 24;
    private static final int VERSION_VALUE = 1;

    private static final int MAGIC = 0;
    private static final int VERSION = 4;
    private static final int GENERATION = 8;
    private static final int HOSTS = 24;
    private static final int MAX_VMS = 28;
    private static final int CRC = 60;
    private static final int END = 96;

    private final PoolIds ids;
    private final Seal seal;

    AreaHeaderCodec(PoolIds ids, Seal seal) {
        this.ids = ids;
        this.seal = seal;
    }

    void encode(Geometry geometry, CheckedMemory memory, int at) {
        memory.zero(at, CheckedMemory.PAGE_BYTES);
        memory.putInt(at + MAGIC, MAGIC_VALUE);
        memory.putInt(at + VERSION, VERSION_VALUE);
        ids.generation.putBinary(memory, at + GENERATION);
        memory.putInt(at + HOSTS, geometry.hosts());
        memory.putInt(at + MAX_VMS, geometry.maxVms());
        seal.put(memory, at, at + CRC, at + END, 0);
    }

    /** Whether the key that signs sealed the valid header that lies there. */
    boolean isCurrent(CheckedMemory memory, int at) {
        return seal.isCurrent(memory, at, at + CRC, at + END, 0);
    }

    /** Whether an undamaged header of a later layout version lies there. */
    boolean isNewer(CheckedMemory memory, int at) {
        return memory.getInt(at + MAGIC) == MAGIC_VALUE
                && memory.getInt(at + VERSION) > VERSION_VALUE
                && sealed(memory, at) != Seal.Verdict.CORRUPT;
    }

    /** The geometry of this generation's area, or empty when no valid header of it is there. */
    Optional<Geometry> decode(CheckedMemory memory, int at) {
        return stated(memory, at)
                .filter(found -> found.hosts() >= ids.hostCount()
                        && ids.generation.matchesBinary(memory, at + GENERATION)
                        && sealed(memory, at) == Seal.Verdict.AUTHENTIC);
    }

    /** The geometry in an undamaged header, of whatever generation and whoever sealed it: to be shown, not to be believed. */
    Optional<Geometry> stated(CheckedMemory memory, int at) {
        int hosts = memory.getInt(at + HOSTS);
        int maxVms = memory.getInt(at + MAX_VMS);
        boolean sane = memory.getInt(at + MAGIC) == MAGIC_VALUE
                && memory.getInt(at + VERSION) == VERSION_VALUE
                && sealed(memory, at) != Seal.Verdict.CORRUPT
                && hosts >= 1
                && hosts <= HostSet.MAX_HOSTS
                && maxVms >= 1
                && maxVms <= Geometry.MAX_VMS;
        return sane ? Optional.of(new Geometry(hosts, maxVms)) : Optional.empty();
    }

    private Seal.Verdict sealed(CheckedMemory memory, int at) {
        return seal.check(memory, at, at + CRC, at + END, 0);
    }

    /** {@code valid}, or what is wrong with what lies there, in words. */
    String verdict(CheckedMemory memory, int at) {
        if (memory.getInt(at + MAGIC) == 0) {
            return "never written";
        }
        if (memory.getInt(at + MAGIC) != MAGIC_VALUE) {
            return "wrong signature: no extension area";
        }
        if (sealed(memory, at) == Seal.Verdict.CORRUPT) {
            return "wrong CRC: damaged";
        }
        if (memory.getInt(at + VERSION) != VERSION_VALUE) {
            return "unknown version " + memory.getInt(at + VERSION);
        }
        if (!ids.generation.matchesBinary(memory, at + GENERATION)) {
            return "of another generation";
        }
        if (sealed(memory, at) == Seal.Verdict.FORGED) {
            return "the HMAC fits no key that was given";
        }
        return decode(memory, at).isPresent() ? "valid" : "a field is out of range";
    }

    /** Every field by its name, whatever is wrong with it; nothing when there is no header. */
    Map<String, Object> fields(CheckedMemory memory, int at) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (memory.getInt(at + MAGIC) == MAGIC_VALUE) {
            fields.put("version", memory.getInt(at + VERSION));
            fields.put("generation", DiskId.binaryText(memory, at + GENERATION));
            fields.put("hosts", memory.getInt(at + HOSTS));
            fields.put("vms", memory.getInt(at + MAX_VMS));
            stated(memory, at).ifPresent(found -> fields.put("statefile_bytes", found.statefileBytes()));
            Seal.addFields(memory, at + CRC, "", fields);
        }
        return fields;
    }
}
