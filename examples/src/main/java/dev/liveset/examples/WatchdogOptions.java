package dev.liveset.examples;

import dev.liveset.io.HardwareWatchdogConfig;
import dev.liveset.io.WatchdogDoubt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** What proves a hardware watchdog, and what is taken on the operator's word. */
public final class WatchdogOptions {
    @Option(
            names = "--watchdog-proof",
            paramLabel = "FILE",
            description = "The record of the watchdog's fire drill (liveset watchdog drill).")
    private Path proof;

    @Option(
            names = "--accept",
            paramLabel = "DOUBT",
            split = ",",
            description =
                    "Arm the watchdog although this is not proven: ROUNDED, UNDRILLED, DRILL_FAILED, DRILL_LATE or"
                            + " OTHER_DRILL.")
    private List<WatchdogDoubt> accepted = List.of();

    @Option(
            names = "--pretimeout",
            paramLabel = "S",
            description = "Let the driver raise its alarm so many seconds before the reset, where it can.")
    private int pretimeoutSeconds;

    /** The watchdog at this device, as the options want it. */
    public HardwareWatchdogConfig config(Path device) {
        HardwareWatchdogConfig config = HardwareWatchdogConfig.at(device)
                .accepting(accepted.toArray(WatchdogDoubt[]::new))
                .withPretimeout(Duration.ofSeconds(pretimeoutSeconds));
        return proof == null ? config : config.provenBy(proof);
    }
}
