package dev.liveset.codec;

import dev.liveset.PoolConfig;
import dev.liveset.runtime.FileStatefileVdi;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import dev.liveset.statefile.StatefileSnapshot;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One whole statefile cycle of a host of a 64-host pool with a key: the own section is sealed and written, and the whole
 * pool is read in one I/O, with every section moved since the last cycle and so authenticated and decoded. The statefile
 * is a file on a disk (each write durable on return) or on a file system in memory. The CPU time of the thread, system
 * calls included, is printed after every iteration.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class CycleBenchmark {
    private static final int HOSTS = 64;
    private static final byte[] KEY = "a key of the benchmark, 32 bytes".getBytes(StandardCharsets.US_ASCII);

    /** Folders for the statefile: one on a disk, one in memory. */
    @Param({"/var/tmp", "/dev/shm"})
    public String folder;

    private final StatefileSnapshot snapshot = new StatefileSnapshot();
    private final HostSection own = BenchmarkPool.section(1);
    private final FileStatefileVdi[] files = new FileStatefileVdi[2];
    private final Path[] paths = new Path[2];
    private StatefileStore store;
    private int shown;
    private long cycles;
    private long cpuNanos;

    /** Two files whose sections all differ; the store writes to both in turn and reads the one that it wrote to. */
    @Setup
    public void prepare() throws IOException {
        PoolConfig pool = BenchmarkPool.strict(HOSTS);
        PoolKeys keys = PoolKeys.of(KEY);
        for (int file = 0; file < 2; file++) {
            paths[file] = Files.createTempFile(Path.of(folder), "liveset", ".statefile");
            try (RandomAccessFile length = new RandomAccessFile(paths[file].toFile(), "rw")) {
                length.setLength(StatefileFormat.sizeBytes(pool, 1));
            }
            files[file] = FileStatefileVdi.open(paths[file]);
            StatefileFormat.format(files[file], pool, 1, keys);
            for (int host = 0; host < HOSTS; host++) {
                HostSection content = BenchmarkPool.section(host);
                content.sequence += file;
                content.longSequence += file;
                try (StatefileStore writer = new StatefileStore(new PoolCodec(pool, host, keys), 5, files[file])) {
                    writer.writeSection(content);
                }
            }
        }
        store = new StatefileStore(new PoolCodec(pool, 1, keys), 5, new Turns());
    }

    @Benchmark
    public StatefileSnapshot cycle() throws IOException {
        shown ^= 1;
        own.sequence++;
        own.longSequence++;
        store.writeSection(own);
        store.read(snapshot, 0);
        if (snapshot.status[HOSTS - 1] != SectionStatus.VALID) {
            throw new IllegalStateException("not valid");
        }
        cycles++;
        return snapshot;
    }

    @Setup(Level.Iteration)
    public void begin() {
        cycles = 0;
        cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @TearDown(Level.Iteration)
    public void printCpu() {
        long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpuNanos;
        System.out.printf(Locale.ROOT, "CPU per cycle %.1f us; ", used / 1e3 / cycles);
    }

    @TearDown
    public void remove() throws IOException {
        store.close();
        for (int file = 0; file < 2; file++) {
            files[file].close();
            Files.delete(paths[file]);
        }
    }

    /** The one or the other of two files. */
    private final class Turns implements StatefileVdi {
        @Override
        public long sizeBytes() throws IOException {
            return files[shown].sizeBytes();
        }

        @Override
        public void read(long offset, ByteBuffer into) throws IOException {
            files[shown].read(offset, into);
        }

        @Override
        public void write(long offset, ByteBuffer from) throws IOException {
            files[shown].write(offset, from);
        }

        @Override
        public void close() {}
    }
}
