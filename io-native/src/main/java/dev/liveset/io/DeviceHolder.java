package dev.liveset.io;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A process that has a device open.
 *
 * @param pid its number
 * @param command its name, as the kernel knows it
 */
public record DeviceHolder(long pid, String command) {
    /** Everybody who has the device open, as far as this process may see; reads {@code /proc}. */
    static List<DeviceHolder> of(Path device) {
        return of(device, Path.of("/proc"));
    }

    static List<DeviceHolder> of(Path device, Path proc) {
        Set<Path> names = names(device);
        List<DeviceHolder> holders = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                if (hasOpen(process.resolve("fd"), names)) {
                    holders.add(new DeviceHolder(
                            Long.parseLong(process.getFileName().toString()), command(process)));
                }
            }
        } catch (IOException e) {
            // Without /proc nobody can be named.
        }
        return holders;
    }

    /** The old name without a number is another one for the first device. */
    private static Set<Path> names(Path device) {
        Path real = real(device);
        return switch (real.toString()) {
            case "/dev/watchdog", "/dev/watchdog0" -> Set.of(Path.of("/dev/watchdog"), Path.of("/dev/watchdog0"));
            default -> Set.of(real);
        };
    }

    private static Path real(Path device) {
        try {
            return device.toRealPath();
        } catch (IOException e) {
            return device.toAbsolutePath();
        }
    }

    private static boolean hasOpen(Path descriptors, Set<Path> names) {
        try (DirectoryStream<Path> links = Files.newDirectoryStream(descriptors)) {
            for (Path link : links) {
                if (names.contains(Files.readSymbolicLink(link))) {
                    return true;
                }
            }
        } catch (IOException | RuntimeException e) {
            // The process has ended, or is not ours to look into.
        }
        return false;
    }

    private static String command(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** In a sentence, with what is known of programs that usually hold watchdogs. */
    String words() {
        String hint = switch (command) {
            case "systemd" -> ": unset RuntimeWatchdogSec in its system.conf";
            case "watchdog", "wd_keepalive", "watchdogd" -> ": stop and disable its service";
            default -> "";
        };
        return String.format(Locale.ROOT, "process %d (%s)%s", pid, command, hint);
    }
}
