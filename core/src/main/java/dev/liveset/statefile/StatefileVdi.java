package dev.liveset.statefile;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The storage port of a host: the shared heartbeat disk. Calls may block for ever (a disk can hang), so they are made
 * by the statefile thread only, one at a time; nobody interrupts it. Reads and writes bypass every cache between the
 * host and the shared storage.
 */
public interface StatefileVdi extends AutoCloseable {
    /** Alignment in bytes of offsets, lengths and buffer addresses that every implementation accepts. */
    int ALIGNMENT_BYTES = 4096;

    /** Size of the device or file in bytes. */
    long sizeBytes() throws IOException;

    /** Fills the buffer from position to limit from the offset; throws when not all of it could be read. */
    void read(long offset, ByteBuffer into) throws IOException;

    /** Writes the buffer from position to limit at the offset; on return it is durable, after a throw anything between nothing and all of it may be, then or later. */
    void write(long offset, ByteBuffer from) throws IOException;

    @Override
    void close() throws IOException;
}
