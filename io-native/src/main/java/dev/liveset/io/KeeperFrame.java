package dev.liveset.io;

import java.nio.ByteBuffer;

/**
 * What host and keeper tell each other over the keeper's standard input and output, in native byte order, since both
 * are on one machine:
 *
 * <pre>
 *   0        8         16              24              32
 *   | verb   | sequence | sentAtNanos  | deadlineNanos |
 * </pre>
 *
 * Times are on the machine's monotonic clock, which {@link System#nanoTime} shows alike in every process. The sequence
 * counts the host's frames from 1; an answer repeats the sequence and the time of the frame it answers.
 */
final class KeeperFrame {
    static final int SIZE_BYTES = 32;
    static final int VERB = 0;
    static final int SEQUENCE = 8;
    static final int SENT_AT = 16;
    static final int DEADLINE = 24;

    /** Keeper to host, once: ready; the time is the keeper's clock. */
    static final long HELLO = 0x4c56_4b45_4550_4852L;
    /** Host to keeper: be armed, with this deadline. */
    static final long ARM = 0x4c56_4b41_524d_4544L;
    /** Host to keeper: this is the deadline now. */
    static final long FEED = 0x4c56_4b46_4545_4431L;
    /** Host to keeper: be unarmed. Nothing else unarms it. */
    static final long DISARM = 0x4c56_4b53_4146_4521L;
    /** Host to keeper: kill now. */
    static final long KILL = 0x4c56_4b4b_494c_4c21L;
    /** Keeper to host: done, and this is the deadline in force; 0 when unarmed. */
    static final long ANSWER = 0x4c56_4b41_4e53_5721L;

    private KeeperFrame() {}

    static void put(ByteBuffer buffer, int at, long verb, long sequence, long sentAtNanos, long deadlineNanos) {
        buffer.putLong(at + VERB, verb)
                .putLong(at + SEQUENCE, sequence)
                .putLong(at + SENT_AT, sentAtNanos)
                .putLong(at + DEADLINE, deadlineNanos);
    }
}
