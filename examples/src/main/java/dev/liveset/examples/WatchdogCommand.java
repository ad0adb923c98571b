package dev.liveset.examples;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.io.FireDrill;
import dev.liveset.io.WatchdogProof;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Proves this machine's watchdog, and makes its fire drill. */
@Command(
        name = "watchdog",
        description = "Proves this machine's hardware watchdog before a pool relies on it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(proof | drill | result)")
final class WatchdogCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with the watchdog: proof, drill or result.");
    }

    @Command(
            name = "proof",
            description =
                    "Says what is known of the watchdog and whether a host would arm it; exit code 1 when not. A free"
                            + " device is started and stopped for it, unless it never stops.",
            mixinStandardHelpOptions = true)
    int proof(
            @Option(names = "--device", defaultValue = "/dev/watchdog", description = "Default: ${DEFAULT-VALUE}")
                    Path device,
            @Option(
                            names = "--timeout",
                            defaultValue = "20",
                            description = "The pool's watchdog timeout in seconds; default: ${DEFAULT-VALUE}")
                    int timeoutSeconds,
            @Mixin WatchdogOptions options) {
        if (timeoutSeconds < 1) {
            throw new ParameterException(spec.commandLine(), "--timeout is at least 1 second.");
        }
        WatchdogProof proof = WatchdogProof.examine(options.config(device), Duration.ofSeconds(timeoutSeconds));
        PrintWriter out = spec.commandLine().getOut();
        out.print(proof.report());
        out.flush();
        return proof.isProven() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    @Command(
            name = "drill",
            description = {
                "RESETS THIS MACHINE: starts its watchdog, feeds it past its timeout, and then no more. After the reboot,"
                        + " the record proves that it worked and how late it was.",
                "Make it while no VM runs here; nothing is written back before the reset."
            },
            mixinStandardHelpOptions = true)
    int drill(
            @Option(names = "--device", defaultValue = "/dev/watchdog", description = "Default: ${DEFAULT-VALUE}")
                    Path device,
            @Option(names = "--record", required = true, description = "File on a disk that survives the reset.")
                    Path record,
            @Option(names = "--timeout", defaultValue = "10", description = "Seconds; default: ${DEFAULT-VALUE}")
                    int timeoutSeconds,
            @Option(names = "--reset-this-machine", description = "Yes, reset it.") boolean meant) {
        if (!meant) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The drill resets this machine; say --reset-this-machine when no VM runs here.");
        }
        PrintWriter out = spec.commandLine().getOut();
        FireDrill.of(device, record).resetThisMachine(timeoutSeconds, line -> {
            out.println(line);
            out.flush();
        });
        return ExitCode.SOFTWARE;
    }

    @Command(
            name = "result",
            description =
                    "Concludes a fire drill after the reboot and says how it ended; exit code 1 unless it was passed.",
            mixinStandardHelpOptions = true)
    int result(
            @Option(names = "--device", defaultValue = "/dev/watchdog", description = "Default: ${DEFAULT-VALUE}")
                    Path device,
            @Option(names = "--record", required = true, description = "The file that the drill wrote.") Path record) {
        FireDrill drill = FireDrill.of(device, record);
        String result = drill.result();
        PrintWriter out = spec.commandLine().getOut();
        out.println(result);
        drill.measured().ifPresent(line -> out.println("for 'liveset timings --measured': " + line));
        return result.startsWith("PASSED") ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
