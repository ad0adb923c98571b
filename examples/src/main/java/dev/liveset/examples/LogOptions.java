package dev.liveset.examples;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the log goes and how much of it there is; the same for every verb. */
public final class LogOptions {
    @Option(
            names = {"-v", "--verbose"},
            description = "Log what the library does, on standard error.")
    boolean verbose;

    @Option(names = "--log-file", paramLabel = "FILE", description = "Append the log to this file, in full.")
    Path file;

    /** Takes effect only before the first line is logged. */
    public void apply() {
        System.setProperty("liveset.log.console", verbose ? "INFO" : "OFF");
        System.setProperty("liveset.log.level", file == null ? "OFF" : "DEBUG");
        System.setProperty("liveset.log.file", file == null ? "/dev/null" : file.toString());
    }
}
