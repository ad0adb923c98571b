package dev.liveset.examples.statefile;

import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileDump;
import dev.liveset.io.BlockDeviceVdi;
import dev.liveset.statefile.StatefileVdi;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A statefile to look at: a plain file opened for reading only, or a block device past the page cache. */
final class Image implements StatefileVdi {
    private final FileChannel file;

    private Image(FileChannel file) {
        this.file = file;
    }

    /** Opens for looking; throws {@link LivesetException} when there is nothing to look at. */
    static StatefileVdi open(Path path) {
        if (!Files.exists(path) || Files.isDirectory(path)) {
            throw new LivesetException(
                    Code.CANNOT_ACCESS_STATEFILE,
                    "There is no statefile at " + path + "; give the path of a file or block device.");
        }
        if (!Files.isRegularFile(path)) {
            return BlockDeviceVdi.open(path);
        }
        try {
            long bytes = Files.size(path);
            if (bytes < ALIGNMENT_BYTES) {
                throw new LivesetException(
                        Code.INVALID_STATEFILE,
                        "The file " + path + " has " + bytes + " bytes and is no statefile; give the path of one.");
            }
            return new Image(FileChannel.open(path, StandardOpenOption.READ));
        } catch (IOException e) {
            throw new LivesetException(
                    Code.CANNOT_ACCESS_STATEFILE,
                    "The statefile " + path + " cannot be opened: " + IoReason.of(e) + ".",
                    e);
        }
    }

    /** Everything in the statefile at this path; the key file may be null. */
    static StatefileDump dump(Path path, Path keyFile) throws IOException {
        try (StatefileVdi image = open(path)) {
            return StatefileDump.of(image, keys(keyFile));
        }
    }

    /** As text for a terminal: what stands on a disk may be anything, also what moves its cursor. */
    static String printable(Object value) {
        return String.valueOf(value).replaceAll("\\p{Cntrl}|[\\x80-\\x9f]", ".");
    }

    static PoolKeys keys(Path keyFile) {
        return keyFile == null ? PoolKeys.none() : PoolKeys.read(keyFile);
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
                throw new EOFException("the file ends at byte " + position);
            }
            position += count;
        }
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        throw new IOException("opened for reading only");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
