package dev.liveset;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/**
 * A host's UUID as 32 hexadecimal characters without dashes, in the case in which it was configured.
 *
 * <p>PROTOCOL.md: ids sort as bytes and are looked up case-sensitively, but compare case-insensitively on disk and on
 * the wire; so the case is never normalized.
 *
 * @param value exactly 32 hexadecimal ASCII characters
 */
public record HostId(String value) implements Comparable<HostId> {
    /** Length of an id on disk and on the wire, in bytes. */
    public static final int LENGTH_BYTES = 32;

    public HostId {
        requireHex("host id", value);
    }

    /** Reads an id with or without dashes; throws {@link LivesetException} when it is no UUID. */
    public static HostId parse(String text) {
        return new HostId(withoutDashes(text));
    }

    /** Whether the other id means the same host on disk and on the wire (case-insensitive). */
    public boolean sameOnDisk(HostId other) {
        return value.equalsIgnoreCase(other.value);
    }

    /** The 32 ASCII bytes of the id; a fresh array. */
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int compareTo(HostId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    static String withoutDashes(String text) {
        return Objects.requireNonNull(text, "text").strip().replace("-", "");
    }

    static void requireHex(String what, String value) {
        boolean hex = value.length() == LENGTH_BYTES;
        for (int i = 0; hex && i < value.length(); i++) {
            hex = Character.digit(value.charAt(i), 16) >= 0 && value.charAt(i) < 128;
        }
        if (!hex) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG,
                    String.format(
                            Locale.ROOT,
                            "The %s '%s' is not a UUID; give 32 hexadecimal digits, dashes allowed.",
                            what,
                            value));
        }
    }
}
