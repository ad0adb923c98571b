package dev.liveset.io;

import java.io.EOFException;
import java.io.IOException;

/** One positional system call, {@code pread} or {@code pwrite}, and the loop that makes a whole transfer of it. */
@FunctionalInterface
interface Transfer {
    /** Moves up to {@code length} bytes; returns how many, 0 at the end of the device, or minus the error number. */
    long move(long address, long length, long offset);

    /** The transfer of an open file; {@code write} false reads. */
    static Transfer of(int fd, boolean write) {
        return (address, length, offset) -> {
            long moved = write ? Libc.pwrite(fd, address, length, offset) : Libc.pread(fd, address, length, offset);
            return moved < 0 ? -Libc.errno() : moved;
        };
    }

    /** Moves all of it, through interruptions and short counts; throws when the device ends or reports an error. */
    default void moveAll(long address, long length, long offset, String what) throws IOException {
        long done = 0;
        while (done < length) {
            long moved = move(address + done, length - done, offset + done);
            if (moved > 0) {
                done += moved;
            } else if (moved == 0) {
                throw new EOFException(what + " at " + (offset + done) + ": the device ends here");
            } else if (moved != -Libc.EINTR) {
                throw new IOException(what + " at " + (offset + done) + ": " + Libc.strerror((int) -moved));
            }
        }
    }
}
