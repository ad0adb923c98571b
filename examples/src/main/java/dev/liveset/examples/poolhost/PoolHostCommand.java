package dev.liveset.examples.poolhost;

import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.codec.PoolKeys;
import dev.liveset.examples.CareOptions;
import dev.liveset.examples.LogOptions;
import dev.liveset.examples.Outbox;
import dev.liveset.examples.WatchdogOptions;
import dev.liveset.examples.xhad.XhadConf;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one host of a pool that an {@code xhad.conf} describes. */
@Command(
        name = "pool-host",
        description = {
            "Runs one host of a pool from an xhad.conf as XenServer writes it, without VMs: it joins the liveset, beats,"
                    + " fences itself when it must, and can be master.",
            "One line on standard output for each change: seconds since the start, STARTING, ONLINE, FENCED or STOPPED,"
                    + " the sets by host index, the master; what went wrong is told on standard error."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nLines on standard input:%n",
        footer = {
            "  propose-master        ask for the master lock, until it is cancelled",
            "  cancel-master         give the master lock up and do not ask for it",
            "  set-excluded          say in the own section that this host is excluded, and leave",
            "  clear-excluded        take that back, before this host is online",
            "  set-pool-state STATE  write NONE, INIT, ACTIVE or INVALID to the disk",
            "  set-weight N          add 0 to 10000 to this host's weight of 1",
            "  disarm                from now on nothing fences this host any more",
            "  query                 everything it knows, as xhad's liveset query",
            "  times                 how long everything took so far, for 'liveset timings --measured'",
            "  stop                  leave cleanly, as SIGTERM does"
        })
public final class PoolHostCommand implements Callable<Integer> {
    @Mixin
    private LogOptions log = new LogOptions();

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The xhad.conf of this host.")
    private Path config;

    @Option(
            names = "--interop",
            description = "xhad may be among the hosts: its sections and packets are accepted, which nobody signs."
                    + " Without it all hosts must be of this kind.")
    private boolean interop;

    @Option(
            names = "--watchdog",
            paramLabel = "none|keeper|PATH",
            defaultValue = "keeper",
            description = "What resets this host when it is not fed: nothing, a process that kills this one, or the"
                    + " device of a hardware watchdog; ${DEFAULT-VALUE} by default, whatever WatchdogMode says.")
    private String watchdog;

    @Mixin
    private WatchdogOptions watchdogOptions = new WatchdogOptions();

    @Mixin
    private CareOptions care = new CareOptions();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Directory of this host's own that survives a reboot; one for each pool and host below"
                    + " /var/lib/liveset or the user's home by default.")
    private Path stateDirectory;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "The pool's keys, one a line in hexadecimal digits, for a pool without xhad: everything is signed"
                            + " with the first.")
    private Path keyFile;

    @Mixin
    private HealthOptions health = new HealthOptions();

    @Override
    public Integer call() throws Exception {
        long startNanos = System.nanoTime();
        log.apply();
        return prepare(startNanos).run();
    }

    /** Who follows the lines learns of every end, also of one before there are hosts to speak of. */
    private PoolHostRun prepare(long startNanos) {
        try {
            XhadConf conf = XhadConf.read(config, interop ? PoolConfig.Mode.INTEROP : PoolConfig.Mode.STRICT);
            Path state = stateDirectory == null ? StateDirectory.of(conf) : stateDirectory;
            PoolKeys keys = keyFile == null ? PoolKeys.none() : PoolKeys.read(keyFile);
            HealthPrograms programs = health.programs(conf.health());
            StateLines lines = new StateLines(conf, new Outbox(System.out), startNanos);
            return new PoolHostRun(conf, state, watchdog, watchdogOptions, care, keys, programs, lines);
        } catch (LivesetException e) {
            System.out.printf(
                    Locale.ROOT,
                    "%.3f STOPPED liveset=- hb=- sf=- master=- code=%s%n",
                    (System.nanoTime() - startNanos) / 1e9,
                    e.code());
            throw e;
        }
    }
}
