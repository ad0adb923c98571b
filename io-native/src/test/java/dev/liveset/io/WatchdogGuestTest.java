package dev.liveset.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Native;
import dev.liveset.fencing.Watchdog;
import dev.liveset.io.GuestMachine.News;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The device code of the hardware watchdog against a real kernel: a small emulated machine with an i6300esb, and then
 * softdog in the same machine. {@code .ci/guest} makes what it needs; without that it is skipped.
 */
class WatchdogGuestTest {
    private static final Path MADE = Path.of("target", "guest");
    private static final int BOOT_SECONDS = 120;
    private static final int TIMEOUT_SECONDS = 6;
    private static final double LATEST_SECONDS = TIMEOUT_SECONDS + 3;
    /** Less by the whole seconds of the device, and by a console line that came late. */
    private static final double EARLIEST_SECONDS = TIMEOUT_SECONDS - 3;

    @TempDir
    static Path directory;

    @BeforeAll
    static void makeInitrd() throws Exception {
        assumeTrue(Runtime.version().feature() == 17, "the guest brings its own Java 17, so one run is enough");
        Path whyNot = MADE.resolve("why-not");
        assumeTrue(!Files.exists(whyNot), () -> "no guest: " + read(whyNot));
        assumeTrue(Files.exists(MADE.resolve("base.cpio")), "no guest: run .ci/guest to make it");
        Path root = Files.createDirectories(directory.resolve("root"));
        Path classes = Files.createDirectories(root.resolve("app"));
        copyClasses(HardwareWatchdog.class, "dev/liveset/io", classes);
        copyClasses(Watchdog.class, "dev/liveset", classes);
        copyClasses(WatchdogGuest.class, "dev/liveset/io", classes);
        Files.copy(source(Native.class), root.resolve("jna.jar"));
        Path init = Files.writeString(root.resolve("init"), """
                #!/bin/busybox sh
                /bin/busybox mount -t proc proc /proc
                /bin/busybox mount -t sysfs sysfs /sys
                /bin/busybox mount -t devtmpfs dev /dev
                drive() {
                    echo "guest: boot $1"
                    /bin/busybox insmod /modules/$1.ko
                    /jre/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx48m -Xshare:auto \\
                        -cp /app:/jna.jar dev.liveset.io.WatchdogGuest /dev/watchdog
                }
                /bin/busybox insmod /modules/watchdog.ko
                /bin/busybox insmod /modules/i6300esb.ko
                if [ "$(/bin/busybox cat /sys/class/watchdog/watchdog0/bootstatus)" = 32 ]; then
                    echo "guest: bootstatus 32"
                    /bin/busybox rmmod i6300esb
                    drive softdog
                else
                    drive i6300esb
                fi
                while true; do /bin/busybox sleep 1000; done
                """);
        assertTrue(init.toFile().setExecutable(true));
        Path initrd = directory.resolve("initrd");
        Files.copy(MADE.resolve("base.cpio"), initrd);
        append(root, initrd);
    }

    @Test
    void shouldFenceARealKernelWithItsHardwareWatchdogAndWithSoftdog() throws Exception {
        try (GuestMachine machine =
                GuestMachine.start(MADE.resolve("vmlinux"), directory.resolve("initrd"), directory)) {
            machine.expect("boot i6300esb", BOOT_SECONDS);
            machine.expect("armed 6", BOOT_SECONDS);
            machine.expect("caused-last-reset false", 30);
            machine.expect("identity i6300ESB timer", 30);
            liveUntilNoLongerFed(machine);
            News last = machine.expect("feeds no more", 30);
            inTime(last, machine.expect("WATCHDOG", 30), machine);
            machine.expect("RESET", 30);

            machine.expectAfterResets("bootstatus 32", BOOT_SECONDS);
            machine.expect("boot softdog", 30);
            machine.expect("armed 6", BOOT_SECONDS);
            machine.expect("caused-last-reset false", 30);
            machine.expect("identity Software Watchdog", 30);
            liveUntilNoLongerFed(machine);
            last = machine.expect("feeds no more", 30);
            inTime(last, machine.expect("RESET", 30), machine);
        }
    }

    private static void liveUntilNoLongerFed(GuestMachine machine) throws InterruptedException {
        machine.expect("set to 5 read 5", 30);
        machine.expect("stopped true", 30);
        machine.expect("alive after disarm and magic close", 60);
        machine.expect("armed again 6", 30);
        machine.expect("alive while fed", 60);
    }

    private static void inTime(News lastFeed, News reset, GuestMachine machine) throws IOException {
        double seconds = (reset.nanos() - lastFeed.nanos()) / 1e9;
        String measured = String.format(Locale.ROOT, "%s %.3f s after the last feed for 6 s%n", reset.what(), seconds);
        Files.writeString(
                MADE.resolve("fire-drill.txt"), measured, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        assertTrue(
                seconds > EARLIEST_SECONDS && seconds < LATEST_SECONDS,
                () -> reset.what() + " came after " + seconds + " s\n" + machine.transcript());
    }

    private static Path source(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void copyClasses(Class<?> type, String folder, Path into) throws Exception {
        Path source = source(type);
        if (Files.isRegularFile(source)) {
            List<String> unpack = List.of("busybox", "unzip", "-q", "-o", source.toString(), "-d", into.toString());
            run(new ProcessBuilder(unpack));
            return;
        }
        Path target = Files.createDirectories(into.resolve(folder));
        try (Stream<Path> files = Files.list(source.resolve(folder))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path fencing = source.resolve(folder).resolve("fencing");
        if (Files.isDirectory(fencing)) {
            copyClasses(type, folder + "/fencing", into);
        }
    }

    private static void append(Path root, Path archive) throws Exception {
        ProcessBuilder pack = new ProcessBuilder("sh", "-c", "find . | cpio -o -H newc --quiet");
        pack.directory(root.toFile()).redirectOutput(ProcessBuilder.Redirect.appendTo(archive.toFile()));
        run(pack);
    }

    private static void run(ProcessBuilder command) throws Exception {
        Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (OutputStream unused = process.getOutputStream()) {
            assertEquals(0, process.waitFor(), () -> String.join(" ", command.command()));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "it is not known why";
        }
    }
}
