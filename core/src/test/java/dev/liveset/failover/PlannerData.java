package dev.liveset.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The pools measured elsewhere, when the folder {@code shared/planner} lies beside the repository. */
final class PlannerData {

    private PlannerData() {}

    /** The lines of a file of the folder; the test is skipped, and says so, when it is not there. */
    static List<String> lines(String name) {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            Path file = dir.resolve("shared").resolve("planner").resolve(name);
            if (Files.isReadable(file)) {
                try {
                    return Files.readAllLines(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        Assumptions.abort("no folder shared/planner beside the repository: " + name + " is not checked");
        return List.of();
    }

    static long[] numbers(String line, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\":\\[([^\\]]*)\\]").matcher(line);
        if (!matcher.find() || matcher.group(1).isBlank()) {
            return new long[0];
        }
        return Arrays.stream(matcher.group(1).split(","))
                .mapToLong(n -> Long.parseLong(n.trim()))
                .toArray();
    }

    static String id(String line) {
        Matcher matcher = Pattern.compile("\"id\":\"([^\"]*)\"").matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    static PlannerPool pool(String line) {
        boolean brief = !line.contains("free_mib");
        long[] host = numbers(line, "vm_host");
        return PlannerPool.of(
                numbers(line, brief ? "free" : "free_mib"),
                numbers(line, brief ? "vm" : "vm_mib"),
                Arrays.stream(host).mapToInt(Math::toIntExact).toArray());
    }

    static List<BitSet> badSets(String line) {
        Matcher matcher = Pattern.compile("\\[([0-9, ]+)\\]").matcher(line.substring(line.indexOf("bad_sets")));
        return matcher.results()
                .map(m -> Arrays.stream(m.group(1).split(","))
                        .mapToInt(n -> Integer.parseInt(n.trim()))
                        .collect(BitSet::new, BitSet::set, BitSet::or))
                .toList();
    }
}
