package dev.liveset.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final String BEFORE = """
            import dev.liveset.*;
            import dev.liveset.agent.*;
            import dev.liveset.fencing.*;
            import dev.liveset.recovery.*;
            import dev.liveset.runtime.*;
            import java.nio.file.Path;
            import java.util.List;
            class Example {
                void run(Generation generation, List<HostConfig> hosts, HostId thisHost, Watchdog watchdog,
                        Hypervisor hypervisor, long memoryMib, VmId vm) throws Exception {
            """;

    @TempDir
    Path directory;

    @Test
    void shouldShowAnExampleThatCompiles() throws Exception {
        List<String> readme = Files.readAllLines(Path.of("..", "README.md"));
        int begin = readme.indexOf("```java");
        List<String> rest = readme.subList(begin + 1, readme.size());
        String example = String.join("\n", rest.subList(0, rest.indexOf("```")));
        assertTrue(begin > 0 && example.contains("LivesetHost"), example);
        String program = BEFORE + example + "\n}}";
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return program;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", directory.toString());
        assertTrue(
                compiler.getTask(complaints, null, null, options, null, List.of(source))
                        .call(),
                complaints::toString);
    }
}
