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
    private final long[] words = new long[ASCII_BYTES / Long.BYTES];
    private final long high;
    private final long low;

    /** @param hex 32 hexadecimal digits in the case to be written */
    DiskId(String hex) {
        ascii = hex.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.wrap(ascii).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < words.length; i++) {
            words[i] = buffer.getLong(i * Long.BYTES);
        }
        ByteBuffer binary = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        high = binary.getLong();
        low = binary.getLong();
    }

    /** The id whose 16 bytes lie there. */
    static DiskId ofBinary(CheckedMemory memory, int offset) {
        return new DiskId(String.format(
                Locale.ROOT,
                "%016x%016x",
                Long.reverseBytes(memory.getLong(offset)),
                Long.reverseBytes(memory.getLong(offset + Long.BYTES))));
    }

    void putAscii(CheckedMemory memory, int offset) {
        for (int i = 0; i < words.length; i++) {
            memory.putLong(offset + i * Long.BYTES, words[i]);
        }
    }

    /** Whether the 32 characters mean this id; case does not matter. */
    boolean matchesAscii(CheckedMemory memory, int offset) {
        return isAscii(memory, offset) || matchesIgnoringCase(memory, offset);
    }

    /** Whether the 32 characters are this id in the case in which it is written. */
    boolean isAscii(CheckedMemory memory, int offset) {
        for (int i = 0; i < words.length; i++) {
            if (memory.getLong(offset + i * Long.BYTES) != words[i]) {
                return false;
            }
        }
        return true;
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
