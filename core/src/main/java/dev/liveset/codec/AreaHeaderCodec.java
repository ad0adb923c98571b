package dev.liveset.codec;

import dev.liveset.HostSet;
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
                && seal.check(memory, at, at + CRC, at + END, 0) != Seal.Verdict.CORRUPT;
    }

    /** The geometry of this generation's area, or empty when no valid header of it is there. */
    Optional<Geometry> decode(CheckedMemory memory, int at) {
        int hosts = memory.getInt(at + HOSTS);
        int maxVms = memory.getInt(at + MAX_VMS);
        boolean valid = memory.getInt(at + MAGIC) == MAGIC_VALUE
                && memory.getInt(at + VERSION) == VERSION_VALUE
                && ids.generation.matchesBinary(memory, at + GENERATION)
                && seal.check(memory, at, at + CRC, at + END, 0) == Seal.Verdict.AUTHENTIC
                && hosts >= ids.hostCount()
                && hosts <= HostSet.MAX_HOSTS
                && maxVms >= 1
                && maxVms <= Geometry.MAX_VMS;
        return valid ? Optional.of(new Geometry(hosts, maxVms)) : Optional.empty();
    }
}
