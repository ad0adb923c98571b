package dev.liveset.examples.statefile;

import dev.liveset.codec.StatefileDump;
import dev.liveset.codec.StatefileDump.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints every field of a statefile. */
@Command(
        name = "dump",
        description = "Prints every field, also of what is not valid, with the reason. Exit 1 when something is not.",
        mixinStandardHelpOptions = true)
final class DumpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The statefile.")
    private Path file;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Option(names = "--key-file", paramLabel = "FILE", description = "The pool's keys, to check what is signed.")
    private Path keyFile;

    @Override
    public Integer call() throws IOException {
        StatefileDump dump = Image.dump(file, keyFile);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.of(dump));
        } else {
            dump.parts().forEach(part -> print(part, out));
        }
        out.flush();
        return dump.parts().stream().allMatch(Part::isValid) ? 0 : 1;
    }

    private static void print(Part part, PrintWriter out) {
        out.println("== " + part.name() + " at " + part.offset() + ": " + part.verdict());
        for (Map.Entry<String, Object> field : part.fields().entrySet()) {
            if (field.getValue() instanceof List<?> entries) {
                out.println("  " + part.name() + "." + field.getKey() + " = " + entries.size());
                entries.forEach(entry -> out.println("    " + Image.printable(entry)));
            } else {
                out.println("  " + part.name() + "." + field.getKey() + " = " + Image.printable(field.getValue()));
            }
        }
    }
}
