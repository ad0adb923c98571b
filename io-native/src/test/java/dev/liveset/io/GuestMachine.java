package dev.liveset.io;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A small emulated machine with a hardware watchdog: its console's lines and its resets, in the order they happen. */
final class GuestMachine implements AutoCloseable {
    /** Something that happened: a line that begins with {@code guest:}, or an event of the machine. */
    record News(String what, long nanos) {}

    private final Process qemu;
    private final SocketChannel control;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final List<String> log = new ArrayList<>();

    private GuestMachine(Process qemu, SocketChannel control) {
        this.qemu = qemu;
        this.control = control;
    }

    /** Starts it with these raw disks, vda first; the directory is for its control socket, so its path must be short. */
    static GuestMachine start(Path vmlinux, Path initrd, List<Path> disks, Path directory) throws Exception {
        Path socket = directory.resolve("qmp");
        List<String> command = new ArrayList<>(List.of(
                "qemu-system-x86_64",
                "-accel",
                "tcg,thread=multi,tb-size=64",
                "-nodefaults",
                "-machine",
                "q35",
                "-m",
                "448",
                "-display",
                "none",
                "-serial",
                "stdio",
                "-qmp",
                "unix:" + socket + ",server=on,wait=off",
                "-device",
                "i6300esb",
                "-action",
                "watchdog=reset",
                "-kernel",
                vmlinux.toString(),
                "-initrd",
                initrd.toString(),
                "-append",
                "console=ttyS0 panic=-1 quiet no_timer_check"));
        for (Path disk : disks) {
            command.addAll(List.of("-drive", "if=virtio,format=raw,cache=writethrough,file=" + disk));
        }
        Process qemu = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            AtomicReference<SocketChannel> connected = new AtomicReference<>();
            HostProcesses.eventually("the machine answers", () -> {
                connected.set(tryToConnect(socket));
                return connected.get() != null || !qemu.isAlive();
            });
            SocketChannel control = connected.get();
            if (control == null) {
                fail("qemu ended: " + new String(qemu.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
            GuestMachine machine = new GuestMachine(qemu, control);
            control.write(ByteBuffer.wrap("{\"execute\":\"qmp_capabilities\"}\n".getBytes(StandardCharsets.UTF_8)));
            machine.read(qemu.getInputStream(), "console");
            machine.read(Channels.newInputStream(control), "control");
            return machine;
        } catch (IOException | AssertionError e) {
            qemu.destroyForcibly();
            throw e;
        }
    }

    /** Null while nobody listens. */
    private static SocketChannel tryToConnect(Path socket) {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return null;
        }
    }

    private void read(InputStream stream, String name) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines =
                            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            take(name, line);
                        }
                    } catch (IOException e) {
                        take(name, "ended");
                    }
                },
                "guest-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void take(String name, String line) {
        long now = System.nanoTime();
        synchronized (log) {
            log.add(name + " " + now / 1_000_000 + ": " + line);
        }
        int said = line.indexOf("guest: ");
        if (name.equals("console") && said >= 0) {
            news.add(new News(line.substring(said + 7).strip(), now));
        } else if (line.contains("\"event\": \"WATCHDOG\"")) {
            news.add(new News("WATCHDOG", now));
        } else if (line.contains("\"event\": \"RESET\"")) {
            news.add(new News("RESET", now));
        }
    }

    /** The next thing that happens; fails with everything seen when it is another one, or nothing in the time. */
    News expect(String beginning, int seconds) throws InterruptedException {
        News next = news.poll(seconds, TimeUnit.SECONDS);
        if (next == null || !next.what().startsWith(beginning)) {
            fail("expected '" + beginning + "' within " + seconds + " s but got " + next + "\n" + transcript());
        }
        return next;
    }

    /** As {@link #expect}, after events of one reset that the machine tells more than once. */
    News expectAfterResets(String beginning, int seconds) throws InterruptedException {
        News next = news.peek();
        while (next != null && next.what().equals("RESET")) {
            news.remove();
            next = news.peek();
        }
        News said = expect("", seconds);
        while (said.what().equals("RESET")) {
            said = expect("", seconds);
        }
        if (!said.what().startsWith(beginning)) {
            fail("expected '" + beginning + "' but got " + said + "\n" + transcript());
        }
        return said;
    }

    String transcript() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    @Override
    public void close() throws Exception {
        qemu.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        control.close();
        try (OutputStream unused = qemu.getOutputStream()) {
            // Only closed: the machine is gone.
        }
    }
}
