package dev.liveset.codec;

/**
 * Our trailer behind xhad's part of a section or packet, the same shape everywhere (PROTOCOL.md, <b>ours</b>); offsets
 * from its own beginning, little-endian. Fields without a meaning in a place are zero there.
 *
 * <pre>
 *   0       4                8             16         24                32       36                   40
 *  +-------+----------------+-------------+----------+-----------------+--------+--------------------+
 *  | magic | layout version | incarnation | sequence | region sequence | policy | watchdog timeout ms|
 *  +-------+----------------+-------------+----------+-----------------+--------+--------------------+
 *   40                 56         60       64                                   96
 *  +------------------+----------+--------+------------------------------------+
 *  | generation, binary| zero    | CRC32C | HMAC-SHA-256, zeros without a key  |
 *  +------------------+----------+--------+------------------------------------+
 * </pre>
 *
 * The CRC32C covers everything from the beginning of the section or packet to the CRC; the HMAC that and the CRC.
 * The CRC keeps its place and meaning in every version, so that a flipped bit of the version is damage, which is
 * repaired, and not a newer version, which nobody may overwrite.
 */
final class TrailerLayout {
    static final int GLOBAL_MAGIC = magic('g');
    static final int HOST_MAGIC = magic('h');
    static final int PACKET_MAGIC = magic('p');
    static final int VERSION_VALUE = 1;

    static final int MAGIC = 0;
    static final int VERSION = 4;
    static final int INCARNATION = 8;
    static final int SEQUENCE = 16;
    static final int REGION_SEQUENCE = 24;
    static final int POLICY = 32;
    static final int WATCHDOG_TIMEOUT = 36;
    static final int GENERATION = 40;
    static final int ZERO = 56;
    static final int CRC = 60;
    static final int HMAC = 64;
    static final int BYTES = HMAC + HmacSha256.BYTES;

    private TrailerLayout() {}

    private static int magic(char kind) {
        return 'l' | 'v' << 8 | 's' << 16 | kind << 24;
    }
}
