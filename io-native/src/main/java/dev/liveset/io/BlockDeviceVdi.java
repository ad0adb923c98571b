package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The heartbeat disk on a Linux block device, opened with O_DIRECT and O_DSYNC only: reads and writes go past the page
 * cache, and a write is durable when it returns. Offsets and lengths must be multiples of 4096; buffers may be any,
 * their bytes pass through page-aligned memory of its own. One thread does the I/O; {@link #close()} may come from
 * another one while an I/O hangs, and then file and memory are released when that I/O returns.
 */
public final class BlockDeviceVdi implements StatefileVdi {
    private static final int BOUNCE_BYTES = 64 * ALIGNMENT_BYTES;
    private static final long BLKGETSIZE64 = 0x80081272L;
    private static final long BLKSSZGET = 0x1268;

    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int CLOSING = 2;
    private static final int CLOSED = 3;

    private final String name;
    private final long sizeBytes;
    private final PageMemory memory;
    private final Transfer reading;
    private final Transfer writing;
    private final Runnable release;
    private final AtomicInteger state = new AtomicInteger(IDLE);

    BlockDeviceVdi(
            String name, long sizeBytes, PageMemory memory, Transfer reading, Transfer writing, Runnable release) {
        this.name = name;
        this.sizeBytes = sizeBytes;
        this.memory = memory;
        this.reading = reading;
        this.writing = writing;
        this.release = release;
    }

    /**
     * Opens a block device for reading and writing. Throws {@link LivesetException} when it is missing, is not a block
     * device, does not take O_DIRECT (there is no fallback to buffered I/O), or has sectors larger than 4096 bytes.
     */
    public static BlockDeviceVdi open(Path device) {
        Libc.require();
        int flags = Libc.O_RDWR | directFlag() | Libc.O_DSYNC | Libc.O_CLOEXEC;
        int fd = Libc.open(device.toString(), flags, 0);
        if (fd < 0) {
            throw refused(device, whyNotOpened(Libc.errno()));
        }
        PageMemory memory = new PageMemory(BOUNCE_BYTES);
        try {
            long size = checkedSize(device, fd, memory);
            return new BlockDeviceVdi(
                    device.toString(), size, memory, Transfer.of(fd, false), Transfer.of(fd, true), () -> {
                        Libc.close(fd);
                        memory.close();
                    });
        } catch (RuntimeException e) {
            Libc.close(fd);
            memory.close();
            throw e;
        }
    }

    private static long checkedSize(Path device, int fd, PageMemory memory) {
        if (Libc.ioctl(fd, BLKGETSIZE64, memory.address(0, Long.BYTES)) < 0) {
            throw refused(device, "is not a block device; open a plain file as a file");
        }
        long size = memory.buffer().getLong(0);
        if (Libc.ioctl(fd, BLKSSZGET, memory.address(0, Integer.BYTES)) < 0) {
            throw refused(device, "does not tell its sector size: " + Libc.strerror(Libc.errno()));
        }
        int sector = memory.buffer().getInt(0);
        if (sector <= 0 || ALIGNMENT_BYTES % sector != 0) {
            throw refused(device, "has sectors of " + sector + " bytes; use a disk with 512 or 4096");
        }
        if ((Libc.fcntl(fd, Libc.F_GETFL, 0) & directFlag()) == 0) {
            throw refused(device, "would be read through the page cache; use a disk that takes O_DIRECT");
        }
        return size;
    }

    private static String whyNotOpened(int errno) {
        return switch (errno) {
            case Libc.ENOENT -> "does not exist; check that the disk is attached to this host";
            case Libc.EACCES, Libc.EPERM -> "may not be opened by this user; run the host as one who may";
            case Libc.EINVAL ->
                "does not take O_DIRECT, and a heartbeat disk is never opened buffered; use another disk";
            default -> "cannot be opened: " + Libc.strerror(errno);
        };
    }

    private static LivesetException refused(Path device, String why) {
        return new LivesetException(Code.CANNOT_ACCESS_STATEFILE, "The heartbeat disk " + device + " " + why + ".");
    }

    /** O_DIRECT has another value on some processors; a wrong one would silently mean something else. */
    private static int directFlag() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (arch) {
            case "amd64", "x86_64", "riscv64", "s390x" -> 0x4000;
            case "aarch64" -> 0x10000;
            default ->
                throw new LivesetException(
                        Code.INVALID_CONFIG, "Block devices are not supported on the processor " + arch + ".");
        };
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        begin(offset, into);
        try {
            for (long at = offset; into.hasRemaining(); ) {
                int length = Math.min(into.remaining(), BOUNCE_BYTES);
                reading.moveAll(memory.address(0, length), length, at, "reading " + name);
                into.put(into.position(), memory.buffer(), 0, length).position(into.position() + length);
                at += length;
            }
        } finally {
            end();
        }
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        begin(offset, from);
        try {
            for (long at = offset; from.hasRemaining(); ) {
                int length = Math.min(from.remaining(), BOUNCE_BYTES);
                memory.buffer().put(0, from, from.position(), length);
                writing.moveAll(memory.address(0, length), length, at, "writing " + name);
                from.position(from.position() + length);
                at += length;
            }
        } finally {
            end();
        }
    }

    private void begin(long offset, ByteBuffer buffer) throws IOException {
        if (offset < 0 || ((offset | buffer.remaining()) & (ALIGNMENT_BYTES - 1)) != 0) {
            throw new IllegalArgumentException("offset " + offset + " and length " + buffer.remaining()
                    + " must be multiples of " + ALIGNMENT_BYTES);
        }
        if (!state.compareAndSet(IDLE, BUSY)) {
            if (state.get() == BUSY) {
                throw new IllegalStateException("one I/O at a time on " + name);
            }
            throw new ClosedChannelException();
        }
        if (offset > sizeBytes - buffer.remaining()) {
            end();
            throw new IOException(
                    name + " has " + sizeBytes + " bytes, too short for " + buffer.remaining() + " at " + offset);
        }
    }

    private void end() {
        if (!state.compareAndSet(BUSY, IDLE)) {
            state.set(CLOSED);
            release.run();
        }
    }

    @Override
    public void close() {
        while (state.get() < CLOSING) {
            if (state.compareAndSet(IDLE, CLOSED)) {
                release.run();
            } else {
                state.compareAndSet(BUSY, CLOSING); // When it has just become idle, the loop comes round.
            }
        }
    }
}
