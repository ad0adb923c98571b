package dev.liveset.codec;

/**
 * The global section, xhad's statefile version 2 (PROTOCOL.md §1); little-endian.
 *
 * <pre>
 *   0        4        8          12        16              20            24
 *  +--------+--------+----------+---------+---------------+-------------+-----------+
 *  | "pool" | sig inv| checksum | version | length global | length host | max hosts |
 *  +--------+--------+----------+---------+---------------+-------------+-----------+
 *   28                     60           64              96             100       104
 *  +----------------------+------------+---------------+--------------+---------+
 *  | generation, 32 ASCII | pool state | master, 32    | config hosts | "endp"  |
 *  +----------------------+------------+---------------+--------------+---------+
 *   104 ... zeros ...  512 our trailer ({@link TrailerLayout})  608 ... zeros ... 4096
 * </pre>
 *
 * The checksum is the wrapping sum of the words from {@link #VERSION} to {@link #END_MARKER}, which it excludes.
 */
final class GlobalSectionLayout {
    static final int SIGNATURE_VALUE = 0x6c6f6f70;
    static final int SIGNATURE_INVERTED_VALUE = ~SIGNATURE_VALUE >> 3;
    static final int END_MARKER_VALUE = 0x70646e65;
    static final int VERSION_VALUE = 2;

    static final int SIGNATURE = 0;
    static final int SIGNATURE_INVERTED = 4;
    static final int CHECKSUM = 8;
    static final int VERSION = 12;
    static final int LENGTH_GLOBAL = 16;
    static final int LENGTH_HOST = 20;
    static final int MAX_HOSTS = 24;
    static final int GENERATION = 28;
    static final int POOL_STATE = 60;
    static final int MASTER = 64;
    static final int CONFIG_HOSTS = 96;
    static final int END_MARKER = 100;
    static final int TRAILER = 512;

    /** Bytes of the section; host section i begins at (i + 1) times this. */
    static final int SECTION_BYTES = 4096;

    private GlobalSectionLayout() {}
}
