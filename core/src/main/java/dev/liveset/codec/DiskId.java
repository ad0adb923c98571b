package dev.liveset.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/** A UUID as it stands on disk and on the wire: 32 ASCII characters in xhad's part, 16 bytes in ours. */
final class DiskId {
    static final int ASCII_BYTES = 32;
    static final int BINARY_BYTES = 16;

    private final byte[] ascii;
    private final long first;
    private final long second;
    private final long third;
    private final long fourth;
    private final long high;
    private final long low;

    /** @param hex 32 hexadecimal digits in the case to be written */
    DiskId(String hex) {
        ascii = hex.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.wrap(ascii).order(ByteOrder.LITTLE_ENDIAN);
        first = buffer.getLong();
        second = buffer.getLong();
        third = buffer.getLong();
        fourth = buffer.getLong();
        ByteBuffer binary = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        high = binary.getLong();
        low = binary.getLong();
    }

    /** The id whose 16 bytes lie there. */
    static DiskId ofBinary(CheckedMemory memory, int offset) {
        return new DiskId(binaryText(memory, offset));
    }

    /** The 16 bytes there as 32 hexadecimal digits. */
    static String binaryText(CheckedMemory memory, int offset) {
        return String.format(
                Locale.ROOT,
                "%016x%016x",
                Long.reverseBytes(memory.getLong(offset)),
                Long.reverseBytes(memory.getLong(offset + Long.BYTES)));
    }

    void putAscii(CheckedMemory memory, int page, int field) {
        memory.putLong(page, field, first);
        memory.putLong(page, field + Long.BYTES, second);
        memory.putLong(page, field + 2 * Long.BYTES, third);
        memory.putLong(page, field + 3 * Long.BYTES, fourth);
    }

    /** Whether the 32 characters at the field of the record that begins there mean this id; case does not matter. */
    boolean matchesAscii(CheckedMemory memory, int page, int field) {
        return isAscii(memory, page, field) || matchesIgnoringCase(memory, page + field);
    }

    /** Whether the 32 characters are this id in the case in which it is written. */
    boolean isAscii(CheckedMemory memory, int page, int field) {
        return memory.getLong(page, field) == first
                && memory.getLong(page, field + Long.BYTES) == second
                && memory.getLong(page, field + 2 * Long.BYTES) == third
                && memory.getLong(page, field + 3 * Long.BYTES) == fourth;
    }

    private boolean matchesIgnoringCase(CheckedMemory memory, int offset) {
        for (int i = 0; i < ASCII_BYTES; i++) {
            if (lower(memory.getByte(offset + i)) != lower(ascii[i])) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte character) {
        return character >= 'A' && character <= 'Z' ? character + ('a' - 'A') : character;
    }

    void putBinary(CheckedMemory memory, int offset) {
        memory.putLong(offset, Long.reverseBytes(high));
        memory.putLong(offset + Long.BYTES, Long.reverseBytes(low));
    }

    boolean matchesBinary(CheckedMemory memory, int offset) {
        return memory.getLong(offset) == Long.reverseBytes(high)
                && memory.getLong(offset + Long.BYTES) == Long.reverseBytes(low);
    }

    /** Whether the 32 bytes are all zero. */
    static boolean isZero(CheckedMemory memory, int offset) {
        return isAll(memory, offset, 0L);
    }

    /** Whether the 32 bytes are all the digit 0. */
    static boolean isAsciiZeros(CheckedMemory memory, int offset) {
        return isAll(memory, offset, 0x3030303030303030L);
    }

    static void putAsciiZeros(CheckedMemory memory, int offset) {
        for (int at = 0; at < ASCII_BYTES; at += Long.BYTES) {
            memory.putLong(offset + at, 0x3030303030303030L);
        }
    }

    private static boolean isAll(CheckedMemory memory, int offset, long word) {
        for (int at = 0; at < ASCII_BYTES; at += Long.BYTES) {
            if (memory.getLong(offset + at) != word) {
                return false;
            }
        }
        return true;
    }
}
