package dev.liveset.io;

import com.sun.jna.Native;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;

/** The C library, mapped directly; addresses and sizes are longs, so only 64-bit Linux. */
final class Libc {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EINVAL = 22;
    static final int ENOTTY = 25;

    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_DSYNC = 0x1000;
    static final int O_CLOEXEC = 0x80000;
    static final int F_GETFL = 3;
    static final int F_SETFL = 4;

    static final int PROT_READ_WRITE = 3;
    static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    static final int SIGHUP = 1;
    static final int SIGINT = 2;
    static final int SIGKILL = 9;
    static final int SIGTERM = 15;
    static final long SIG_IGN = 1;

    /** Restart at once, nothing written back. */
    static final int RB_AUTOBOOT = 0x01234567;

    /** Null when everything is in place. */
    private static final String UNAVAILABLE = register();

    private Libc() {}

    /** Throws a sentence for the operator when this machine's C library cannot be used. */
    static void require() {
        if (UNAVAILABLE != null) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The native devices need 64-bit Linux and a temporary directory from which libraries may be loaded"
                            + " (-Djna.tmpdir=...): " + UNAVAILABLE);
        }
    }

    private static String register() {
        try {
            String os = System.getProperty("os.name");
            if (!"Linux".equals(os) || Native.POINTER_SIZE != Long.BYTES) {
                return "this is " + os + " with " + Native.POINTER_SIZE * 8 + " bits";
            }
            Native.register(Libc.class, "c");
            return null;
        } catch (LinkageError e) {
            return e.toString();
        }
    }

    /** The error of the call that has just failed on this thread; meaningless after a success. */
    static int errno() {
        return Native.getLastError();
    }

    static native String strerror(int errno);

    static native int open(String path, int flags, int mode);

    static native int close(int fd);

    static native int fcntl(int fd, int command, long argument);

    static native int ioctl(int fd, long request, long argument);

    static native long pread(int fd, long address, long length, long offset);

    static native long pwrite(int fd, long address, long length, long offset);

    static native long read(int fd, long address, long length);

    static native long write(int fd, long address, long length);

    static native int poll(long address, long count, int timeoutMillis);

    static native long mmap(long address, long length, int protection, int flags, int fd, long offset);

    static native int munmap(long address, long length);

    static native int mlockall(int flags);

    static native int clock_gettime(int clock, long address);

    static native int sched_setscheduler(int pid, int policy, long address);

    static native int sched_getscheduler(int pid);

    static native int getpid();

    static native int getpgid(int pid);

    static native int setsid();

    static native int kill(int pid, int signal);

    static native int reboot(int how);

    static native long signal(int signal, long handler);
}
