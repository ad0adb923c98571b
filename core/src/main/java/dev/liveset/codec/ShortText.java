package dev.liveset.codec;

import java.nio.charset.StandardCharsets;

/** Texts of bounded length within a region: their bytes in UTF-8 behind a length. */
final class ShortText {
    /** A name with its length byte. */
    static final int NAME_BYTES = 64;

    private static final int MAX_NAME_BYTES = NAME_BYTES - 1;

    private ShortText() {}

    /** Throws {@link IllegalArgumentException} when the name is longer than 63 bytes: a name is never cut silently. */
    static void putName(String name, CheckedMemory memory, int at) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("the name '" + name + "' is longer than 63 bytes of UTF-8");
        }
        memory.zero(at, NAME_BYTES);
        memory.putByte(at, (byte) text.length);
        memory.putBytes(at + 1, text, 0, text.length);
    }

    static boolean isNameValid(CheckedMemory memory, int at) {
        int length = memory.getByte(at);
        return length >= 0 && length <= MAX_NAME_BYTES;
    }

    static String getName(CheckedMemory memory, int at) {
        return get(memory, at + 1, memory.getByte(at));
    }

    /** Writes as many whole characters as fit into the bytes behind a length of 4 bytes. */
    static void putCut(String text, int maxBytes, CheckedMemory memory, int at) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, maxBytes);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        memory.putInt(at, length);
        memory.putBytes(at + Integer.BYTES, bytes, 0, length);
    }

    static boolean isValid(int maxBytes, CheckedMemory memory, int at) {
        int length = memory.getInt(at);
        return length >= 0 && length <= maxBytes;
    }

    static String get(CheckedMemory memory, int at) {
        return get(memory, at + Integer.BYTES, memory.getInt(at));
    }

    private static String get(CheckedMemory memory, int at, int length) {
        byte[] text = new byte[length];
        memory.getBytes(at, text, 0, length);
        return new String(text, StandardCharsets.UTF_8);
    }
}
