package dev.liveset.io;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Real processes for tests: a "host" in a group of its own with two "VMs", and waiting for what must happen. */
final class HostProcesses implements AutoCloseable {
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 5_000_000L;

    private final Process leader;
    private final ProcessGroup group;

    private HostProcesses(Process leader) {
        this.leader = leader;
        this.group = new ProcessGroup((int) leader.pid());
    }

    /** A shell with two children that would live for a long time; all ignore every signal that can be ignored. */
    static HostProcesses start(Path directory) throws Exception {
        Path ready = directory.resolve("ready");
        String script = "trap '' HUP INT TERM; sleep 1000 & sleep 1000 & echo > \"$0\"; wait";
        HostProcesses host = new HostProcesses(start(List.of("setsid", "sh", "-c", script, ready.toString())));
        eventually("the host's shell runs", () -> Files.exists(ready));
        return host;
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    ProcessGroup group() {
        return group;
    }

    boolean isGone() {
        return !leader.isAlive() && !group.exists();
    }

    static void eventually(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                fail("did not happen in time: " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    @Override
    public void close() {
        group.kill();
    }
}
