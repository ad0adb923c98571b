package dev.liveset.examples;

import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** One sentence for a user's mistake; a stack trace only for ours. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        PrintWriter err = mistake.getCommandLine().getErr();
        err.println(mistake.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(mistake, err)) {
            err.println("Try '" + mistake.getCommandLine().getCommandSpec().qualifiedName(" ") + " --help'.");
        }
        return CommandLine.ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception trouble, CommandLine command, ParseResult parsed) throws Exception {
        if (trouble instanceof LivesetException) {
            command.getErr().println(trouble.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (trouble instanceof FileSystemException file) {
            command.getErr().println("'" + file.getFile() + "' cannot be used: " + IoReason.of(file) + ".");
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw trouble;
    }
}
