package dev.liveset.examples;

import dev.liveset.examples.host.HostCommand;
import dev.liveset.examples.lab.LabCommand;
import dev.liveset.examples.poolhost.PoolHostCommand;
import dev.liveset.examples.statefile.StatefileCommand;
import dev.liveset.examples.whatif.WhatIfCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command-line tool {@code liveset}; every other verb is a subcommand of it. */
@Command(
        name = "liveset",
        description = "High availability of virtual machines, to try and to look into.",
        mixinStandardHelpOptions = true,
        versionProvider = Liveset.Version.class,
        subcommands = {
            LabCommand.class,
            HostCommand.class,
            PoolHostCommand.class,
            FormatCommand.class,
            StatefileCommand.class,
            TimingsCommand.class,
            WatchdogCommand.class,
            WhatIfCommand.class,
            SimulateCommand.class
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything that was asked for held",
            "1:an expectation did not hold, or the work failed",
            "2:the command line could not be understood"
        })
public final class Liveset implements Runnable {
    /** Started without a subcommand: says how to go on. */
    @Override
    public void run() {
        new CommandLine(this).usage(System.out);
    }

    /**
     * @param arguments the command line; {@code --help} lists what it takes
     */
    public static void main(String[] arguments) {
        Complaints complaints = new Complaints();
        System.exit(new CommandLine(new Liveset())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(complaints)
                .setExecutionExceptionHandler(complaints)
                .execute(arguments));
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Liveset.class.getPackage().getImplementationVersion();
            return new String[] {"liveset " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
