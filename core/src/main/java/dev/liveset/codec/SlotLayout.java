package dev.liveset.codec;

import dev.liveset.recovery.RegionKind;

/**
 * The header of a slot in the extension area; little-endian. Of the slots of a region the one with the higher
 * incarnation, then the higher sequence, is the newest.
 *
 * <pre>
 *   0       4                8                   24               40            48         56             60
 *  +-------+----------------+-------------------+----------------+-------------+----------+--------------+
 *  | magic | layout version | generation, binary | host id, binary| incarnation | sequence | content bytes|
 *  +-------+----------------+-------------------+----------------+-------------+----------+--------------+
 *   60       64                                   96      128
 *  +--------+------------------------------------+-------+---------------------------+
 *  | CRC32C | HMAC-SHA-256, zeros without a key  | zeros | content ... zeros to page |
 *  +--------+------------------------------------+-------+---------------------------+
 * </pre>
 *
 * CRC and HMAC cover the header before the CRC, and everything from 96 to the end of the content.
 */
@SuppressWarnings("EnumOrdinal") // The ordinals are the numbers on disk.
final class SlotLayout {
    static final int VERSION_VALUE = 1;

    static final int MAGIC = 0;
    static final int VERSION = 4;
    static final int GENERATION = 8;
    static final int HOST_ID = 24;
    static final int INCARNATION = 40;
    static final int SEQUENCE = 48;
    static final int CONTENT_BYTES = 56;
    static final int CRC = 60;
    static final int SEALED_REST = CRC + Integer.BYTES + HmacSha256.BYTES;
    static final int CONTENT = 128;

    private SlotLayout() {}

    /** What a slot of this kind begins with. */
    static int magic(RegionKind kind) {
        return 'l' | 'v' << 8 | 'r' << 16 | ('0' + kind.ordinal()) << 24;
    }
}
