package dev.liveset.codec;

import dev.liveset.HostSet;
import dev.liveset.recovery.Permit;

/**
 * A permit within a region; little-endian. A host of -1 means that there is none.
 *
 * <pre>
 *   0       8          16            24     28     32
 *  +-------+----------+-------------+------+------+
 *  | epoch | sequence | incarnation | host | zero |
 *  +-------+----------+-------------+------+------+
 * </pre>
 */
final class PermitCodec {
    static final int BYTES = 32;
    private static final int EPOCH = 0;
    private static final int SEQUENCE = 8;
    private static final int INCARNATION = 16;
    private static final int HOST = 24;
    private static final int ZERO = 28;

    private PermitCodec() {}

    /** @param permit may be null */
    static void encode(Permit permit, CheckedMemory memory, int at) {
        memory.putLong(at + EPOCH, permit == null ? 0 : permit.epoch());
        memory.putLong(at + SEQUENCE, permit == null ? 0 : permit.sequence());
        memory.putLong(at + INCARNATION, permit == null ? 0 : permit.incarnation());
        memory.putInt(at + HOST, permit == null ? -1 : permit.host());
        memory.putInt(at + ZERO, 0);
    }

    static boolean isValid(CheckedMemory memory, int at) {
        int host = memory.getInt(at + HOST);
        return host >= -1 && host < HostSet.MAX_HOSTS;
    }

    /** The permit, or null. */
    static Permit decode(CheckedMemory memory, int at) {
        int host = memory.getInt(at + HOST);
        return host < 0
                ? null
                : new Permit(
                        memory.getLong(at + EPOCH),
                        memory.getLong(at + SEQUENCE),
                        host,
                        memory.getLong(at + INCARNATION));
    }
}
