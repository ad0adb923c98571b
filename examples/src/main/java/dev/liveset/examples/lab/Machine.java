package dev.liveset.examples.lab;

import dev.liveset.HostSet;
import dev.liveset.examples.Liveset;
import dev.liveset.examples.host.Message;
import dev.liveset.io.ProcessGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A machine of the lab: a host process with its VMs and its keeper, a power plug and two cables. A machine that was
 * reset boots again by itself, with another boot id, as long as the plug is in. All state is guarded by the lab.
 */
final class Machine {
    private static final long REBOOT_MILLIS = 1_000;
    private static final List<String> SMALL_JVM = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx64m", "-Xss512k", "-XX:-UsePerfData");

    final int index;
    final String name;
    private final String id;
    private final Lab lab;
    private boolean plugged;
    private boolean networkIn = true;
    private String storage = "PLUGGED";
    private Process process;
    private PrintStream orders;
    private Message status = Message.of("status");
    private String lastFailure = "";
    private String fenceReason = "";
    private int resets;

    Machine(Lab lab, int index, String name, String id) {
        this.lab = lab;
        this.index = index;
        this.name = name;
        this.id = id;
    }

    void plugIn() throws IOException {
        synchronized (lab) {
            plugged = true;
            boot();
        }
    }

    /** Takes everything with it at once: the host, its VMs, its keeper. */
    void pullPlug() {
        synchronized (lab) {
            plugged = false;
            kill();
        }
    }

    void network(boolean in) {
        synchronized (lab) {
            networkIn = in;
            lastFailure = "";
            send(Message.of("network", "plugged", in));
        }
    }

    /** {@code PLUGGED}, {@code HANGS} or {@code FAILS}. */
    void storage(String state) {
        synchronized (lab) {
            storage = state;
            lastFailure = "";
            send(Message.of("storage", "state", state));
        }
    }

    void send(Message order) {
        synchronized (lab) {
            if (orders != null) {
                orders.println(order.line());
                orders.flush();
            }
        }
    }

    /** Whether its host process lives. */
    boolean alive() {
        synchronized (lab) {
            return process != null && process.isAlive();
        }
    }

    /** How often its watchdog has reset it. */
    int resets() {
        synchronized (lab) {
            return resets;
        }
    }

    /** Whether its host counts itself in the liveset. */
    boolean online() {
        return alive() && HostSet.contains(liveset(), index);
    }

    long liveset() {
        return Math.max(0, status().number("liveset"));
    }

    /** What the host told last. */
    Message status() {
        synchronized (lab) {
            return status;
        }
    }

    /** Why it could not join, empty when it did not say so since its last boot or change of cables. */
    String lastFailure() {
        synchronized (lab) {
            return lastFailure;
        }
    }

    /** Why it fenced itself in this life, as far as it could still say so. */
    String fenceReason() {
        synchronized (lab) {
            return fenceReason.isEmpty() ? "nothing any more; its watchdog was not fed in time" : fenceReason;
        }
    }

    private void boot() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL_JVM);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Liveset.class.getName()));
        command.addAll(List.of("host", "--retry", "--in-lab"));
        command.addAll(List.of("--pool", lab.files().poolFile().toString(), "--id", id));
        command.addAll(List.of("--state-dir", lab.files().stateOf(name).toString()));
        command.addAll(List.of("--boot-id", UUID.randomUUID().toString()));
        command.addAll(List.of("--memory", lab.memoryMib() + " MiB"));
        Path log = lab.log().file().orElse(lab.files().logOf(name));
        command.addAll(List.of("--log-file", log.toAbsolutePath().toString()));
        command.addAll(List.of("--storage", storage));
        if (!networkIn) {
            command.add("--network-out");
        }
        ProcessBuilder.Redirect errors =
                ProcessBuilder.Redirect.appendTo(lab.files().errorsOf(name).toFile());
        if (lab.log().verbose()) {
            command.add("-v");
            errors = ProcessBuilder.Redirect.INHERIT;
        }
        status = Message.of("status");
        lastFailure = "";
        fenceReason = "";
        process = new ProcessBuilder(command).redirectError(errors).start();
        orders = new PrintStream(process.getOutputStream(), false, StandardCharsets.UTF_8);
        Process booted = process;
        Thread reader = new Thread(() -> follow(booted), "machine-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void follow(Process booted) {
        readLines(booted);
        try {
            booted.waitFor();
            TimeUnit.MILLISECONDS.sleep(REBOOT_MILLIS);
            synchronized (lab) {
                if (plugged && process == booted) {
                    resets++;
                    boot();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the machine " + name + " cannot boot", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readLines(Process booted) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(booted.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(booted, Message.parse(line));
            }
        } catch (IOException e) {
            // The machine lost its power, and its end of the pipe with it.
        }
    }

    private void take(Process from, Message message) {
        synchronized (lab) {
            if (from != process) {
                return;
            }
            switch (message.verb()) {
                case "status" -> status = message;
                case "failed" -> lastFailure = message.text("why");
                case "fencing" -> fenceReason = message.text("reason");
                default -> {}
            }
        }
        lab.onMessage(this, message);
    }

    private void kill() {
        if (process != null && process.isAlive()) {
            List<ProcessHandle> below = process.descendants().toList();
            new ProcessGroup((int) process.pid()).kill();
            process.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
