package dev.liveset.examples.statefile;

import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Measures how long the reads of a statefile take, without what is made of them. */
final class TimedVdi implements StatefileVdi {
    private final StatefileVdi image;
    private long readNanos;

    TimedVdi(StatefileVdi image) {
        this.image = image;
    }

    /** All reads so far together. */
    Duration read() {
        return Duration.ofNanos(readNanos);
    }

    @Override
    public long sizeBytes() throws IOException {
        return image.sizeBytes();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        long began = System.nanoTime();
        try {
            image.read(offset, into);
        } finally {
            readNanos += System.nanoTime() - began;
        }
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        image.write(offset, from);
    }

    @Override
    public void close() throws IOException {
        image.close();
    }
}
