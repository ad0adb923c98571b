package dev.liveset.examples.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A VM of the lab: a shell loop that appends its instance, its host and the machine's monotonic time to its disk every
 * 50 ms, without a further process, until its guest is halted or it is killed. Nobody tells it of a fence.
 */
public final class ShellVm {
    /** {@code $1} disk, {@code $2} instance, {@code $3} host, {@code $4} the guest's halt switch. */
    private static final String LOOP = """
            exec 3<> <(:) # never readable: a timer without a process
            while [ ! -e "$4" ]; do
              read -r up rest < /proc/uptime
              echo "$2 $3 $up" >> "$1"
              read -rt 0.05 -u 3
            done
            """;

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Process process;

    private ShellVm(Process process) {
        this.process = process;
    }

    /** Starts an instance, which runs when this returns. Its process belongs to the caller's process group. */
    public static ShellVm start(Path disk, String instance, String host, Path haltSwitch) throws IOException {
        Files.deleteIfExists(haltSwitch);
        Process process = new ProcessBuilder(
                        "bash", "-c", LOOP, "liveset-vm", disk.toString(), instance, host, haltSwitch.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        ShellVm vm = new ShellVm(process);
        vm.awaitFirstLine(disk, instance);
        return vm;
    }

    /** Whether it runs. */
    public boolean runs() {
        return process.isAlive();
    }

    /** Kills it; it does not run any more when this returns. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private void awaitFirstLine(Path disk, String instance) throws IOException {
        long limit = System.nanoTime() + START_NANOS;
        while (!Files.exists(disk)
                || !Files.readString(disk, StandardCharsets.UTF_8).contains(instance)) {
            boolean late = System.nanoTime() - limit > 0;
            if (!process.isAlive() || late) {
                process.destroyForcibly();
                throw new IOException(late ? "the VM did not show itself in time" : "the VM ended at its start");
            }
            pause();
        }
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
