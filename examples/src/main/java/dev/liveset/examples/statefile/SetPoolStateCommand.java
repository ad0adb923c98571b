package dev.liveset.examples.statefile;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.PoolState;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.io.BlockDeviceVdi;
import dev.liveset.runtime.FileStatefileVdi;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the pool state, for example INVALID to end HA on the whole pool. */
@Command(
        name = "set-pool-state",
        description = "Writes the pool state into a statefile: INVALID ends HA on the whole pool. Only with --force.",
        mixinStandardHelpOptions = true)
final class SetPoolStateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FILE", description = "The statefile.")
    private Path file;

    @Parameters(index = "1", paramLabel = "STATE", description = "One of ${COMPLETION-CANDIDATES}.")
    private PoolState state;

    @Option(names = "--force", description = "Really write: every host of the pool that runs obeys it.")
    private boolean force;

    @Option(names = "--key-file", paramLabel = "FILE", description = "The pool's keys, when the statefile is signed.")
    private Path keyFile;

    @Override
    public Integer call() throws IOException {
        if (!force) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "Every running host of the pool obeys the state in " + file + "; --force writes it.");
        }
        try (StatefileVdi vdi = Files.isRegularFile(file) || !Files.exists(file)
                ? FileStatefileVdi.open(file)
                : BlockDeviceVdi.open(file)) {
            StatefileFormat.setPoolState(vdi, state, Image.keys(keyFile));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("The pool state is " + state + ".");
        out.flush();
        return 0;
    }
}
