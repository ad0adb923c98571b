package dev.liveset.io;

import com.sun.jna.Pointer;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Page-aligned memory outside the heap, as O_DIRECT wants it. This object owns it: after {@link #close()} every use
 * throws, and whoever still keeps the buffer must not touch it any more.
 */
final class PageMemory implements AutoCloseable {
    private static final long MAP_FAILED = -1;

    private final long address;
    private final int sizeBytes;
    private final ByteBuffer buffer;
    private boolean closed;

    PageMemory(int sizeBytes) {
        Libc.require();
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException("size " + sizeBytes);
        }
        this.sizeBytes = sizeBytes;
        address = Libc.mmap(0, sizeBytes, Libc.PROT_READ_WRITE, Libc.MAP_PRIVATE_ANONYMOUS, -1, 0);
        if (address == MAP_FAILED) {
            throw new LivesetException(
                    Code.INVALID_CONFIG, "No memory for I/O (" + sizeBytes + " bytes): " + Libc.strerror(Libc.errno()));
        }
        buffer = new Pointer(address).getByteBuffer(0, sizeBytes).order(ByteOrder.nativeOrder());
    }

    /** The address of the byte at {@code offset}; {@code length} bytes from there lie inside. */
    long address(int offset, int length) {
        requireOpen();
        if ((offset | length) < 0 || length > sizeBytes - offset) {
            throw new IndexOutOfBoundsException(offset + " + " + length + " of " + sizeBytes);
        }
        return address + offset;
    }

    /** A view of all of it in native byte order, the same object every time; not to be used after {@link #close()}. */
    ByteBuffer buffer() {
        requireOpen();
        return buffer;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("memory was released");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.munmap(address, sizeBytes);
        }
    }
}
