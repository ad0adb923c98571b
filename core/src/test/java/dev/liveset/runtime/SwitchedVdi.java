package dev.liveset.runtime;

import dev.liveset.statefile.StatefileVdi;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

/** A disk in memory whose requests can be made to hang or to fail. */
final class SwitchedVdi implements StatefileVdi {
    final CountDownLatch hanging = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    volatile CountDownLatch cable;
    volatile boolean fails;
    private final byte[] bytes;

    SwitchedVdi(long sizeBytes) {
        bytes = new byte[(int) sizeBytes];
    }

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public synchronized void read(long offset, ByteBuffer into) throws IOException {
        pass(offset, into);
        into.put(bytes, (int) offset, into.remaining());
    }

    @Override
    public synchronized void write(long offset, ByteBuffer from) throws IOException {
        pass(offset, from);
        from.get(bytes, (int) offset, from.remaining());
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void pass(long offset, ByteBuffer buffer) throws IOException {
        CountDownLatch pulled = cable;
        if (pulled != null) {
            hanging.countDown();
            try {
                pulled.await();
            } catch (InterruptedException e) {
                throw new AssertionError("nobody may interrupt the statefile thread", e);
            }
        }
        if (fails) {
            throw new IOException("no path to the disk");
        }
        if (offset + buffer.remaining() > bytes.length) {
            throw new EOFException();
        }
    }
}
