package dev.liveset.codec;

import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The secrets with which the hosts of a pool sign what they send and write. The first key signs, all are accepted, so a
 * new key can be rolled out while HA is armed, a host at a time: accept the new one everywhere, sign with it everywhere,
 * drop the old one. Drop it only when every configured host has started with the new one: a host that is away keeps its
 * old seals on the heartbeat disk. Never shown in a log or by {@link #toString()}.
 */
public final class PoolKeys {
    /** Fewest bytes of a key. */
    public static final int MIN_KEY_BYTES = 16;

    private static final PoolKeys NONE = new PoolKeys(List.of());

    private final List<byte[]> keys;

    private PoolKeys(List<byte[]> keys) {
        this.keys = keys;
    }

    /** No key: trailers carry zeros, and only errors are detected, not forgery. */
    public static PoolKeys none() {
        return NONE;
    }

    /** Signs with this key and accepts it alone; at least 16 bytes. */
    public static PoolKeys of(byte[] key) {
        return new PoolKeys(List.of(copy(key)));
    }

    /** Signs with the first key and accepts both, during a change of keys. */
    public static PoolKeys of(byte[] signing, byte[] accepted) {
        return new PoolKeys(List.of(copy(signing), copy(accepted)));
    }

    /**
     * Reads one or two keys from a file that only its owner may read (mode 600 or 400): one key in hexadecimal a line,
     * the signing one first; lines that are empty or begin with {@code #} are skipped.
     */
    public static PoolKeys read(Path file) {
        List<byte[]> keys = new ArrayList<>();
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            for (PosixFilePermission permission : permissions) {
                if (permission != PosixFilePermission.OWNER_READ && permission != PosixFilePermission.OWNER_WRITE) {
                    throw invalid("The key file " + file + " is open to others; set its mode to 600.");
                }
            }
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(copy(HexFormat.of().parseHex(line.strip())));
                }
            }
        } catch (UnsupportedOperationException e) {
            throw invalid(
                    "The key file " + file + " lies where files have no owner; put it on a file system that has.");
        } catch (IOException e) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG,
                    "The key file " + file + " could not be read (" + IoReason.of(e) + "); check its path and owner.",
                    e);
        } catch (IllegalArgumentException e) {
            // Neither message nor cause: they could quote the key.
            throw invalid("The key file " + file + " holds a line that is not hexadecimal; write one key a line.");
        }
        if (keys.isEmpty() || keys.size() > 2) {
            throw invalid("The key file " + file + " holds " + keys.size() + " keys; write one, or two in a change.");
        }
        return new PoolKeys(keys);
    }

    /** Whether there is a key. */
    public boolean isPresent() {
        return !keys.isEmpty();
    }

    /** One code maker per accepted key, the signing one first. */
    HmacSha256[] codes() {
        return keys.stream().map(HmacSha256::new).toArray(HmacSha256[]::new);
    }

    private static byte[] copy(byte[] key) {
        if (key.length < MIN_KEY_BYTES) {
            throw invalid("A pool key has " + key.length + " bytes; use at least " + MIN_KEY_BYTES + " random ones.");
        }
        return Arrays.copyOf(key, key.length);
    }

    private static LivesetException invalid(String sentence) {
        return new LivesetException(LivesetException.Code.INVALID_CONFIG, sentence);
    }

    @Override
    public String toString() {
        return "PoolKeys[" + keys.size() + "]";
    }
}
