package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every folder under {@code scenarios} and compares the turns of its story with its golden log. With
 * {@code -Dliveset.scenarios.write=true} it writes the story as it is now; read the difference before you commit it.
 * {@code -Dliveset.scenarios=rule-2.*} plays only the folders whose name matches.
 */
class ScenarioTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
    private static final Pattern LISTED = Pattern.compile("^\\| \\[([a-z0-9-]+)]\\(");
    private static final Pattern TURN = Pattern.compile(" *[0-9.]+  (\\S+) +(.*)");
    private static final String ONLY = System.getProperty("liveset.scenarios", ".*");
    private static final boolean WRITE = Boolean.getBoolean("liveset.scenarios.write");

    @TestFactory
    Stream<DynamicNode> scenarios() throws IOException {
        return folders().stream()
                .filter(folder -> folder.matches(ONLY))
                .map(folder -> dynamicContainer(
                        folder,
                        scenarios(folder).stream()
                                .map(scenario -> dynamicTest(
                                        scenario.name().isEmpty() ? folder : scenario.name(),
                                        () -> play(folder, scenario)))));
    }

    @Test
    void shouldListEveryScenarioInTheIndexAndExplainItInItsFolder() throws IOException {
        Set<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(FOLDER.resolve("README.md"))) {
            Matcher row = LISTED.matcher(line);
            if (row.find()) {
                assertTrue(listed.add(row.group(1)), () -> row.group(1) + " is listed twice");
            }
        }
        assertEquals(new TreeSet<>(folders()), listed);
        for (String folder : folders()) {
            List<String> lines = Files.readAllLines(FOLDER.resolve(folder).resolve("README.md"));
            assertTrue(lines.size() > 2 && lines.get(0).startsWith("# "), folder);
        }
    }

    @Test
    void shouldListEveryWordOfTheLanguage() throws IOException {
        String words = Files.readString(FOLDER.resolve("WORDS.md"));
        for (Verb verb : Verb.values()) {
            assertTrue(words.contains("- `" + verb.word()), () -> verb.word() + " is missing in WORDS.md");
        }
        for (Moment moment : Moment.values()) {
            assertTrue(words.contains("- `" + moment.word() + "`: "), () -> moment.word() + " is missing in WORDS.md");
        }
    }

    @Test
    void shouldHaveNoHistoryOfAScenarioThatIsGone() throws IOException {
        for (String folder : folders()) {
            Set<String> names = new TreeSet<>();
            scenarios(folder).forEach(scenario -> names.add(golden(scenario)));
            try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
                Set<String> there = new TreeSet<>();
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".log"))
                        .forEach(there::add);
                assertEquals(names, there, folder);
            }
        }
    }

    @Test
    void shouldExpectSomethingInEveryScenario() throws IOException {
        for (String folder : folders()) {
            for (Scenario scenario : scenarios(folder)) {
                List<SimAction> actions =
                        Timeline.parse(scenario.timeline(), scenario.pool().hostCount());
                assertTrue(
                        actions.stream()
                                .anyMatch(action -> action.verb().isExpectation()
                                        && action.atNanos() > scenario.beginSeconds() * 1e9),
                        folder);
            }
        }
    }

    private static List<String> folders() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static List<Scenario> scenarios(String folder) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve(folder).resolve("setup.properties"))) {
            properties.load(reader);
            Map<String, String> setup = new TreeMap<>();
            properties.stringPropertyNames().forEach(key -> setup.put(key, properties.getProperty(key)));
            return Scenario.of(setup, Files.readAllLines(FOLDER.resolve(folder).resolve("timeline.txt")));
        } catch (IOException e) {
            throw new IllegalStateException(folder + " has no setup or no timeline", e);
        }
    }

    private static String golden(Scenario scenario) {
        return scenario.name().isEmpty() ? "golden.log" : scenario.name() + ".log";
    }

    private static void play(String folder, Scenario scenario) throws IOException {
        RunReport report = scenario.play();
        Path golden = FOLDER.resolve(folder).resolve(golden(scenario));
        List<String> history = scenario.history(report);
        assertTrue(
                scenario.holds(report),
                () -> (report.violation() == null ? "no violation" : report.violation()) + "\n"
                        + String.join("\n", report.story()));
        if (WRITE) {
            Files.write(golden, history);
        }
        assertEquals(
                gist(Files.readAllLines(golden)),
                gist(history),
                "the story is another one; when it is as good, write it anew with -Dliveset.scenarios.write=true");
        assertFalse(history.isEmpty());
    }

    /**
     * What must stay the same: the turns of each host's story in their order. Times, the livesets on the way and what
     * hosts do alike at the same time may change with every millisecond.
     */
    private static String gist(List<String> history) {
        Map<String, List<String>> turns = new TreeMap<>();
        for (String line : history) {
            Matcher turn = TURN.matcher(line);
            assertTrue(turn.matches(), line);
            for (String who : names(turn.group(1))) {
                List<String> own = turns.computeIfAbsent(who, key -> new ArrayList<>());
                String what = turn.group(2).replaceFirst(", liveset .*", "").replaceFirst("^(VIOLATION \\S+) .*", "$1");
                if (own.isEmpty() || !own.get(own.size() - 1).equals(what)) {
                    own.add(what);
                }
            }
        }
        StringBuilder gist = new StringBuilder();
        turns.forEach((who, lines) ->
                lines.forEach(line -> gist.append(who).append(' ').append(line).append('\n')));
        return gist.toString();
    }

    private static List<String> names(String words) {
        List<String> names = new ArrayList<>();
        for (String word : words.split(",", -1)) {
            Matcher range = Pattern.compile("h([0-9]+)-h([0-9]+)").matcher(word);
            if (range.matches()) {
                for (int i = Integer.parseInt(range.group(1)); i <= Integer.parseInt(range.group(2)); i++) {
                    names.add("h" + i);
                }
            } else {
                names.add(word);
            }
        }
        return names;
    }
}
