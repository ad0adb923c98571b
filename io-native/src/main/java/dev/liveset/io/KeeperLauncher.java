package dev.liveset.io;

import com.sun.jna.Native;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Starts the keeper's process: a JVM as small as it gets, from the same jars as this one. */
final class KeeperLauncher {
    private static final List<String> SMALL = List.of(
            "-Xmx16m",
            "-Xss256k",
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=8m",
            "-XX:-UsePerfData",
            "-Xrs",
            "--enable-native-access=ALL-UNNAMED");

    private KeeperLauncher() {}

    static Process launch(KeeperConfig config) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        copyProperty("jna.tmpdir", command);
        copyProperty("java.io.tmpdir", command);
        command.add("-cp");
        command.add(classPath());
        command.add(KeeperMain.class.getName());
        command.add(Integer.toString(config.group().id()));
        config.evidence().ifPresent(file -> command.add(file.toAbsolutePath().toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(new File("/")).redirectError(ProcessBuilder.Redirect.DISCARD);
        // Agents and options meant for the host have no business in its keeper.
        builder.environment()
                .keySet()
                .removeAll(Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new LivesetException(
                    Code.WATCHDOG_ERROR, "The keeper could not be started: " + e.getMessage() + ".", e);
        }
    }

    private static void copyProperty(String name, List<String> command) {
        String value = System.getProperty(name);
        if (value != null) {
            command.add("-D" + name + "=" + value);
        }
    }

    private static String classPath() {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> type : List.of(KeeperMain.class, LivesetException.class, Native.class)) {
            try {
                places.add(Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString());
            } catch (URISyntaxException | RuntimeException e) {
                throw new LivesetException(
                        Code.WATCHDOG_ERROR,
                        "The keeper could not be started: the jar of " + type.getName() + " is not a file.",
                        e);
            }
        }
        return String.join(File.pathSeparator, places);
    }
}
