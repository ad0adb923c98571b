package dev.liveset.codec;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;

/**
 * CRC32C and HMAC over a record that lies in memory; {@link PoolKeys} says what signs and what is accepted. HMACs are compared
 * by {@link MessageDigest#isEqual}, whose time tells nothing about where they differ.
 */
final class Seal {
    /** What stands behind a record whose CRC is right. */
    enum Verdict {
        AUTHENTIC,
        CORRUPT,
        FORGED
    }

    private final HmacSha256[] codes;
    private final byte[] found = new byte[HmacSha256.BYTES];

    Seal(PoolKeys keys) {
        codes = keys.codes();
    }

    /**
     * Writes CRC and HMAC. The CRC covers begin to crcOffset and tail; the HMAC that, the CRC and the tail.
     *
     * @param tail where the rest of the record begins, behind the HMAC
     * @param tailLength 0 when the record ends with the HMAC
     */
    void put(CheckedMemory memory, int begin, int crcOffset, int tail, int tailLength) {
        memory.putInt(crcOffset, crc(memory, begin, crcOffset, tail, tailLength));
        int hmacOffset = crcOffset + Integer.BYTES;
        if (codes.length == 0) {
            memory.zero(hmacOffset, HmacSha256.BYTES);
        } else {
            byte[] code = code(codes[0], memory, begin, hmacOffset, tail, tailLength);
            memory.putBytes(hmacOffset, code, 0, HmacSha256.BYTES);
        }
    }

    Verdict check(CheckedMemory memory, int begin, int crcOffset, int tail, int tailLength) {
        if (memory.getInt(crcOffset) != crc(memory, begin, crcOffset, tail, tailLength)) {
            return Verdict.CORRUPT;
        }
        if (codes.length == 0) {
            return Verdict.AUTHENTIC;
        }
        int hmacOffset = crcOffset + Integer.BYTES;
        memory.getBytes(hmacOffset, found, 0, HmacSha256.BYTES);
        for (HmacSha256 accepted : codes) {
            if (MessageDigest.isEqual(code(accepted, memory, begin, hmacOffset, tail, tailLength), found)) {
                return Verdict.AUTHENTIC;
            }
        }
        return Verdict.FORGED;
    }

    /** Whether the key that signs sealed a record that is authentic; without a key nothing has to be sealed anew. */
    boolean isCurrent(CheckedMemory memory, int begin, int crcOffset, int tail, int tailLength) {
        if (codes.length == 0) {
            return true;
        }
        int hmacOffset = crcOffset + Integer.BYTES;
        memory.getBytes(hmacOffset, found, 0, HmacSha256.BYTES);
        return MessageDigest.isEqual(code(codes[0], memory, begin, hmacOffset, tail, tailLength), found);
    }

    /** What a dump shows of a seal, under names with this prefix. */
    static void addFields(CheckedMemory memory, int crcOffset, String prefix, Map<String, Object> fields) {
        long hmac = 0;
        for (int word = 0; word < HmacSha256.BYTES; word += Long.BYTES) {
            hmac |= memory.getLong(crcOffset + Integer.BYTES + word);
        }
        fields.put(prefix + "crc", String.format(Locale.ROOT, "0x%08x", memory.getInt(crcOffset)));
        fields.put(prefix + "signed", hmac != 0 ? "yes" : "no");
    }

    private static int crc(CheckedMemory memory, int begin, int crcOffset, int tail, int tailLength) {
        memory.crcOf(begin, crcOffset - begin);
        if (tailLength > 0) {
            memory.crcAnd(tail, tailLength);
        }
        return memory.crc();
    }

    private static byte[] code(
            HmacSha256 hmac, CheckedMemory memory, int begin, int hmacOffset, int tail, int tailLength) {
        hmac.begin();
        ByteBuffer head = memory.buffer(begin, hmacOffset - begin);
        hmac.update(head);
        if (tailLength > 0) {
            hmac.update(memory.buffer(tail, tailLength));
        }
        return hmac.end();
    }
}
