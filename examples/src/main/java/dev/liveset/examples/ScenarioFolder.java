package dev.liveset.examples;

import dev.liveset.IoReason;
import dev.liveset.LivesetException;
import dev.liveset.sim.RunReport;
import dev.liveset.sim.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A folder with a {@code setup.properties} and a {@code timeline.txt} that somebody wrote for a simulated pool. */
final class ScenarioFolder {
    private static final String SETUP = "setup.properties";
    private static final String TIMELINE = "timeline.txt";

    private final List<Scenario> scenarios;

    private ScenarioFolder(List<Scenario> scenarios) {
        this.scenarios = scenarios;
    }

    /** Throws {@link LivesetException} that says what is missing or cannot be understood. */
    static ScenarioFolder read(Path folder) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve(SETUP), StandardCharsets.UTF_8)) {
            properties.load(reader);
            Map<String, String> setup = new TreeMap<>();
            properties.stringPropertyNames().forEach(key -> setup.put(key, properties.getProperty(key)));
            return new ScenarioFolder(Scenario.of(setup, Files.readAllLines(folder.resolve(TIMELINE))));
        } catch (IOException | IllegalArgumentException e) {
            throw new LivesetException(
                    LivesetException.Code.INVALID_CONFIG,
                    "The scenario " + folder + " needs a " + SETUP + " and a " + TIMELINE + " that can be read: "
                            + (e instanceof IOException file ? IoReason.of(file) : e.getMessage()) + ".",
                    e);
        }
    }

    /** Plays everything in it, prints each history and whether it was as expected; returns how many were not. */
    int play(PrintWriter out, boolean everything) {
        int failed = 0;
        for (Scenario scenario : scenarios) {
            RunReport report = scenario.play();
            if (!scenario.name().isEmpty()) {
                out.println("== " + scenario.name());
            }
            (everything ? report.story() : scenario.history(report)).forEach(out::println);
            boolean holds = scenario.holds(report);
            failed += holds ? 0 : 1;
            out.println(
                    !holds
                            ? "FAILED: " + failure(scenario, report)
                            : scenario.brokenBy().isEmpty()
                                    ? "Every rule and every expectation held."
                                    : "The broken rule was seen: " + report.violation());
        }
        return failed;
    }

    private static String failure(Scenario scenario, RunReport report) {
        return report.violation() != null
                ? report.violation().toString()
                : "nobody saw the broken rule; expected one of " + scenario.brokenBy();
    }
}
