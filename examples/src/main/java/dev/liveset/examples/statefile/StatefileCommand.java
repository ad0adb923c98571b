package dev.liveset.examples.statefile;

import dev.liveset.examples.FormatCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups what can be done with a statefile; only {@code format} and {@code set-pool-state} ever write. */
@Command(
        name = "statefile",
        description = "Looks into a statefile, of this library or of xhad.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DumpCommand.class,
            WatchCommand.class,
            DiffCommand.class,
            SetPoolStateCommand.class,
            FormatCommand.class
        })
public final class StatefileCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do with a statefile.");
    }
}
