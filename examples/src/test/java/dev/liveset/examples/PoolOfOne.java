package dev.liveset.examples;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A pool file for a single host on this machine, and the command line of that host. */
final class PoolOfOne {
    static final String ID = "00000000-0000-4000-8000-000000000001";
    static final String ADDRESS = "127.0.0.31";

    final Path file;
    final Path statefile;
    final int port;
    private final Path directory;

    PoolOfOne(Path directory) throws IOException {
        this.directory = directory;
        file = directory.resolve("pool.properties");
        statefile = directory.resolve("statefile.img");
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName(ADDRESS))) {
            port = probe.getLocalPort();
        }
        write("watchdog", "4 s / 4 s");
    }

    /** Writes the pool file with another value for one of its entries. */
    void write(String key, String value) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : PoolFile.EXAMPLE.lines().toList()) {
            String name = line.substring(0, line.indexOf('=')).strip();
            if (!name.startsWith("host.")) {
                text.append(name.equals(key) ? key + " = " + value : line).append('\n');
            }
        }
        text.append("host.lab1 = " + ID + " " + ADDRESS + ":" + port + "\n");
        Files.writeString(file, text);
    }

    void format() throws IOException {
        FormatCommand.format(PoolFile.read(file));
    }

    String[] host(String... more) {
        String[] all = new String[7 + more.length];
        all[0] = "host";
        all[1] = "--pool";
        all[2] = file.toString();
        all[3] = "--id";
        all[4] = ID;
        all[5] = "--state-dir";
        all[6] = directory.resolve("state").toString();
        System.arraycopy(more, 0, all, 7, more.length);
        return all;
    }
}
