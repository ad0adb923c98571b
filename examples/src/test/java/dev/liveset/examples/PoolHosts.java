package dev.liveset.examples;

import dev.liveset.PoolConfig;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.examples.xhad.XhadConf;
import dev.liveset.runtime.FileStatefileVdi;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A pool of {@code pool-host} processes on this machine, each with its xhad.conf and an address of the loopback. */
final class PoolHosts implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 90; // Machines can be slow; nothing here is about speed.

    final Path statefile;
    final PoolConfig pool;
    final int port;
    private final Path directory;
    private final String network;
    private final List<String> options = new ArrayList<>();
    private final ToolProcess[] hosts;

    /**
     * @param network first three numbers of the addresses, another one for every test
     * @param parameters t1/T1/t2/T2/Wh/Ws in seconds
     */
    PoolHosts(Path directory, String network, int count, String parameters, PoolConfig.Mode mode) throws IOException {
        this.directory = directory;
        this.network = network;
        hosts = new ToolProcess[count];
        statefile = directory.resolve("statefile.img");
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName(address(0)))) {
            port = probe.getLocalPort();
        }
        for (int host = 0; host < count; host++) {
            Files.writeString(conf(host), conf(host, parameters.split("/")));
        }
        pool = XhadConf.read(conf(0), mode).pool();
        if (mode == PoolConfig.Mode.INTEROP) {
            options.add("--interop");
        }
    }

    /** Further options for every host that is started from now on. */
    PoolHosts with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    PoolHosts format(PoolKeys keys) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(statefile.toFile(), "rw")) {
            file.setLength(StatefileFormat.sizeBytes(pool, 10));
        }
        try (FileStatefileVdi vdi = FileStatefileVdi.open(statefile)) {
            StatefileFormat.format(vdi, pool, 10, keys);
        }
        return this;
    }

    Path conf(int host) {
        return directory.resolve("xhad" + host + ".conf");
    }

    String address(int host) {
        return network + "." + (host + 1);
    }

    ToolProcess start(int host) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "pool-host",
                "--config",
                conf(host).toString(),
                "--state-dir",
                directory.resolve("state" + host).toString()));
        arguments.addAll(options);
        hosts[host] = ToolProcess.start(arguments.toArray(new String[0]));
        return hosts[host];
    }

    void startAll() throws IOException {
        for (int host = 0; host < hosts.length; host++) {
            start(host);
        }
    }

    ToolProcess host(int host) {
        return hosts[host];
    }

    /** Waits until each of these hosts has said so in a line since {@code from}. */
    void await(String what, int[] from, int... which) throws InterruptedException {
        for (int host : which) {
            hosts[host].awaitLine(from[host], line -> line.contains(what), PATIENCE_SECONDS);
        }
    }

    void await(String what, int... which) throws InterruptedException {
        await(what, new int[hosts.length], which);
    }

    /** How many lines each host has written. */
    int[] marks() {
        int[] marks = new int[hosts.length];
        for (int host = 0; host < hosts.length; host++) {
            marks[host] = hosts[host] == null ? 0 : hosts[host].lineCount();
        }
        return marks;
    }

    /** What the host answers to {@code query}. */
    List<String> query(int host) throws InterruptedException {
        int from = hosts[host].lineCount();
        hosts[host].order("query");
        hosts[host].awaitLine(from, line -> line.equals("</ha_liveset_info>"), PATIENCE_SECONDS);
        List<String> lines = hosts[host].lines();
        int begin = from;
        while (!lines.get(begin).startsWith("<?xml")) {
            begin++;
        }
        return lines.subList(begin, begin + lines.subList(begin, lines.size()).indexOf("</ha_liveset_info>") + 1);
    }

    @Override
    public void close() {
        for (ToolProcess host : hosts) {
            if (host != null) {
                host.close();
            }
        }
    }

    private String conf(int self, String[] parameters) {
        StringBuilder all = new StringBuilder();
        for (int host = 0; host < hosts.length; host++) {
            all.append("<host><HostID>").append(id(host)).append("</HostID><IPaddress>");
            all.append(address(host)).append("</IPaddress></host>\n");
        }
        return """
                <?xml version="1.0" encoding="utf-8"?>
                <xhad-config version="1.0">
                <common-config>
                <GenerationUUID>0ddba115-0b5e-4a11-8a11-5ca1ab1e0001</GenerationUUID>
                <UDPport>%d</UDPport>
                %s<parameters>
                <HeartbeatInterval>%s</HeartbeatInterval><HeartbeatTimeout>%s</HeartbeatTimeout>
                <StateFileInterval>%s</StateFileInterval><StateFileTimeout>%s</StateFileTimeout>
                <HeartbeatWatchdogTimeout>%s</HeartbeatWatchdogTimeout>
                <StateFileWatchdogTimeout>%s</StateFileWatchdogTimeout>
                <BootJoinTimeout>40</BootJoinTimeout><EnableJoinTimeout>40</EnableJoinTimeout>
                </parameters>
                </common-config>
                <local-config><localhost><HostID>%s</HostID>
                <HeartbeatInterface>lo</HeartbeatInterface><StateFile>%s</StateFile>
                </localhost></local-config>
                </xhad-config>
                """.formatted(
                        port,
                        all,
                        parameters[0],
                        parameters[1],
                        parameters[2],
                        parameters[3],
                        parameters[4],
                        parameters[5],
                        id(self),
                        statefile);
    }

    static String id(int host) {
        return "1%d000000-1111-4222-8333-44444444440%d".formatted(host, host);
    }
}
