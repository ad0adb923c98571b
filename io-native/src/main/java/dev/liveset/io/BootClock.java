package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * The machine's clock since its boot, which also counts while the machine is suspended (CLOCK_BOOTTIME), in nanoseconds:
 * for {@code LivesetHost.Builder.clock}. It never goes back and allocates nothing. Thread-safe.
 */
public final class BootClock implements LongSupplier {
    private static final int CLOCK_BOOTTIME = 7;
    private static final int TIMESPEC_BYTES = 16;
    private static final long SECOND = 1_000_000_000L;

    private final PageMemory memory = new PageMemory(TIMESPEC_BYTES);
    private final ByteBuffer timespec = memory.buffer();
    private final long address = memory.address(0, TIMESPEC_BYTES);

    /** Throws {@link LivesetException} where the kernel has no such clock. */
    public BootClock() {
        Libc.require();
        if (Libc.clock_gettime(CLOCK_BOOTTIME, address) != 0) {
            throw new LivesetException(
                    Code.INVALID_CONFIG, "This kernel has no clock that counts suspensions; do without this clock.");
        }
    }

    @Override
    public synchronized long getAsLong() {
        Libc.clock_gettime(CLOCK_BOOTTIME, address);
        return timespec.getLong(0) * SECOND + timespec.getLong(8);
    }
}
