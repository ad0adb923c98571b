package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** {@link WatchdogDevice} through the ioctls of the kernel's watchdog interface. */
final class LinuxWatchdogDevice implements WatchdogDevice {
    private static final long WDIOC_GETSUPPORT = 0x80285700L;
    private static final long WDIOC_GETBOOTSTATUS = 0x80045702L;
    private static final long WDIOC_SETOPTIONS = 0x80045704L;
    private static final long WDIOC_KEEPALIVE = 0x80045705L;
    private static final long WDIOC_SETTIMEOUT = 0xC0045706L;
    private static final long WDIOC_GETTIMEOUT = 0x80045707L;
    private static final long WDIOC_SETPRETIMEOUT = 0xC0045708L;
    private static final long WDIOC_GETPRETIMEOUT = 0x80045709L;
    private static final int WDIOS_DISABLECARD = 1;
    private static final int INFO_BYTES = 40;
    private static final int IDENTITY_AT = 8;

    private final String name;
    private final int fd;
    private final PageMemory memory;
    private final int options;
    private final String identity;

    private LinuxWatchdogDevice(String name, int fd, PageMemory memory) {
        this.name = name;
        this.fd = fd;
        this.memory = memory;
        if (Libc.ioctl(fd, WDIOC_GETSUPPORT, memory.address(0, INFO_BYTES)) < 0) {
            throw error(
                    name, Libc.errno() == Libc.ENOTTY ? "is not a watchdog; name another device" : "does not answer");
        }
        ByteBuffer info = memory.buffer();
        options = info.getInt(0);
        int end = IDENTITY_AT;
        while (end < INFO_BYTES && info.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - IDENTITY_AT];
        info.get(IDENTITY_AT, text);
        identity = new String(text, StandardCharsets.ISO_8859_1);
    }

    static LinuxWatchdogDevice open(Path path) {
        Libc.require();
        int fd = Libc.open(path.toString(), Libc.O_WRONLY | Libc.O_CLOEXEC, 0);
        if (fd < 0) {
            int errno = Libc.errno();
            throw error(
                    path.toString(),
                    switch (errno) {
                        case Libc.ENOENT ->
                            "does not exist; load the driver of this machine's watchdog, or use the keeper";
                        case Libc.EBUSY -> "is in use " + holders(path);
                        case Libc.EACCES, Libc.EPERM -> "may not be opened by this user; run the host as root";
                        default -> "cannot be opened: " + Libc.strerror(errno);
                    });
        }
        PageMemory memory = new PageMemory(64);
        try {
            return new LinuxWatchdogDevice(path.toString(), fd, memory);
        } catch (RuntimeException e) {
            Libc.close(fd);
            memory.close();
            throw e;
        }
    }

    private static String holders(Path path) {
        List<DeviceHolder> holders = DeviceHolder.of(path);
        return holders.isEmpty()
                ? "by a program that cannot be named, or was left running by one; stop that one's use of it first"
                : "by " + WatchdogExamination.words(holders);
    }

    private static LivesetException error(String name, String why) {
        return new LivesetException(Code.WATCHDOG_ERROR, "The watchdog " + name + " " + why + ".");
    }

    private int call(String what, long request, int argument) {
        memory.buffer().putInt(0, argument);
        if (Libc.ioctl(fd, request, memory.address(0, Integer.BYTES)) < 0) {
            throw error(name, "refuses to " + what + ": " + Libc.strerror(Libc.errno()));
        }
        return memory.buffer().getInt(0);
    }

    @Override
    public int options() {
        return options;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public int bootStatus() {
        return call("tell its boot status", WDIOC_GETBOOTSTATUS, 0);
    }

    @Override
    public int timeoutSeconds() {
        return call("tell its timeout", WDIOC_GETTIMEOUT, 0);
    }

    @Override
    public int setTimeoutSeconds(int seconds) {
        memory.buffer().putInt(0, seconds);
        if (Libc.ioctl(fd, WDIOC_SETTIMEOUT, memory.address(0, Integer.BYTES)) < 0) {
            return -1;
        }
        return timeoutSeconds(); // Asked again: some drivers answer the set with what they were given.
    }

    @Override
    public int setPretimeoutSeconds(int seconds) {
        memory.buffer().putInt(0, seconds);
        if (Libc.ioctl(fd, WDIOC_SETPRETIMEOUT, memory.address(0, Integer.BYTES)) < 0) {
            return -1;
        }
        return call("tell its pretimeout", WDIOC_GETPRETIMEOUT, 0);
    }

    @Override
    public void keepAlive() {
        if ((options & KEEPALIVEPING) != 0) {
            call("be fed", WDIOC_KEEPALIVE, 0);
        } else {
            write((byte) 0, "be fed");
        }
    }

    @Override
    public boolean disable() {
        memory.buffer().putInt(0, WDIOS_DISABLECARD);
        return Libc.ioctl(fd, WDIOC_SETOPTIONS, memory.address(0, Integer.BYTES)) >= 0;
    }

    @Override
    public void writeMagic() {
        write((byte) 'V', "be stopped");
    }

    private void write(byte value, String what) {
        memory.buffer().put(0, value);
        if (Libc.write(fd, memory.address(0, 1), 1) != 1) {
            throw error(name, "refuses to " + what + ": " + Libc.strerror(Libc.errno()));
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
        memory.close();
    }
}
