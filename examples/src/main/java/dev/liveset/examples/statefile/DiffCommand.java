package dev.liveset.examples.statefile;

import dev.liveset.codec.StatefileDump;
import dev.liveset.codec.StatefileDump.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the fields in which two statefiles differ. */
@Command(
        name = "diff",
        description = "Prints the fields in which two statefiles differ. Exit 1 when there are any.",
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "A statefile.")
    private Path left;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private Path right;

    @Option(names = "--key-file", paramLabel = "FILE", description = "The pool's keys, to check what is signed.")
    private Path keyFile;

    @Override
    public Integer call() throws IOException {
        Map<String, String> before = fields(Image.dump(left, keyFile));
        Map<String, String> after = fields(Image.dump(right, keyFile));
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        PrintWriter out = spec.commandLine().getOut();
        int differences = 0;
        for (String name : names) {
            String was = before.getOrDefault(name, "-");
            String is = after.getOrDefault(name, "-");
            if (!was.equals(is)) {
                differences++;
                out.println(name + ": " + was + " -> " + is);
            }
        }
        out.flush();
        return differences == 0 ? 0 : 1;
    }

    private static Map<String, String> fields(StatefileDump dump) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Part part : dump.parts()) {
            fields.put(part.name(), part.verdict());
            part.fields().forEach((name, value) -> fields.put(part.name() + "." + name, Image.printable(value)));
        }
        return fields;
    }
}
