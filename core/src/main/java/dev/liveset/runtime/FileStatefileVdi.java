package dev.liveset.runtime;

import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.statefile.StatefileVdi;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The statefile as a plain file that all hosts of a pool on one machine share: for laboratories and tests. Writes are
 * durable on return; all users of one file system see them at once. A block device is refused, because its page cache
 * would lie between the hosts and the shared storage: module {@code dev.liveset.io} opens it past the cache.
 */
public final class FileStatefileVdi implements StatefileVdi {
    private final FileChannel file;

    private FileStatefileVdi(FileChannel file) {
        this.file = file;
    }

    /** Opens an existing plain file for reading and writing; throws {@link LivesetException} when it is none or may not be used. */
    public static FileStatefileVdi open(Path path) {
        if (!Files.exists(path)) {
            throw new LivesetException(
                    Code.CANNOT_ACCESS_STATEFILE,
                    "The statefile " + path
                            + " does not exist; give the path of this pool's statefile, or format one.");
        }
        if (!Files.isRegularFile(path)) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The statefile " + path
                            + " is not a plain file; a block device is opened by the native device of dev.liveset.io only.");
        }
        try {
            return new FileStatefileVdi(FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DSYNC));
        } catch (IOException e) {
            throw new LivesetException(
                    Code.CANNOT_ACCESS_STATEFILE,
                    "The statefile " + path + " cannot be opened: " + IoReason.of(e) + ".",
                    e);
        }
    }

    @Override
    public long sizeBytes() throws IOException {
        return file.size();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        long position = offset;
        while (into.hasRemaining()) {
            int count = file.read(into, position);
            if (count < 0) {
                throw new EOFException("the statefile ends at byte " + position + ", before the end of what is read");
            }
            position += count;
        }
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        if (offset < 0 || offset + from.remaining() > file.size()) {
            throw new EOFException("a write at byte " + offset + " would lengthen the statefile");
        }
        long position = offset;
        while (from.hasRemaining()) {
            position += file.write(from, position);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
