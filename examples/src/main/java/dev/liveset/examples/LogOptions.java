package dev.liveset.examples;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Where the log goes and how much of it there is; the same for every verb. */
public final class LogOptions {
    @Option(
            names = {"-v", "--verbose"},
            description = "Log what the library does, on standard error.")
    private boolean verbose;

    @Option(names = "--log-file", paramLabel = "FILE", description = "Append the log to this file, in full.")
    private Path file;

    public boolean verbose() {
        return verbose;
    }

    /** The file that was named, if any. */
    public Optional<Path> file() {
        return Optional.ofNullable(file);
    }

    /** Takes effect only before the first line is logged. */
    public void apply() {
        System.setProperty("liveset.log.console", verbose ? "INFO" : "OFF");
        System.setProperty("liveset.log.level", file == null ? "OFF" : "DEBUG");
        System.setProperty("liveset.log.file", file == null ? "/dev/null" : file.toString());
        // Now, on this thread: SLF4J complains of lines that several threads log while it is still starting.
        LoggerFactory.getILoggerFactory();
    }
}
