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
 * softdog in the same machine, over three resets. {@code .ci/guest} makes what it needs; without that it is skipped.
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
        assumeTrue(Files.exists(MADE.resolve("machine.cpio")), "no guest: run .ci/guest to make it");
        Path root = Files.createDirectories(directory.resolve("root"));
        Path classes = Files.createDirectories(root.resolve("app"));
        copyClasses(HardwareWatchdog.class, "dev/liveset/io", classes);
        copyClasses(Watchdog.class, "dev/liveset", classes);
        copyClasses(WatchdogGuest.class, "dev/liveset/io", classes);
        Files.copy(source(Native.class), root.resolve("jna.jar"));
        // Each disk tells how far the story is: without a record the drill is made, with one it is believed.
        Path init = Files.writeString(root.resolve("init"), """
                #!/bin/busybox sh
                /bin/busybox mount -t proc proc /proc
                /bin/busybox mount -t sysfs sysfs /sys
                /bin/busybox mount -t devtmpfs dev /dev
                cd /modules
                for module in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk; do
                    [ ! -f $module.ko ] || /bin/busybox insmod $module.ko
                done
                /bin/busybox insmod watchdog.ko
                drive() {
                    echo "guest: $1 with $2"
                    /jre/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx48m -Xshare:auto \\
                        -cp /app:/jna.jar dev.liveset.io.WatchdogGuest $1 $3
                }
                drilled() {
                    /bin/busybox head -c 512 $1 | /bin/busybox grep -q liveset-fire-drill
                }
                /bin/busybox insmod i6300esb.ko
                if drilled /dev/vdb; then
                    /bin/busybox rmmod i6300esb
                    /bin/busybox insmod softdog.ko
                    drive proven softdog /dev/vdb
                    drive reset softdog /dev/vdb
                elif drilled /dev/vda; then
                    drive proven i6300esb /dev/vda
                    /bin/busybox rmmod i6300esb
                    /bin/busybox insmod softdog.ko
                    drive drill softdog /dev/vdb
                else
                    drive drill i6300esb /dev/vda
                fi
                while true; do /bin/busybox sleep 1000; done
                """);
        assertTrue(init.toFile().setExecutable(true));
        Path initrd = directory.resolve("initrd");
        Files.copy(MADE.resolve("machine.cpio"), initrd);
        append(root, initrd);
    }

    @Test
    void shouldProveTheWatchdogsOfARealKernelByAFireDrillAndFenceWithThem() throws Exception {
        List<Path> disks = List.of(disk("vda"), disk("vdb"));
        try (GuestMachine machine =
                GuestMachine.start(MADE.resolve("vmlinux"), directory.resolve("initrd"), disks, directory)) {
            machine.expect("drill with i6300esb", BOOT_SECONDS);
            News fed = drillUntilFedNoMore(machine, "i6300ESB timer");
            measured("i6300esb", fed, machine.expect("WATCHDOG", 30), machine);
            machine.expect("RESET", 30);

            machine.expectAfterResets("proven with i6300esb", BOOT_SECONDS);
            proven(machine, "i6300ESB timer", "the driver's boot status says that it was the watchdog");
            machine.expect("caused-last-reset true", 30);
            liveUntilDisarmed(machine, "i6300ESB timer");
            machine.expect("drill with softdog", 30);
            fed = drillUntilFedNoMore(machine, "Software Watchdog");
            measured("softdog", fed, machine.expect("RESET", 30), machine);

            machine.expectAfterResets("proven with softdog", BOOT_SECONDS);
            proven(machine, "Software Watchdog", "the machine went down when the timeout was over");
            machine.expect("caused-last-reset false", 30);
            liveUntilDisarmed(machine, "Software Watchdog");

            machine.expect("reset with softdog", 30);
            News decided = machine.expect("resets itself now", BOOT_SECONDS);
            News reset = machine.expect("RESET", TIMEOUT_SECONDS - 2);
            note(String.format(
                    Locale.ROOT, "sysrq: RESET %.3f s after the call", (reset.nanos() - decided.nanos()) / 1e9));
        }
    }

    private static Path disk(String name) throws IOException {
        return Files.write(directory.resolve(name), new byte[1 << 20]);
    }

    private static News drillUntilFedNoMore(GuestMachine machine, String identity) throws InterruptedException {
        String refusal = machine.expect("refused Nobody has seen the watchdog", BOOT_SECONDS)
                .what();
        assertTrue(refusal.endsWith("(UNDRILLED)."), refusal);
        machine.expect("drill the device is " + identity + ", set to 6 s", 30);
        return machine.expect("drill it is not fed any more", 60);
    }

    private static void proven(GuestMachine machine, String identity, String because) throws Exception {
        String result = machine.expect("drill PASSED: " + identity + ", set to 6 s, last seen alive", BOOT_SECONDS)
                .what();
        assertTrue(result.endsWith(because), result);
        note("in the guest: " + result);
        News line = machine.expect("proof ", 30);
        boolean warned = false;
        while (!line.what().equals("proof proven")) {
            warned |= line.what().startsWith("proof WARNING SOFTWARE");
            line = machine.expect("proof ", 30);
        }
        assertEquals(identity.startsWith("Software"), warned);
        machine.expect("armed 6", 30);
        String holder = machine.expect("holder [DeviceHolder[pid=", 30).what();
        assertTrue(holder.endsWith("command=java]]"), holder);
    }

    private static void liveUntilDisarmed(GuestMachine machine, String identity) throws InterruptedException {
        machine.expect("identity " + identity, 30);
        machine.expect("set to 5 read 5", 30);
        machine.expect("stopped true", 30);
        machine.expect("alive after disarm and magic close", 60);
        machine.expect("armed again 6", 30);
        machine.expect("alive while fed", 60);
    }

    private static void measured(String driver, News lastFeed, News reset, GuestMachine machine) throws IOException {
        double seconds = (reset.nanos() - lastFeed.nanos()) / 1e9;
        note(String.format(
                Locale.ROOT, "from outside: %s %s %.3f s after the last feed for 6 s", driver, reset.what(), seconds));
        assertTrue(
                seconds > EARLIEST_SECONDS && seconds < LATEST_SECONDS,
                () -> reset.what() + " came after " + seconds + " s\n" + machine.transcript());
    }

    private static void note(String line) throws IOException {
        Files.writeString(
                MADE.resolve("fire-drill.txt"),
                line + System.lineSeparator(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
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
