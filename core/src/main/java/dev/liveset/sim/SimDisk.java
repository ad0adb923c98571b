package dev.liveset.sim;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The shared heartbeat disk: bytes that survive every host. */
final class SimDisk {
    /** A write tears at this boundary only. */
    static final int SECTOR_BYTES = 512;
    /** A block goes bad as a whole. */
    private static final int BLOCK_BYTES = 4096;

    private final byte[] bytes;
    /** Blocks that no read gives until a write covers them, by where they begin. */
    private final Set<Long> bad = new HashSet<>();
    /** Blocks that give and take nothing, as often as they were made so. */
    private final List<Long> dead = new ArrayList<>();

    SimDisk(long sizeBytes) {
        bytes = new byte[Math.toIntExact(sizeBytes)];
    }

    long sizeBytes() {
        return bytes.length;
    }

    boolean holds(long offset, int length) {
        return offset >= 0 && offset <= bytes.length - length;
    }

    /** The block that begins there cannot be read any more until somebody writes it. */
    void breakBlock(long offset) {
        bad.add(offset);
    }

    /** The block that begins there can be neither read nor written from now on ({@code +1}), until that is over. */
    void killBlock(long offset, int change) {
        if (change > 0) {
            dead.add(offset);
        } else {
            dead.remove(offset);
        }
    }

    /** Whether a read there gives everything. */
    boolean gives(long offset, int length) {
        return takes(offset, length)
                && (bad.isEmpty() || bad.stream().noneMatch(block -> touches(block, offset, length)));
    }

    /** Whether it can be written there. */
    boolean takes(long offset, int length) {
        return dead.isEmpty() || dead.stream().noneMatch(block -> touches(block, offset, length));
    }

    /** Whether the block that begins there lies in it, at least in part. */
    static boolean touches(long block, long offset, int length) {
        return block < offset + length && offset < block + BLOCK_BYTES;
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
        bad.removeIf(block -> offset <= block && block + BLOCK_BYTES <= offset + length);
    }
}
