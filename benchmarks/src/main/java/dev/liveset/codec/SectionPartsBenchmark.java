package dev.liveset.codec;

import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Where the time of one section goes: each part of {@link SectionBenchmark#decodeOne} alone, as the library does it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 8, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 30, time = 30, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class SectionPartsBenchmark {
    private static final int AT = HostSectionLayout.offset(1);

    private final CheckedMemory memory = new ChronicleMemory(CheckedMemory.alignedBuffer(3 * CheckedMemory.PAGE_BYTES));
    private final HostSection section = BenchmarkPool.section(1);
    private HostSectionCodec codec;

    @Setup
    public void prepare() {
        PoolIds ids = new PoolIds(SectionContender.POOL);
        codec = new HostSectionCodec(ids, new Trailer(ids, new Seal(PoolKeys.none())));
        codec.encodeFields(1, section, memory, AT);
    }

    /** The additive checksum of the 616 bytes. */
    @Benchmark
    public int sum() {
        return memory.sumWords(AT, HostSectionLayout.SEQUENCE, HostSectionLayout.END_MARKER);
    }

    /** All checks, the checksum among them. */
    @Benchmark
    public SectionStatus check() {
        return codec.checkFields(1, memory, AT);
    }

    /** The two arrays of 64 ages. */
    @Benchmark
    public HostSection readAges() {
        memory.getInts(AT + HostSectionLayout.SINCE_HEARTBEAT, section.sinceHeartbeatMillis);
        memory.getInts(AT + HostSectionLayout.SINCE_STATEFILE, section.sinceStatefileMillis);
        return section;
    }

    /** All fields, the ages among them. */
    @Benchmark
    public HostSection read() {
        codec.readFields(memory, AT, section);
        return section;
    }
}
