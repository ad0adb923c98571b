package dev.liveset.codec;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.zip.CRC32C;

/**
 * Off-heap memory of fixed size, page-aligned, little-endian, with one owner and an explicit end of life. Every access
 * is checked: out of range throws {@link IndexOutOfBoundsException}, after {@link #close()} it throws
 * {@link IllegalStateException}. Only {@link ChronicleMemory} touches raw memory. Used by one thread at a time.
 */
abstract sealed class CheckedMemory implements AutoCloseable permits ChronicleMemory, BufferMemory {
    static final int PAGE_BYTES = 4096;

    /** Owner of the memory; every view keeps it alive, so that a write that hangs never loses its bytes. */
    private final ByteBuffer owner;

    private final ByteBuffer view;
    private final IntBuffer ints;
    private final CRC32C crc = new CRC32C();
    private int size;

    /** @param owner direct or heap buffer whose position 0 to limit is the memory */
    CheckedMemory(ByteBuffer owner) {
        this.owner = owner;
        this.view = owner.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.ints = view.asIntBuffer();
        this.size = owner.limit();
    }

    /** Memory of zeros, on Chronicle Bytes where it can start and on a plain buffer elsewhere. */
    static CheckedMemory allocate(int sizeBytes) {
        return ChronicleStart.WORKS
                ? new ChronicleMemory(alignedBuffer(sizeBytes))
                : new BufferMemory(alignedBuffer(sizeBytes));
    }

    /** A direct buffer of zeros that starts at a page boundary. */
    static ByteBuffer alignedBuffer(int sizeBytes) {
        ByteBuffer padded = ByteBuffer.allocateDirect(sizeBytes + PAGE_BYTES).alignedSlice(PAGE_BYTES);
        return padded.slice(0, sizeBytes);
    }

    final int sizeBytes() {
        return Math.max(size, 0);
    }

    /** Throws unless offset to offset + length lies inside and the memory is open. */
    final void check(int offset, int length) {
        // In longs, as ints would wrap for the largest offsets and let them pass.
        if (((long) size - length - offset | offset | length) < 0) {
            throw refused(offset, length);
        }
    }

    /**
     * Throws unless the page that begins there lies inside, the memory is open and the field lies in the page. For the
     * fields of one record the first check is always the same and the second one of constants, so that the JIT keeps one.
     */
    final void checkField(int page, int field, int length) {
        if (((long) size - PAGE_BYTES - page | page) < 0) {
            throw refused(page, PAGE_BYTES);
        }
        if (((long) PAGE_BYTES - length - field | field | length) < 0) {
            throw new IndexOutOfBoundsException(length + " bytes at " + field + " of a page");
        }
    }

    private RuntimeException refused(int offset, int length) {
        return size < 0
                ? new IllegalStateException("memory used after close")
                : new IndexOutOfBoundsException(length + " bytes at " + offset + " of " + size);
    }

    abstract byte getByte(int offset);

    abstract int getInt(int offset);

    abstract long getLong(int offset);

    /** The int at a field of the record whose page of {@link #PAGE_BYTES} begins there. */
    abstract int getInt(int page, int field);

    abstract long getLong(int page, int field);

    abstract void putByte(int offset, byte value);

    abstract void putInt(int offset, int value);

    abstract void putLong(int offset, long value);

    /** Writes the int at a field of the record whose page of {@link #PAGE_BYTES} begins there. */
    abstract void putInt(int page, int field, int value);

    abstract void putLong(int page, int field, long value);

    /** Reads as many ints as the array holds, from a multiple of 4, in bulk: nothing in Chronicle does it faster. */
    final void getInts(int offset, int[] into) {
        checkInts(offset, into);
        ints.get(offset / Integer.BYTES, into);
    }

    final void putInts(int offset, int[] from) {
        checkInts(offset, from);
        ints.put(offset / Integer.BYTES, from);
    }

    private void checkInts(int offset, int[] array) {
        check(offset, array.length * Integer.BYTES);
        if (offset % Integer.BYTES != 0) {
            throw new IllegalArgumentException("offset " + offset + " is no multiple of 4");
        }
    }

    abstract void getBytes(int offset, byte[] into, int at, int length);

    abstract void putBytes(int offset, byte[] from, int at, int length);

    /**
     * Wrapping sum of the 32-bit words of a record from one field up to, not including, another.
     *
     * @param page where the record's page of {@link #PAGE_BYTES} begins
     * @param to a multiple of 4 behind {@code from}
     */
    abstract int sumWords(int page, int from, int to);

    /** How many words lie between the fields. */
    final int checkWords(int page, int from, int to) {
        int length = to - from;
        checkField(page, from, length);
        if (length % Integer.BYTES != 0) {
            throw new IllegalArgumentException(length + " bytes are no whole words");
        }
        return length / Integer.BYTES;
    }

    final void zero(int offset, int length) {
        check(offset, length);
        int end = offset + length;
        int at = offset;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            putLong(at, 0);
        }
        for (; at < end; at++) {
            putByte(at, (byte) 0);
        }
    }

    /** Takes the buffer's remaining bytes; its position is left unchanged. */
    final void copyFrom(ByteBuffer from, int offset) {
        int length = from.remaining();
        check(offset, length);
        view.limit(offset + length).position(offset);
        int position = from.position();
        view.put(from);
        from.position(position);
    }

    final void copyTo(int offset, int length, ByteBuffer into) {
        into.put(buffer(offset, length));
    }

    /** The bytes as a buffer for I/O; the same object every time, so valid until the next call on this memory. */
    final ByteBuffer buffer(int offset, int length) {
        check(offset, length);
        return view.limit(offset + length).position(offset);
    }

    /** The bytes as a buffer of its own, which stays valid as memory after {@link #close()}. */
    final ByteBuffer newBuffer(int offset, int length) {
        check(offset, length);
        return owner.slice(offset, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Starts a CRC32C with these bytes. */
    final CheckedMemory crcOf(int offset, int length) {
        crc.reset();
        crc.update(buffer(offset, length));
        return this;
    }

    /** Goes on with these bytes. */
    final CheckedMemory crcAnd(int offset, int length) {
        crc.update(buffer(offset, length));
        return this;
    }

    /** The CRC32C of what was given since {@link #crcOf}. */
    final int crc() {
        return (int) crc.getValue();
    }

    /** Keeps the memory alive while raw addresses into it are in use. */
    @SuppressWarnings("ReachabilityFenceUsage") // Called after the access: one that throws needs the memory no more.
    final void keepAlive() {
        Reference.reachabilityFence(owner);
    }

    @Override
    public void close() {
        size = -1;
    }
}
