package dev.liveset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks, in the compiled classes, which package may know which, and what the pure ones must not touch. */
class ArchitectureTest {
    private static final String BASE = "dev.liveset";

    /** Package of ours → the packages of ours that it may know besides itself; {@code ""} is the base package. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            Map.entry("", Set.of()),
            Map.entry("heartbeat", Set.of("")),
            Map.entry("statefile", Set.of("")),
            Map.entry("quorum", Set.of("")),
            Map.entry("fencing", Set.of("")),
            Map.entry("failover", Set.of("")),
            Map.entry("recovery", Set.of("", "failover")),
            Map.entry("agent", Set.of("", "heartbeat", "statefile", "quorum", "fencing", "failover", "recovery")),
            Map.entry("codec", Set.of("", "heartbeat", "statefile", "recovery")),
            Map.entry(
                    "runtime",
                    Set.of(
                            "",
                            "heartbeat",
                            "statefile",
                            "quorum",
                            "fencing",
                            "failover",
                            "recovery",
                            "agent",
                            "codec")),
            Map.entry("sim.xhad", Set.of("")),
            Map.entry(
                    "sim",
                    Set.of(
                            "",
                            "sim.xhad",
                            "heartbeat",
                            "statefile",
                            "quorum",
                            "fencing",
                            "failover",
                            "recovery",
                            "agent",
                            "codec")));

    private static final Set<String> PURE =
            Set.of("", "heartbeat", "statefile", "quorum", "fencing", "failover", "recovery", "agent");

    /** What a pure package may use although a wider entry below is forbidden: values and exceptions, no I/O. */
    private static final List<String> PURE_EXCEPTIONS = List.of(
            "java.time.Duration",
            "java.time.DateTimeException",
            "java.time.temporal.ChronoUnit",
            "java.nio.ByteBuffer",
            "java.nio.ByteOrder",
            "java.nio.charset.",
            "java.nio.file.AccessDeniedException",
            "java.nio.file.FileAlreadyExistsException",
            "java.nio.file.FileSystemException",
            "java.nio.file.NoSuchFileException",
            "java.nio.file.NotDirectoryException",
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.Serializable",
            "java.net.InetSocketAddress",
            "java.util.concurrent.TimeUnit");

    private static final List<String> FORBIDDEN_IN_PURE = List.of(
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.ThreadGroup",
            "java.lang.InheritableThreadLocal",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle",
            "java.lang.Runtime",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.random.",
            "java.security.SecureRandom",
            "java.util.Date",
            "java.util.Calendar",
            "java.util.Timer",
            "java.util.Scanner",
            "java.util.concurrent.",
            "java.util.logging.",
            "java.time.",
            "java.io.",
            "java.nio.",
            "java.net.",
            "java.sql.",
            "javax.",
            "jdk.",
            "sun.",
            "com.",
            "net.",
            "org.");

    private static final Set<String> FORBIDDEN_METHODS_IN_PURE = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.lang.System.getenv",
            "java.lang.System.getProperty",
            "java.lang.System.exit",
            "java.lang.System.gc",
            "java.lang.System.identityHashCode",
            "java.lang.Math.random",
            "java.lang.Object.wait",
            "java.lang.Object.notify",
            "java.lang.Object.notifyAll",
            "java.util.UUID.randomUUID",
            "java.util.Collections.shuffle");

    /** Libraries → the only packages of ours that may use them. */
    private static final Map<String, Set<String>> LIBRARIES =
            Map.of("net.openhft.", Set.of("codec"), "org.slf4j.", Set.of("runtime"), "jdk.jfr.", Set.of("runtime"));

    @Test
    void shouldKnowOnlyMoreStablePackages() throws Exception {
        Set<String> violations = new TreeSet<>();
        forEachClass((name, references) -> {
            Set<String> allowed = MAY_KNOW.get(top(name));
            if (allowed == null) {
                violations.add(name + " lies in a package that this test does not know");
                return;
            }
            for (String used : references.classes()) {
                if (used.startsWith(BASE + ".") && !top(used).equals(top(name)) && !allowed.contains(top(used))) {
                    violations.add(name + " knows " + used);
                }
            }
        });
        assertEquals(Set.of(), violations);
    }

    @Test
    void shouldKeepTimeThreadsRandomnessAndInputOutputOutOfPurePackages() throws Exception {
        Set<String> violations = new TreeSet<>();
        forEachClass((name, references) -> {
            if (PURE.contains(top(name))) {
                violations.addAll(impurities(name, references));
            }
        });
        assertEquals(Set.of(), violations);
    }

    @Test
    void shouldUseEachLibraryOnlyWhereItBelongs() throws Exception {
        Set<String> violations = new TreeSet<>();
        forEachClass((name, references) -> {
            for (String used : references.classes()) {
                LIBRARIES.forEach((prefix, owners) -> {
                    if (used.startsWith(prefix) && !owners.contains(top(name))) {
                        violations.add(name + " uses " + used);
                    }
                });
            }
        });
        assertEquals(Set.of(), violations);
    }

    @Test
    void shouldNoticeAnImpureClass() throws Exception {
        ClassReferences references = ClassReferences.of(compiled(getClass()).resolve("dev/liveset/Impure.class"));
        Set<String> found = impurities("Impure", references);
        assertTrue(found.contains("Impure calls java.lang.System.nanoTime"), found::toString);
        assertTrue(found.contains("Impure uses java.util.Random"), found::toString);
        assertTrue(found.contains("Impure uses java.time.Clock"), found::toString);
        assertFalse(found.toString().contains("java.time.Duration"), found::toString);
    }

    /** An entry that ends in a dot is a package with all below it, any other one class with its nested ones. */
    private static boolean matches(String entry, String className) {
        return entry.endsWith(".")
                ? className.startsWith(entry)
                : className.equals(entry) || className.startsWith(entry + "$");
    }

    private static Set<String> impurities(String name, ClassReferences references) {
        Set<String> found = new TreeSet<>();
        for (String used : references.classes()) {
            if (FORBIDDEN_IN_PURE.stream().anyMatch(entry -> matches(entry, used))
                    && PURE_EXCEPTIONS.stream().noneMatch(entry -> matches(entry, used))) {
                found.add(name + " uses " + used);
            }
        }
        for (String called : references.methods()) {
            if (FORBIDDEN_METHODS_IN_PURE.contains(called)) {
                found.add(name + " calls " + called);
            }
        }
        return found;
    }

    private interface ClassVisitor {
        void visit(String name, ClassReferences references);
    }

    private static void forEachClass(ClassVisitor visitor) throws Exception {
        Path root = compiled(LivesetException.class);
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> classFiles = files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .toList();
            assertFalse(classFiles.isEmpty(), "no classes under " + root);
            for (Path file : classFiles) {
                visitor.visit(className(root, file), ClassReferences.of(file));
            }
        }
    }

    private static Path compiled(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static String className(Path root, Path file) {
        String path = root.relativize(file).toString();
        return path.substring(0, path.length() - ".class".length()).replace('/', '.');
    }

    /** The first package below the base one, {@code ""} for the base package itself; the model of the original is apart. */
    private static String top(String className) {
        String rest = className.substring(BASE.length() + 1);
        if (rest.startsWith("sim.xhad.")) {
            return "sim.xhad";
        }
        int dot = rest.indexOf('.');
        return dot < 0 ? "" : rest.substring(0, dot);
    }
}
