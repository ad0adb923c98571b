package dev.liveset.codec;

import dev.liveset.statefile.HostSection;
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

/** Host sections, the original's part: encode, validate and decode of one, validate and decode of a whole pool. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-XX:+UseSerialGC"})
public class SectionBenchmark {
    @Param({"chronicle", "twin", "byteBuffer", "varHandle", "agrona"})
    public String contender;

    private SectionContender section;
    private final HostSection[] from = new HostSection[SectionContender.HOSTS];
    private final HostSection[] into = new HostSection[SectionContender.HOSTS];

    /** Every contender must read what it wrote, and have written the bytes that the library writes. */
    @Setup
    public void prepare() {
        section = SectionContender.of(contender);
        for (int host = 0; host < SectionContender.HOSTS; host++) {
            from[host] = BenchmarkPool.section(host);
            into[host] = new HostSection();
            section.encode(host, from[host]);
            if (!section.decode(host, into[host]) || into[host].sequence != from[host].sequence) {
                throw new IllegalStateException(contender + " does not read what it wrote");
            }
        }
        // The twins are held equal by tests; loading both here would cost each the JIT's knowledge that it is alone.
        if (section instanceof PlainSection) {
            SectionContender codec = SectionContender.of("chronicle");
            codec.encode(1, from[1]);
            if (!codec.bytes(1).equals(section.bytes(1))) {
                throw new IllegalStateException(contender + " writes other bytes than the codec");
            }
        }
    }

    @Benchmark
    public SectionContender encodeOne() {
        section.encode(1, from[1]);
        return section;
    }

    @Benchmark
    public HostSection decodeOne() {
        if (!section.decode(1, into[1])) {
            throw new IllegalStateException("not valid");
        }
        return into[1];
    }

    @Benchmark
    public HostSection[] decodePool() {
        for (int host = 0; host < SectionContender.HOSTS; host++) {
            if (!section.decode(host, into[host])) {
                throw new IllegalStateException("not valid");
            }
        }
        return into;
    }
}
