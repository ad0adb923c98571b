package dev.liveset.examples.poolhost;

import dev.liveset.examples.WatchdogOptions;
import dev.liveset.fencing.Watchdog;
import dev.liveset.io.HardwareWatchdog;
import dev.liveset.io.KeeperConfig;
import dev.liveset.io.KeeperWatchdog;
import dev.liveset.io.ProcessGroup;
import java.nio.file.Path;

/** What {@code --watchdog} can name. */
final class Watchdogs {
    private static final String NOTHING_PROTECTS = """
            WARNING: --watchdog none: NOTHING PROTECTS THE VMs OF THIS HOST.
            WARNING: When this process hangs or loses the pool, nothing resets the machine, and a VM that still runs here
            WARNING: may be started a second time elsewhere. The host publishes itself as not armed. For tests only.""";

    private Watchdogs() {}

    /** Opens it; throws {@link dev.liveset.LivesetException} when it cannot be used. */
    static Watchdog open(String name, WatchdogOptions options) {
        return switch (name) {
            case "none" -> {
                System.err.println(NOTHING_PROTECTS);
                yield new NoWatchdog();
            }
            case "keeper" -> KeeperWatchdog.start(KeeperConfig.guarding(ProcessGroup.lead()));
            default -> HardwareWatchdog.of(options.config(Path.of(name)));
        };
    }

    /** Whether it resets the machine, not only this process. */
    static boolean resetsMachine(String name) {
        return !name.equals("none") && !name.equals("keeper");
    }
}
