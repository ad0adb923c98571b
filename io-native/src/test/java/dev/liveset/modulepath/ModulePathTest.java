package dev.liveset.modulepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rest of the tests run on the class path; this one shows that the modules resolve and work without JVM flags. */
class ModulePathTest {
    private static final List<String> OURS_AND_WHAT_WE_NEED = List.of(
            "liveset-core", "/core/target/classes", "/io-native/target/classes", "slf4j-api", "chronicle-", "jna-jpms");

    @Test
    void shouldWorkOnTheModulePathWithoutFlags() throws Exception {
        String modulePath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(place -> OURS_AND_WHAT_WE_NEED.stream().anyMatch(place::contains))
                .collect(Collectors.joining(File.pathSeparator));
        Path here = Path.of(ModularHost.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--module-path",
                        modulePath,
                        "--add-modules",
                        "dev.liveset.io",
                        "--class-path",
                        here.toString(),
                        ModularHost.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(host.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, host.waitFor(), output);
        assertTrue(
                output.endsWith("CANNOT_ACCESS_STATEFILE from module dev.liveset.core by module dev.liveset.io"),
                output);
    }
}
