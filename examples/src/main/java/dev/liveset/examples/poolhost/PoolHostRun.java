package dev.liveset.examples.poolhost;

import dev.liveset.LivesetException;
import dev.liveset.agent.Command;
import dev.liveset.codec.PoolKeys;
import dev.liveset.examples.CareOptions;
import dev.liveset.examples.Signals;
import dev.liveset.examples.WatchdogOptions;
import dev.liveset.examples.xhad.XhadConf;
import dev.liveset.fencing.Watchdog;
import dev.liveset.io.BlockDeviceVdi;
import dev.liveset.recovery.CommandResult;
import dev.liveset.runtime.FileStatefileVdi;
import dev.liveset.runtime.HostEnd;
import dev.liveset.runtime.LivesetHost;
import dev.liveset.runtime.StartResult;
import dev.liveset.runtime.UdpHeartbeatChannel;
import dev.liveset.statefile.StatefileVdi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One life of a pool host: starts the agent, obeys standard input, and ends with it. */
final class PoolHostRun {
    private final XhadConf conf;
    private final Path stateDirectory;
    private final String watchdogName;
    private final WatchdogOptions watchdogOptions;
    private final CareOptions care;
    private final PoolKeys keys;
    private final HealthPrograms health;
    private final StateLines lines;

    /** @param health null when the management agent is not looked at */
    PoolHostRun(
            XhadConf conf,
            Path stateDirectory,
            String watchdogName,
            WatchdogOptions watchdogOptions,
            CareOptions care,
            PoolKeys keys,
            HealthPrograms health,
            StateLines lines) {
        this.health = health;
        this.watchdogOptions = watchdogOptions;
        this.care = care;
        this.conf = conf;
        this.stateDirectory = stateDirectory;
        this.watchdogName = watchdogName;
        this.keys = keys;
        this.lines = lines;
    }

    /** Returns the exit code. */
    int run() throws Exception {
        conf.warnings().forEach(System.err::println);
        HeartbeatInterface.check(conf).ifPresent(System.err::println);
        LivesetHost host;
        try {
            host = build();
        } catch (LivesetException e) {
            System.err.println(e.getMessage());
            return lines.stopped(e.code());
        }
        Signals.onTermination(() -> order(host, "stop"));
        CompletableFuture<StartResult> start = host.start();
        readOrders(host); // Not before: who speaks at once is answered by a host that runs.
        StartResult result = start.get();
        if (result instanceof StartResult.StartFailure failure) {
            System.err.println(failure.sentence());
            return lines.stopped(failure.code());
        }
        HostEnd end = host.ended().get();
        if (end instanceof HostEnd.Stopped stopped) {
            if (stopped.code() != null) {
                System.err.println(stopped.sentence());
            }
            return lines.stopped(stopped.code());
        }
        TimeUnit.DAYS.sleep(1); // The watchdog ends this, at once or at its deadline.
        return NoWatchdog.FENCED;
    }

    private LivesetHost build() throws IOException {
        UdpHeartbeatChannel channel = UdpHeartbeatChannel.open(conf.pool(), conf.selfIndex());
        StatefileVdi disk = null;
        Watchdog watchdog = null;
        try {
            disk = openStatefile(conf.statefile());
            watchdog = new SpokenWatchdog(Watchdogs.open(watchdogName, watchdogOptions), lines);
            LivesetHost.Builder host = care.apply(LivesetHost.builder());
            if (health != null) {
                host.health(health, conf.health());
            }
            return host.pool(conf.pool(), conf.self())
                    .statefile(disk)
                    .heartbeat(channel)
                    .watchdog(watchdog)
                    .hypervisor(new NoVms(), 1)
                    .stateDirectory(stateDirectory)
                    .bootId(Watchdogs.resetsMachine(watchdogName) ? null : UUID.randomUUID())
                    .keys(keys)
                    .asksForMaster(false)
                    .listener(lines)
                    .build();
        } catch (LivesetException e) {
            channel.close();
            if (disk != null) {
                disk.close();
            }
            if (watchdog != null) {
                watchdog.close();
            }
            throw e;
        }
    }

    private static StatefileVdi openStatefile(Path path) {
        return Files.isRegularFile(path) || !Files.exists(path)
                ? FileStatefileVdi.open(path)
                : BlockDeviceVdi.open(path);
    }

    /** The end of the input is no order: a host goes on when who started it has gone. */
    private void readOrders(LivesetHost host) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader in =
                            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                        for (String line = in.readLine(); line != null; line = in.readLine()) {
                            if (!line.isBlank()) {
                                order(host, line.strip());
                            }
                        }
                    } catch (IOException e) {
                        System.err.println("Standard input cannot be read any more: " + e.getMessage());
                    }
                },
                "pool-host-orders");
        reader.setDaemon(true);
        reader.start();
    }

    private void order(LivesetHost host, String line) {
        if (line.equals("query")) {
            query(host);
            return;
        }
        if (line.equals("times")) {
            lines.tell(host.times().text());
            return;
        }
        try {
            Command command = Order.parse(line);
            var unused = host.submit(command).thenAccept(result -> answer(line, result));
        } catch (LivesetException e) {
            System.err.println(e.getMessage());
        }
    }

    private void query(LivesetHost host) {
        var unused = host.report().whenComplete((report, trouble) -> {
            if (trouble != null) {
                System.err.println("query: " + trouble.getMessage());
            } else {
                HealthPrograms.Checks checks = health == null ? HealthPrograms.Checks.NONE : health.checks();
                lines.tell(QueryAnswer.of(conf, report, host.figures(), checks));
            }
        });
    }

    private static void answer(String line, CommandResult result) {
        String sentence = result.sentence().isEmpty() ? "" : " " + result.sentence();
        System.err.println(line + ": " + result.status() + sentence);
    }
}
