package dev.liveset.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The tool in this process, as its main runs it; keeps what it says. */
final class CommandRun {
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    /** Returns the exit code. */
    int run(String... arguments) {
        Complaints complaints = new Complaints();
        return new CommandLine(new Liveset())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setParameterExceptionHandler(complaints)
                .setExecutionExceptionHandler(complaints)
                .execute(arguments);
    }
}
