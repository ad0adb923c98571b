package dev.liveset.codec;

import dev.liveset.HostSet;

/**
 * A host section, xhad's statefile version 2 (PROTOCOL.md §1); little-endian.
 *
 * <pre>
 *   0        4        8          12         16           20                  52         56         60
 *  +--------+--------+----------+----------+------------+-------------------+----------+----------+
 *  | "host" | sig inv| checksum | sequence | host index | host id, 32 ASCII | excluded | starting |
 *  +--------+--------+----------+----------+------------+-------------------+----------+----------+
 *   60                                316                             572                576
 *  +---------------------------------+-------------------------------+------------------+
 *  | ms since heartbeat, s32[64]     | ms since section moved, s32[64]| since restart   |
 *  +---------------------------------+-------------------------------+------------------+
 *   576              584               592        600        608            612          620     624      628      632
 *  +----------------+-----------------+----------+----------+--------------+------------+-------+--------+--------+
 *  | current liveset| proposed liveset| hbdomain | sfdomain | lock request | lock grant | phase | weight | "endh" |
 *  +----------------+-----------------+----------+----------+--------------+------------+-------+--------+--------+
 *   632 ... zeros ...  1016 excluded hosts, ours  1024 our trailer ({@link TrailerLayout})  1120 ... zeros ... 4096
 * </pre>
 *
 * The checksum is the wrapping sum of the words from {@link #SEQUENCE} to {@link #END_MARKER}, which it excludes. The excluded hosts
 * are a set like the others; they belong to our trailer, whose CRC covers them, and are 0 without it.
 */
final class HostSectionLayout {
    static final int SIGNATURE_VALUE = 0x74736f68;
    static final int SIGNATURE_INVERTED_VALUE = ~SIGNATURE_VALUE >> 3;
    static final int END_MARKER_VALUE = 0x68646e65;

    static final int SIGNATURE = 0;
    static final int SIGNATURE_INVERTED = 4;
    static final int CHECKSUM = 8;
    static final int SEQUENCE = 12;
    static final int HOST_INDEX = 16;
    static final int HOST_ID = 20;
    static final int EXCLUDED = 52;
    static final int STARTING = 56;
    static final int SINCE_HEARTBEAT = 60;
    static final int SINCE_STATEFILE = SINCE_HEARTBEAT + Integer.BYTES * HostSet.MAX_HOSTS;
    static final int SINCE_AGENT_RESTART = SINCE_STATEFILE + Integer.BYTES * HostSet.MAX_HOSTS;
    static final int CURRENT_LIVESET = 576;
    static final int PROPOSED_LIVESET = 584;
    static final int HBDOMAIN = 592;
    static final int SFDOMAIN = 600;
    static final int LOCK_REQUEST = 608;
    static final int LOCK_GRANT = 612;
    static final int PHASE = 620;
    static final int WEIGHT = 624;
    static final int END_MARKER = 628;
    static final int TRAILER = 1024;
    /** Where xhad, which copies what it read, never looks. */
    static final int EXCLUDED_HOSTS = TRAILER - Long.BYTES;

    /** Largest weight believed: the pool total stays below it (PROTOCOL.md §5). */
    static final int MAX_WEIGHT = 8_000_000;

    private HostSectionLayout() {}

    /** Where the section of a host begins in the statefile. */
    static int offset(int host) {
        return (host + 1) * GlobalSectionLayout.SECTION_BYTES;
    }
}
