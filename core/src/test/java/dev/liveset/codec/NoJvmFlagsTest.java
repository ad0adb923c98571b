package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The library needs no JVM flags; only a new JVM can show it. */
class NoJvmFlagsTest {
    @Test
    void shouldWorkOnChronicleBytesInAJvmWithoutAnyFlags() throws Exception {
        assertEquals("ACCEPTED ChronicleMemory", lastLineOf(List.of()));
    }

    @Test
    void shouldWorkOnThePlainTwinWhereTheJvmDeniesUnsafeMemoryAccess() throws Exception {
        Assumptions.assumeTrue(Runtime.version().feature() >= 23, "this JVM cannot deny it");
        assertEquals("ACCEPTED BufferMemory", lastLineOf(List.of("--sun-misc-unsafe-memory-access=deny")));
    }

    private static String lastLineOf(List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StartsWithoutFlags.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.endsWith("JAVA_OPTIONS") || name.endsWith("TOOL_OPTIONS"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (InputStream output = process.getInputStream()) {
            String[] lines = new String(output.readAllBytes(), StandardCharsets.UTF_8)
                    .strip()
                    .split("\n", -1);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the JVM has not ended");
            assertEquals(0, process.exitValue());
            return lines[lines.length - 1];
        } finally {
            process.destroyForcibly();
        }
    }
}
