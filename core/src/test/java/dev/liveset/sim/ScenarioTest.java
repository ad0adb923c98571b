package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Plays every folder under {@code scenarios} and compares its story with {@code golden.log}. With
 * {@code -Dliveset.scenarios.write=true} it writes the story as it is now; read the difference before you commit it.
 */
class ScenarioTest {
    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
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
        Simulation simulation = new Simulation(SimPools.fast(hosts), SimSettings.calm());
        RunReport report = simulation.play(Files.readAllLines(folder.resolve("timeline.txt")), seed);
        if (WRITE) {
            Files.write(folder.resolve("golden.log"), report.story());
        }
        assertNull(report.violation(), () -> String.join("\n", report.story()));
        assertEquals(
                String.join("\n", Files.readAllLines(folder.resolve("golden.log"))), String.join("\n", report.story()));
        assertFalse(Files.readString(folder.resolve("README.md")).isBlank());
    }
}
