package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every folder under {@code scenarios} and compares the turns of its story with {@code golden.log}. With
 * {@code -Dliveset.scenarios.write=true} it writes the story as it is now; read the difference before you commit it.
 */
class ScenarioTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
    private static final Pattern PASSING = Pattern.compile("^FH|^STARTING|asks|sees|^REFUSED|^UNKNOWN");
    private static final boolean WRITE = Boolean.getBoolean("liveset.scenarios.write");

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        List<Path> folders;
        try (Stream<Path> files = Files.list(FOLDER)) {
            folders = files.filter(Files::isDirectory).sorted().toList();
        }
        assertFalse(folders.isEmpty());
        return folders.stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> play(folder)));
    }

    private static void play(Path folder) throws IOException {
        Properties setup = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("setup.properties"))) {
            setup.load(reader);
        }
        int hosts = Integer.parseInt(setup.getProperty("hosts"));
        long seed = Long.parseLong(setup.getProperty("seed"));
        int networks = Integer.parseInt(setup.getProperty("networks", "1"));
        Simulation simulation =
                new Simulation(SimPools.fast(hosts), SimSettings.calm().withNetworks(networks));
        RunReport report = simulation.play(Files.readAllLines(folder.resolve("timeline.txt")), seed);
        if (WRITE) {
            Files.write(folder.resolve("golden.log"), report.story());
        }
        assertNull(report.violation(), () -> String.join("\n", report.story()));
        assertEquals(
                gist(Files.readAllLines(folder.resolve("golden.log"))),
                gist(report.story()),
                "the story is another one; when it is as good, write it anew with -Dliveset.scenarios.write=true");
        assertFalse(Files.readString(folder.resolve("README.md")).isBlank());
    }

    /**
     * What must stay the same: the turns of each host's story in their order. Times, phases of fault handling, ages in
     * verdicts, the steps of a join and who asks for the lock first may change with every millisecond.
     */
    private static String gist(List<String> story) {
        Map<String, List<String>> turns = new TreeMap<>();
        for (String line : story) {
            String who = line.substring(11, 17).strip();
            String what = line.substring(18).strip();
            if (!PASSING.matcher(what).find()) {
                turns.computeIfAbsent(who, key -> new ArrayList<>())
                        .add(what.replaceFirst(", liveset.*", "")
                                .replaceFirst("(itself|removes h[0-9]+): ([^:]*):.*", "$1: $2"));
            }
        }
        StringBuilder gist = new StringBuilder();
        turns.forEach((who, lines) -> {
            String last = "";
            for (String line : lines) {
                if (!line.equals(last)) {
                    gist.append(who).append(' ').append(line).append('\n');
                }
                last = line;
            }
        });
        return gist.toString();
    }
}
