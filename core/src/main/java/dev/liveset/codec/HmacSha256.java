package dev.liveset.codec;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA-256 (RFC 2104) on a {@link MessageDigest}: unlike {@code javax.crypto.Mac} it allocates nothing per message.
 * Used by one thread at a time.
 */
final class HmacSha256 {
    static final int BYTES = 32;
    private static final int BLOCK_BYTES = 64;

    private final MessageDigest digest = sha256();
    private final byte[] innerPad = new byte[BLOCK_BYTES];
    private final byte[] outerPad = new byte[BLOCK_BYTES];
    private final byte[] result = new byte[BYTES];

    /** @param key the secret; it is not kept */
    HmacSha256(byte[] key) {
        byte[] block = Arrays.copyOf(key.length > BLOCK_BYTES ? sha256().digest(key) : key, BLOCK_BYTES);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            innerPad[i] = (byte) (block[i] ^ 0x36);
            outerPad[i] = (byte) (block[i] ^ 0x5c);
        }
        Arrays.fill(block, (byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void begin() {
        digest.reset();
        digest.update(innerPad);
    }

    void update(ByteBuffer bytes) {
        digest.update(bytes);
    }

    /** The code of what was given since {@link #begin}; the same array every time. */
    byte[] end() {
        try {
            digest.digest(result, 0, BYTES);
            digest.update(outerPad);
            digest.update(result);
            digest.digest(result, 0, BYTES);
            return result;
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
    }
}
