package dev.liveset.codec;

import dev.liveset.PoolConfig;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.StatefileSnapshot;
import dev.liveset.statefile.StatefileVdi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The statefile cycle of a host of a 64-host strict pool on a disk in memory: the read of the whole pool with our
 * trailers, with every section moved since the last read or none, and the own section's write. The copy of the 266,240
 * bytes, which a disk would do by DMA, is measured apart.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class StoreBenchmark {
    private static final int HOSTS = 64;
    private static final byte[] KEY = "a key of the benchmark, 32 bytes".getBytes(StandardCharsets.US_ASCII);

    @Param({"false", "true"})
    public boolean keyed;

    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryDisk moved = new MemoryDisk();
    private final ByteBuffer target = ByteBuffer.allocateDirect(Geometry.AREA);
    private final StatefileSnapshot snapshot = new StatefileSnapshot();
    private final HostSection section = BenchmarkPool.section(1);
    private StatefileStore store;
    private boolean flip;
    private boolean still;

    /** Two disks whose sections all differ, of which the store reads one or the other. */
    @Setup
    public void prepare() throws IOException {
        PoolConfig pool = BenchmarkPool.strict(HOSTS);
        PoolKeys keys = keyed ? PoolKeys.of(KEY) : PoolKeys.none();
        for (MemoryDisk each : new MemoryDisk[] {disk, moved}) {
            StatefileFormat.format(each, pool, 1, keys);
            for (int host = 0; host < HOSTS; host++) {
                HostSection content = BenchmarkPool.section(host);
                content.sequence += each == moved ? 1 : 0;
                content.longSequence += each == moved ? 1 : 0;
                try (StatefileStore writer = new StatefileStore(new PoolCodec(pool, host, keys), 5, each)) {
                    writer.writeSection(content);
                }
            }
        }
        store = new StatefileStore(new PoolCodec(pool, 1, keys), 5, new StatefileVdi() {
            @Override
            public long sizeBytes() {
                return disk.sizeBytes();
            }

            @Override
            public void read(long offset, ByteBuffer into) {
                if (!still) {
                    (flip ? moved : disk).read(offset, into);
                }
            }

            @Override
            public void write(long offset, ByteBuffer from) {
                disk.write(offset, from);
            }

            @Override
            public void close() {}
        });
        store.read(snapshot, 0);
    }

    @Benchmark
    public StatefileSnapshot readAllMoved() throws IOException {
        flip = !flip;
        store.read(snapshot, 0);
        return snapshot;
    }

    @Benchmark
    public StatefileSnapshot readNoneMoved() throws IOException {
        store.read(snapshot, 0);
        return snapshot;
    }

    /** The same without the copy: the bytes are there already, as after a disk's DMA. */
    @Benchmark
    public StatefileSnapshot decodeNoneMoved() throws IOException {
        still = true;
        store.read(snapshot, 0);
        return snapshot;
    }

    /** What of the two reads above is the copy from the disk. */
    @Benchmark
    public ByteBuffer copyOnly() {
        target.clear();
        disk.read(0, target);
        return target;
    }

    @Benchmark
    public HostSection writeSection() throws IOException {
        section.sequence++;
        section.longSequence++;
        store.writeSection(section);
        return section;
    }

    /** A disk in memory. */
    private static final class MemoryDisk implements StatefileVdi {
        private final ByteBuffer bytes =
                ByteBuffer.allocateDirect(Math.toIntExact(new Geometry(HOSTS, 1).statefileBytes()));
        private final ByteBuffer view = bytes.duplicate();

        @Override
        public long sizeBytes() {
            return bytes.capacity();
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            view.limit((int) offset + into.remaining()).position((int) offset);
            into.put(view);
        }

        @Override
        public void write(long offset, ByteBuffer from) {
            view.limit((int) offset + from.remaining()).position((int) offset);
            view.put(from);
        }

        @Override
        public void close() {}
    }
}
