package dev.liveset.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A host's JVM for {@link StuckHostTest}: leads a group, starts a VM, is fed for ever, and trusts its keeper. */
final class StuckHost {
    private StuckHost() {}

    /** Argument: the file that gets the VM's process id as soon as the keeper is armed. */
    public static void main(String[] arguments) throws IOException {
        ProcessGroup group = ProcessGroup.lead();
        Process vm = new ProcessBuilder("sh", "-c", "trap '' HUP INT TERM; while :; do sleep 1; done").start();
        long timeoutNanos = Duration.ofMillis(1500).toNanos();
        try (KeeperWatchdog keeper = KeeperWatchdog.start(KeeperConfig.guarding(group))) {
            keeper.arm(timeoutNanos);
            Path whole = Files.writeString(Path.of(arguments[0] + ".part"), Long.toString(vm.pid()));
            Files.move(whole, Path.of(arguments[0]), StandardCopyOption.ATOMIC_MOVE);
            while (true) {
                keeper.feed(System.nanoTime() + timeoutNanos);
                LockSupport.parkNanos(20_000_000L);
            }
        }
    }
}
