package dev.liveset.examples.poolhost;

import dev.liveset.LivesetException;
import dev.liveset.agent.HealthSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Who looks after the management agent of the host. */
final class HealthOptions {
    @Option(
            names = "--health-check",
            paramLabel = "PROGRAM",
            description =
                    "Says by exit code 0 that the management agent of this host is well; run as the XapiHealthCheck"
                            + " elements say. Without it there is no health check.")
    private Path check;

    @Option(
            names = "--health-restart",
            paramLabel = "PROGRAM",
            description = "Restarts the management agent when the check has failed.")
    private Path restart;

    /** The programs, null when there is no health check; throws {@link LivesetException} for what cannot be run. */
    HealthPrograms programs(HealthSettings times) {
        if (check == null && restart == null) {
            return null;
        }
        if (check == null) {
            throw invalid("--health-restart needs a --health-check, which says when to restart.");
        }
        for (Path program : restart == null ? List.of(check) : List.of(check, restart)) {
            if (!Files.isExecutable(program) || Files.isDirectory(program)) {
                throw invalid("'" + program + "' is no program that this user may run; give another one.");
            }
        }
        return new HealthPrograms(
                check.toAbsolutePath(),
                restart == null ? null : restart.toAbsolutePath(),
                times.timeout(),
                times.restartTimeout());
    }

    private static LivesetException invalid(String sentence) {
        return new LivesetException(LivesetException.Code.INVALID_CONFIG, sentence);
    }
}
