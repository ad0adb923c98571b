package dev.liveset.sim;

import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One host's way to the shared disk. Reads see the bytes as they are now; writes are collected, and whoever drives the
 * I/O lets them land when their time has come.
 */
final class SimVdi implements StatefileVdi {
    private final SimDisk disk;
    private final StorageLink link;
    private boolean showsStale;
    /** Bytes of a section: most writes are of this length. */
    private static final int SPARE_BYTES = 4096;

    private static final int MOST_SPARE = 4;

    private final ArrayDeque<byte[]> spare = new ArrayDeque<>(MOST_SPARE);
    private final List<DiskWrite> collected = new ArrayList<>();
    /** Whether it meets the blocks that went bad; what only looks at the world does not. */
    private final boolean meetsBadBlocks;
    /** After how many further accesses one fails; -1 never. */
    private int accessesUntilFailure = -1;

    /** The way of one host. */
    SimVdi(SimDisk disk, StorageLink link) {
        this(disk, link, true);
    }

    /** A way that always shows what is on the disk. */
    SimVdi(SimDisk disk) {
        this(disk, new StorageLink(), false);
    }

    private SimVdi(SimDisk disk, StorageLink link, boolean meetsBadBlocks) {
        this.disk = disk;
        this.link = link;
        this.meetsBadBlocks = meetsBadBlocks;
    }

    /** Whether the reads of this operation show what the link's stale image holds. */
    void showStale(boolean stale) {
        showsStale = stale;
    }

    /** Begins a new operation: forgets former writes; the n-th access of it will fail, -1 none. */
    void begin(int failingAccess) {
        collected.clear();
        accessesUntilFailure = failingAccess;
    }

    /** The writes of this operation in their order; the failed one, if any, is the last. */
    List<DiskWrite> collected() {
        return collected;
    }

    @Override
    public long sizeBytes() {
        return Math.min(disk.sizeBytes(), link.endBytes());
    }

    private boolean holds(long offset, int length) {
        return disk.holds(offset, length) && offset + length <= link.endBytes();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        mayFail("read");
        if (!holds(offset, into.remaining())) {
            throw new IOException("read beyond the end of the disk at " + offset);
        }
        if (meetsBadBlocks && !(disk.gives(offset, into.remaining()) && link.gives(offset, into.remaining()))) {
            throw new IOException("simulated bad block at " + offset);
        }
        byte[] stale = showsStale ? link.staleImage() : null;
        if (stale == null) {
            disk.read(offset, into);
        } else {
            into.put(stale, (int) offset, into.remaining());
        }
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        if (!holds(offset, from.remaining())) {
            throw new IOException("write beyond the end of the disk at " + offset);
        }
        if (meetsBadBlocks && !disk.takes(offset, from.remaining())) {
            throw new IOException("simulated dead block at " + offset);
        }
        byte[] bytes = from.remaining() == SPARE_BYTES && !spare.isEmpty() ? spare.pop() : new byte[from.remaining()];
        from.get(bytes);
        collected.add(new DiskWrite(offset, bytes));
        mayFail("write");
    }

    /** The write has landed and is needed no more: its bytes serve another one. */
    void landed(DiskWrite write) {
        if (write.length() == SPARE_BYTES && spare.size() < MOST_SPARE) {
            spare.push(write.bytes());
        }
    }

    private void mayFail(String what) throws IOException {
        if (accessesUntilFailure == 0) {
            throw new IOException("simulated " + what + " error");
        }
        if (accessesUntilFailure > 0) {
            accessesUntilFailure--;
        }
    }

    @Override
    public void close() {}
}
