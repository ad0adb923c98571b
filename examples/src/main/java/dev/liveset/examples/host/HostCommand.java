package dev.liveset.examples.host;

import dev.liveset.HostId;
import dev.liveset.examples.Amounts;
import dev.liveset.examples.LogOptions;
import dev.liveset.examples.Outbox;
import dev.liveset.examples.PoolFile;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one host of a pool whose VMs are shell loops. */
@Command(
        name = "host",
        description = "Runs one host of a pool described by a pool file; its VMs are shell loops.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nA pool file:%n%n",
        footer = PoolFile.EXAMPLE)
public final class HostCommand implements Callable<Integer> {
    @Mixin
    private LogOptions log = new LogOptions();

    @Option(names = "--pool", paramLabel = "FILE", required = true, description = "The pool file.")
    private Path pool;

    @Option(names = "--id", paramLabel = "UUID", required = true, description = "Which of its hosts this is.")
    private String id;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            required = true,
            description = "Directory of this host's own; survives restarts.")
    private Path stateDirectory;

    @Option(
            names = "--memory",
            paramLabel = "AMOUNT",
            defaultValue = "1 GiB",
            description = "Memory for VMs, for example 2 GiB; ${DEFAULT-VALUE} by default.")
    private String memory;

    @Option(names = "--retry", description = "Try again when the start fails, every second.")
    private boolean retry;

    @Option(names = "--boot-id", hidden = true)
    private UUID bootId;

    @Option(names = "--in-lab", hidden = true)
    private boolean inLab;

    @Option(names = "--network-out", hidden = true)
    private boolean networkOut;

    @Option(names = "--storage", hidden = true)
    private Cables.Storage storage = Cables.Storage.PLUGGED;

    @Override
    public Integer call() throws Exception {
        log.apply();
        PoolFile file = PoolFile.read(pool);
        HostId self = HostId.parse(id);
        file.pool().indexOf(self);
        Cables cables = new Cables();
        cables.network(!networkOut);
        cables.storage(storage);
        HostRun.Options options =
                new HostRun.Options(file, self, stateDirectory, Amounts.memoryMib(memory), bootId, retry, inLab);
        return new HostRun(options, cables, new Outbox(System.out)).run();
    }
}
