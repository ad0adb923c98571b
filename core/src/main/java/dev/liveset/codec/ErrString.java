package dev.liveset.codec;

import dev.liveset.heartbeat.HeartbeatMessage;
import java.nio.charset.StandardCharsets;

/** The err_string of a packet: up to 100 printable ASCII characters, the rest zeros. */
final class ErrString {
    private ErrString() {}

    /** Characters that are not printable ASCII become question marks; what is too long is cut. */
    static void put(String text, CheckedMemory memory, int offset) {
        int length = Math.min(text.length(), HeartbeatMessage.ERR_STRING_BYTES);
        for (int i = 0; i < length; i++) {
            char character = text.charAt(i);
            memory.putByte(offset + i, printable(character));
        }
        memory.zero(offset + length, PacketLayout.ERR_STRING_BYTES - length);
    }

    /** The text; the given one, and so no new object, when it says the same. */
    static String get(CheckedMemory memory, int offset, String known) {
        int length = 0;
        while (length < HeartbeatMessage.ERR_STRING_BYTES && memory.getByte(offset + length) != 0) {
            length++;
        }
        boolean same = known.length() == length;
        for (int i = 0; same && i < length; i++) {
            same = known.charAt(i) == printable((char) (memory.getByte(offset + i) & 0xff));
        }
        if (same) {
            return known;
        }
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = printable((char) (memory.getByte(offset + i) & 0xff));
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static byte printable(char character) {
        return (byte) (character >= ' ' && character <= '~' ? character : '?');
    }
}
