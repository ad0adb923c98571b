package dev.liveset.codec;

import java.nio.ByteOrder;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;

/**
 * Starts Chronicle Bytes once, on first use and without its advice on JVM flags in the embedder's log: we need none of
 * them. It takes about 0.2 s, so a codec is to be made before the first deadline.
 */
final class ChronicleStart {
    /** Whether Chronicle Bytes works in this JVM. It does not with {@code --sun-misc-unsafe-memory-access=deny}, and its native order must be ours. */
    static final boolean WORKS = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN && startsQuietly();

    private static final long PATTERN = 0x0807060504030201L;

    private ChronicleStart() {}

    private static boolean startsQuietly() {
        Logger cleaner =
                Logger.getLogger("net.openhft.chronicle.core.internal.cleaner.ReflectionBasedByteBufferCleanerService");
        Level before = cleaner.getLevel();
        cleaner.setLevel(Level.OFF);
        try {
            ExceptionHandler ignore = ExceptionHandler.ignoresEverything();
            Jvm.setThreadLocalExceptionHandlers(ignore, ignore, ignore);
            try (ChronicleMemory probe = new ChronicleMemory(CheckedMemory.alignedBuffer(CheckedMemory.PAGE_BYTES))) {
                probe.putLong(8, PATTERN);
                return probe.getLong(8) == PATTERN && probe.buffer(8, 1).get() == 1;
            } finally {
                Jvm.setThreadLocalExceptionHandlers(null, null, null);
            }
        } catch (RuntimeException | LinkageError e) {
            return false; // The plain twin does the same work.
        } finally {
            cleaner.setLevel(before);
        }
    }
}
