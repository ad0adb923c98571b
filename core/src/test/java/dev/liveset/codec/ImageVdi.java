package dev.liveset.codec;

import dev.liveset.PoolConfig;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A disk in an array, which insists on alignment, counts its I/Os and can have bad pages. */
final class ImageVdi implements StatefileVdi {
    final byte[] bytes;
    final List<Integer> badPages = new ArrayList<>();
    int reads;
    int writes;

    ImageVdi(byte[] bytes) {
        this.bytes = bytes;
    }

    static ImageVdi ofSize(long size) {
        return new ImageVdi(new byte[Math.toIntExact(size)]);
    }

    /** A statefile of the pool, as the formatter leaves it, without a key. */
    static ImageVdi formatted(PoolConfig pool, int maxVms) {
        ImageVdi disk = ofSize(StatefileFormat.sizeBytes(pool, maxVms));
        try {
            StatefileFormat.format(disk, pool, maxVms, PoolKeys.none());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return disk;
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        reads++;
        requireGood(offset, into);
        into.put(bytes, (int) offset, into.remaining());
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        writes++;
        requireGood(offset, from);
        from.get(bytes, (int) offset, from.remaining());
    }

    private void requireGood(long offset, ByteBuffer buffer) throws IOException {
        int length = buffer.remaining();
        if (offset % ALIGNMENT_BYTES != 0
                || length % ALIGNMENT_BYTES != 0
                || (buffer.isDirect() && buffer.alignmentOffset(buffer.position(), ALIGNMENT_BYTES) != 0)) {
            throw new AssertionError("not aligned: " + length + " bytes at " + offset);
        }
        if (offset + length > bytes.length) {
            throw new IOException("end of the disk");
        }
        for (int i = 0; i < badPages.size(); i++) { // An iterator would count as the codec's allocation.
            int page = badPages.get(i);
            if (page >= offset / ALIGNMENT_BYTES && page < (offset + length) / ALIGNMENT_BYTES) {
                throw new IOException("bad page " + page);
            }
        }
    }

    void putInt(int offset, int value) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
    }

    int getInt(int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(offset);
    }

    @Override
    public void close() {}
}
