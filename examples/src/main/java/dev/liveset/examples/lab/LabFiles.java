package dev.liveset.examples.lab;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.examples.FormatCommand;
import dev.liveset.examples.PoolFile;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** The lab's directory: pool file, statefile, VM disks, and for each machine its state and its logs. */
final class LabFiles {
    private static final int FIRST_ADDRESS = 11;

    private final Path directory;
    private final PoolFile pool;

    /** Makes everything a pool of this many hosts needs, in a directory that is new or empty. */
    LabFiles(Path directory, int hosts, int port) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory.resolve("disks"));
        if (Files.exists(poolFile())) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The directory " + directory + " holds an earlier lab; remove it or give another one.");
        }
        List<String> lines = new ArrayList<>();
        lines.add("pool         = Lab");
        lines.add("generation   = " + UUID.randomUUID());
        lines.add("statefile    = statefile.img");
        lines.add("vms          = 100");
        lines.add(PoolFile.LAB_TIMINGS);
        int usedPort = port == 0 ? freePort(hosts) : port;
        for (int host = 0; host < hosts; host++) {
            lines.add(String.format(
                    Locale.ROOT,
                    "host.lab%d    = 00000000-0000-4000-8000-%012d %s:%d",
                    host + 1,
                    host + 1,
                    address(host),
                    usedPort));
        }
        Files.write(poolFile(), lines, StandardCharsets.UTF_8);
        pool = PoolFile.read(poolFile());
        requireFree(hosts, usedPort);
        FormatCommand.format(pool);
    }

    PoolFile pool() {
        return pool;
    }

    Path directory() {
        return directory;
    }

    Path poolFile() {
        return directory.resolve("pool.properties");
    }

    Path disks() {
        return directory.resolve("disks");
    }

    Path stateOf(String host) {
        return directory.resolve(host);
    }

    Path logOf(String host) {
        return directory.resolve(host + ".log");
    }

    Path errorsOf(String host) {
        return directory.resolve(host + ".err");
    }

    void delete() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static String address(int host) {
        return "127.0.0." + (FIRST_ADDRESS + host);
    }

    private static int freePort(int hosts) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port;
            try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName(address(0)))) {
                port = probe.getLocalPort();
            }
            if (isFree(hosts, port)) {
                return port;
            }
        }
        throw new LivesetException(Code.INVALID_CONFIG, "No free UDP port was found on 127.0.0.x; give one by --port.");
    }

    private static void requireFree(int hosts, int port) throws IOException {
        if (!isFree(hosts, port)) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The UDP port " + port + " is in use on 127.0.0.x; give another one by --port, or none.");
        }
    }

    private static boolean isFree(int hosts, int port) throws IOException {
        for (int host = 0; host < hosts; host++) {
            try (DatagramSocket probe = new DatagramSocket(port, InetAddress.getByName(address(host)))) {
                probe.isBound();
            } catch (SocketException e) {
                return false;
            }
        }
        return true;
    }
}
