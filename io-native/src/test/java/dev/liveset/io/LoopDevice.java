package dev.liveset.io;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A block device with 4096-byte sectors on a temporary file; tests without the right to make one are skipped. */
final class LoopDevice implements AutoCloseable {
    private final Path device;

    private LoopDevice(Path device) {
        this.device = device;
    }

    static LoopDevice create(Path backing, long sizeBytes) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(backing.toFile(), "rw")) {
            file.setLength(sizeBytes);
        }
        String device = run("losetup", "--sector-size", "4096", "--find", "--show", backing.toString());
        assumeTrue(device.startsWith("/dev/"), "no loop device with 4096-byte sectors here: " + device);
        return new LoopDevice(Path.of(device));
    }

    Path path() {
        return device;
    }

    private static String run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? output : "failed: " + output;
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    @Override
    public void close() throws Exception {
        if (Files.exists(device)) {
            run("losetup", "--detach", device.toString());
        }
    }
}
