package dev.liveset.examples;

import dev.liveset.LivesetException;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.runtime.FileStatefileVdi;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Formats a pool's statefile, a plain file. */
@Command(
        name = "format",
        description = "Formats the statefile of a pool, while no host of it runs; an existing file only with --force.",
        mixinStandardHelpOptions = true)
public final class FormatCommand implements Callable<Integer> {
    @Mixin
    private LogOptions log = new LogOptions();

    @Option(names = "--pool", paramLabel = "FILE", required = true, description = "The pool file.")
    private Path pool;

    @Option(names = "--force", description = "Format a statefile that exists.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        log.apply();
        PoolFile file = PoolFile.read(pool);
        if (Files.exists(file.statefile()) && !force) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG,
                    "The statefile " + file.statefile()
                            + " exists; --force formats it, and everything the pool knows is lost.");
        }
        format(file);
        System.out.println("Formatted " + file.statefile() + ".");
        return 0;
    }

    /** Makes the file as long as it must be and formats it. */
    public static void format(PoolFile file) throws IOException {
        long size = StatefileFormat.sizeBytes(file.pool(), file.maxVms());
        try (RandomAccessFile image = new RandomAccessFile(file.statefile().toFile(), "rw")) {
            if (image.length() < size) {
                image.setLength(size);
            }
        }
        try (FileStatefileVdi vdi = FileStatefileVdi.open(file.statefile())) {
            StatefileFormat.format(vdi, file.pool(), file.maxVms(), PoolKeys.none());
        }
    }
}
