package dev.liveset.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a path names, as far as that can be told without opening it: opening a pipe or a terminal can hang, and other
 * programs hold most devices open for good reasons.
 */
final class DeviceKind {
    private static final int KIND_BITS = 0170000;
    private static final int PIPE = 0010000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int DIRECTORY = 0040000;
    private static final int BLOCK_DEVICE = 0060000;
    private static final int REGULAR_FILE = 0100000;
    private static final int SOCKET = 0140000;
    /** The number of the first watchdog of a driver that is in no class of its own. */
    private static final String FIRST_WATCHDOG = "10:130";

    private DeviceKind() {}

    /**
     * In words what it is where it is certainly no watchdog; empty where it may be one, or nobody tells.
     *
     * @param characterDevices the kernel's directory of them by number, {@code /sys/dev/char}
     */
    static String otherThanWatchdog(Path path, Path characterDevices) {
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode");
            return switch (mode & KIND_BITS) {
                case REGULAR_FILE -> "a regular file";
                case DIRECTORY -> "a directory";
                case PIPE -> "a pipe";
                case SOCKET -> "a socket";
                case BLOCK_DEVICE -> "a block device";
                case CHARACTER_DEVICE ->
                    otherDevice(number((long) Files.getAttribute(path, "unix:rdev")), characterDevices);
                default -> "";
            };
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "";
        }
    }

    private static String otherDevice(String number, Path characterDevices) throws IOException {
        if (number.equals(FIRST_WATCHDOG)) {
            return "";
        }
        Path real = characterDevices.resolve(number).resolve("subsystem").toRealPath();
        String subsystem = real.getFileName().toString();
        return subsystem.equals("watchdog") ? "" : "a device of another kind (" + subsystem + ")";
    }

    /** As the kernel writes it, from how the C library packs it. */
    private static String number(long device) {
        long major = device >> 8 & 0xfff | device >> 32 & ~0xfffL;
        long minor = device & 0xff | device >> 12 & ~0xffL;
        return major + ":" + minor;
    }
}
