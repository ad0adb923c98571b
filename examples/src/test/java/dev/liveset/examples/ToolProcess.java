package dev.liveset.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The tool as a user starts it: a process of the packaged jar, with its output as it comes. */
final class ToolProcess implements AutoCloseable {
    private final Process process;
    private final PrintStream in;
    private final List<String> lines = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private ToolProcess(Process process, boolean readErrors) {
        this.process = process;
        in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        follow(process.getInputStream(), lines);
        if (readErrors) {
            follow(process.getErrorStream(), errors);
        }
    }

    static ToolProcess start(String... arguments) throws IOException {
        return start(true, arguments);
    }

    /** Like {@link #start}, but nobody ever reads what it writes to standard error. */
    static ToolProcess startWithStoppedErrors(String... arguments) throws IOException {
        return start(false, arguments);
    }

    private static ToolProcess start(boolean readErrors, String... arguments) throws IOException {
        // A shell without job control starts what runs in the background with SIGINT ignored, and that is inherited.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m", "-jar", "target/liveset.jar"));
        command.addAll(List.of(arguments));
        return new ToolProcess(new ProcessBuilder(command).start(), readErrors);
    }

    void order(String line) {
        in.println(line);
    }

    /** Sends a signal by name, for example TERM. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("bash", "-c", "kill -" + name + " " + process.pid())
                .start()
                .waitFor();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** The first line of its output that fits, waiting for it; throws when none comes. */
    String awaitLine(Predicate<String> fits, long limitSeconds) throws InterruptedException {
        return await(lines, fits, limitSeconds);
    }

    /** The same among the lines from this number on. */
    String awaitLine(int from, Predicate<String> fits, long limitSeconds) throws InterruptedException {
        int[] index = {0};
        return await(lines, line -> index[0]++ >= from && fits.test(line), () -> index[0] = 0, limitSeconds);
    }

    /** How many lines it has written so far. */
    int lineCount() {
        synchronized (lines) {
            return lines.size();
        }
    }

    /** Its lines so far. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    long pid() {
        return process.pid();
    }

    /** The first line of its errors that fits, waiting for it; throws when none comes. */
    String awaitError(Predicate<String> fits, long limitSeconds) throws InterruptedException {
        return await(errors, fits, limitSeconds);
    }

    int awaitExit(long limitSeconds) throws InterruptedException {
        if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + limitSeconds + " s:\n" + output());
        }
        return process.exitValue();
    }

    List<String> errors() {
        synchronized (lines) {
            return List.copyOf(errors);
        }
    }

    String output() {
        synchronized (lines) {
            return String.join("\n", lines) + "\n" + String.join("\n", errors);
        }
    }

    /** Ends the process and all that it started. */
    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    private String await(List<String> where, Predicate<String> fits, long limitSeconds) throws InterruptedException {
        return await(where, fits, () -> {}, limitSeconds);
    }

    private String await(List<String> where, Predicate<String> fits, Runnable anew, long limitSeconds)
            throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        synchronized (lines) {
            while (true) {
                anew.run();
                for (String line : where) {
                    if (fits.test(line)) {
                        return line;
                    }
                }
                long left = limit - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("the line did not come within " + limitSeconds + " s:\n" + output());
                }
                lines.wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
            }
        }
    }

    private void follow(InputStream stream, List<String> into) {
        Thread reader = new Thread(() -> {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    synchronized (lines) {
                        into.add(line);
                        lines.notifyAll();
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
    }
}
