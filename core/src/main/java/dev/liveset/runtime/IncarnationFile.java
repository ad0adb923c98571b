package dev.liveset.runtime;

import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The host's boot incarnation, in a file of its own state directory (DESIGN.md, E8): never used twice, higher with
 * every start, durable before it is used. While it is open no other agent can start in the directory.
 */
final class IncarnationFile implements AutoCloseable {
    private static final Pattern BOOT_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path directory;
    private final FileChannel lockFile;

    private IncarnationFile(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /** Takes the directory for one agent; throws {@link LivesetException} when another one has it or it cannot be written. */
    static IncarnationFile open(Path directory) {
        try {
            Files.createDirectories(directory);
            FileChannel lockFile = FileChannel.open(
                    directory.resolve("agent.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lockFile)) {
                lockFile.close();
                throw new LivesetException(
                        Code.INVALID_LOCALHOST_STATE,
                        "Another agent runs with the state directory " + directory
                                + ", or a hypervisor call of the last one has not returned; stop it first, or give this"
                                + " host a directory of its own.");
            }
            return new IncarnationFile(directory, lockFile);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /**
     * What an agent starts with.
     *
     * @param incarnation its incarnation
     * @param firstOfBoot whether the last agent in this directory started on another boot of the machine
     * @param former the last incarnation before it in this directory, 0 for none
     */
    record Start(long incarnation, boolean firstOfBoot, long former) {}

    /**
     * The next incarnation: one more than the last, and not less than the wall clock in milliseconds; durable on return,
     * together with the boot on which it was given.
     */
    Start next(long wallClockMillis, UUID bootId) {
        try {
            String[] stored = stored();
            long last = stored.length == 0 ? 0 : incarnation(stored[0]);
            long incarnation = Math.max(last + 1, wallClockMillis);
            Path fresh = directory.resolve("incarnation.new");
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer text = StandardCharsets.US_ASCII.encode(incarnation + "\n" + bootId + "\n");
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
                entries.force(true); // Without it the rename itself may be lost with the power.
            }
            return new Start(incarnation, stored.length == 2 && !stored[1].equals(bootId.toString()), last);
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** Lets another agent have the directory. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** Nothing, or the incarnation, and the boot id behind it when it is one. */
    private String[] stored() throws IOException {
        if (!Files.exists(file())) {
            return new String[0];
        }
        String[] lines =
                Files.readString(file(), StandardCharsets.ISO_8859_1).strip().split("\\R", 2);
        boolean bootKnown = lines.length == 2 && BOOT_ID.matcher(lines[1]).matches();
        return bootKnown ? lines : new String[] {lines[0]};
    }

    private long incarnation(String text) {
        try {
            long stored = Long.parseLong(text);
            if (stored > 0 && stored < Long.MAX_VALUE) {
                return stored;
            }
        } catch (NumberFormatException e) {
            // Told below, with what an out-of-range number gets.
        }
        throw new LivesetException(
                Code.INVALID_LOCALHOST_STATE,
                "The file " + file()
                        + " holds no incarnation number; restore it, or remove it if this host's clock is right.");
    }

    private Path file() {
        return directory.resolve("incarnation");
    }

    private static boolean locked(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static LivesetException unusable(Path directory, IOException e) {
        return new LivesetException(
                Code.INVALID_LOCALHOST_STATE,
                "The state directory " + directory + " cannot be used (" + IoReason.of(e)
                        + "); give one that this user may write.",
                e);
    }
}
