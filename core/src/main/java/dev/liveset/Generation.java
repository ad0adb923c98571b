package dev.liveset;

import java.nio.charset.StandardCharsets;

/**
 * The generation UUID of a pool: it changes with every format of the statefile, and a host never mixes two of them.
 *
 * @param value exactly 32 hexadecimal ASCII characters, case as configured
 */
public record Generation(String value) {
    public Generation {
        HostId.requireHex("generation", value);
    }

    /** Reads a generation with or without dashes; throws {@link LivesetException} when it is no UUID. */
    public static Generation parse(String text) {
        return new Generation(HostId.withoutDashes(text));
    }

    /** The 32 ASCII bytes of the generation; a fresh array. */
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return value;
    }
}
