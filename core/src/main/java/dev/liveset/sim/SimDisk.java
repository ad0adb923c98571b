package dev.liveset.sim;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The shared heartbeat disk: bytes that survive every host. */
final class SimDisk {
    /** A write tears at this boundary only. */
    static final int SECTOR_BYTES = 512;

    private final byte[] bytes;

    SimDisk(long sizeBytes) {
        bytes = new byte[Math.toIntExact(sizeBytes)];
    }

    long sizeBytes() {
        return bytes.length;
    }

    boolean holds(long offset, int length) {
        return offset >= 0 && offset <= bytes.length - length;
    }

    /** A bit flips by itself. */
    void rot(long offset, int bit) {
        bytes[(int) offset] ^= (byte) (1 << bit);
    }

    /** Everything that is on it now. */
    byte[] image() {
        return bytes.clone();
    }

    /** What is there now. */
    byte[] image(int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    void read(long offset, ByteBuffer into) {
        into.put(bytes, (int) offset, into.remaining());
    }

    /** Lets the first {@code length} bytes of a write land. */
    void land(long offset, byte[] written, int length) {
        System.arraycopy(written, 0, bytes, (int) offset, length);
    }
}
