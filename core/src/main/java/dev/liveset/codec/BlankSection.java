package dev.liveset.codec;

import java.nio.charset.StandardCharsets;

/**
 * What stands in a host section that another host has overwritten because no read gave it: no section any more, and never the
 * same twice, so that every reader sees that something was written; little-endian.
 *
 * <pre>
 *   0                       16           20       24            32        40
 *  +-----------------------+------------+--------+-------------+---------+------------------+
 *  | "liveset blank", zeros| host index | writer | incarnation | attempt | ... zeros ... 4096|
 *  +-----------------------+------------+--------+-------------+---------+------------------+
 * </pre>
 *
 * All that differs lies in the first sector: however a write of it is torn, that sector tells what came last.
 */
final class BlankSection {
    static final int HOST_INDEX = 16;
    static final int WRITER = 20;
    static final int INCARNATION = 24;
    static final int ATTEMPT = 32;

    private static final byte[] WORDS = "liveset blank\0\0\0".getBytes(StandardCharsets.US_ASCII);

    private BlankSection() {}

    static void encode(CheckedMemory page, int host, int writer, long incarnation, long attempt) {
        page.zero(0, GlobalSectionLayout.SECTION_BYTES);
        page.putBytes(0, WORDS, 0, WORDS.length);
        page.putInt(HOST_INDEX, host);
        page.putInt(WRITER, writer);
        page.putLong(INCARNATION, incarnation);
        page.putLong(ATTEMPT, attempt);
    }

    /** Whether that stands there. */
    static boolean stands(CheckedMemory memory, int at) {
        for (int i = 0; i < WORDS.length; i++) {
            if (memory.getByte(at + i) != WORDS[i]) {
                return false;
            }
        }
        return true;
    }
}
