package dev.liveset.examples;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.PoolConfig;
import dev.liveset.codec.PoolKeys;
import dev.liveset.codec.StatefileFormat;
import dev.liveset.examples.xhad.XhadConf;
import dev.liveset.io.BlockDeviceVdi;
import dev.liveset.runtime.FileStatefileVdi;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Formats a pool's statefile, a plain file or a block device. */
@Command(
        name = "format",
        description = {
            "Formats the statefile of a pool, while no host of it runs; an existing file or a device only with --force.",
            "One person does it once for the pool, before the first host starts, and again only with a new generation."
        },
        mixinStandardHelpOptions = true)
public final class FormatCommand implements Callable<Integer> {
    @Mixin
    private LogOptions log = new LogOptions();

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(names = "--force", description = "Format a statefile that exists.")
    private boolean force;

    @Option(
            names = "--vms",
            paramLabel = "N",
            defaultValue = "100",
            description = "With --config: room for so many VMs; ${DEFAULT-VALUE} by default, none with --interop.")
    private int vms;

    @Option(names = "--interop", description = "With --config: as xhad's own tool formats it, for a pool with xhad.")
    private boolean interop;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "With --config: the pool's keys, to sign with the first.")
    private Path keyFile;

    /** Where the pool is described. */
    static final class Source {
        @Option(names = "--pool", paramLabel = "FILE", description = "The pool file.")
        private Path pool;

        @Option(names = "--config", paramLabel = "FILE", description = "The xhad.conf of any host of the pool.")
        private Path config;
    }

    @Override
    public Integer call() throws IOException {
        log.apply();
        PoolConfig pool;
        Path statefile;
        int room;
        if (source.config == null) {
            PoolFile file = PoolFile.read(source.pool);
            pool = file.pool();
            statefile = file.statefile();
            room = file.maxVms();
        } else {
            XhadConf conf = XhadConf.read(source.config, interop ? PoolConfig.Mode.INTEROP : PoolConfig.Mode.STRICT);
            conf.warnings().forEach(System.err::println);
            pool = conf.pool();
            statefile = conf.statefile();
            room = vms;
        }
        if (Files.exists(statefile) && !force) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The statefile " + statefile
                            + " exists; --force formats it, and everything the pool knows is lost.");
        }
        format(statefile, pool, room, keyFile == null ? PoolKeys.none() : PoolKeys.read(keyFile));
        System.out.println("Formatted " + statefile + ".");
        return 0;
    }

    /** Makes the file as long as it must be and formats it. */
    public static void format(PoolFile file) throws IOException {
        format(file.statefile(), file.pool(), file.maxVms(), PoolKeys.none());
    }

    private static void format(Path statefile, PoolConfig pool, int vms, PoolKeys keys) throws IOException {
        boolean device = Files.exists(statefile) && !Files.isRegularFile(statefile);
        if (!device) {
            lengthen(statefile, StatefileFormat.sizeBytes(pool, vms));
        }
        try (StatefileVdi vdi = device ? BlockDeviceVdi.open(statefile) : FileStatefileVdi.open(statefile)) {
            StatefileFormat.format(vdi, pool, vms, keys);
        }
    }

    private static void lengthen(Path file, long size) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The statefile " + file + " cannot be made: there is no directory " + directory
                            + "; make it, or give another path.");
        }
        try (FileChannel image = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (image.size() < size) {
                image.write(ByteBuffer.allocate(1), size - 1);
            }
        }
    }
}
