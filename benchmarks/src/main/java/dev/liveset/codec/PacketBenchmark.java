package dev.liveset.codec;

import dev.liveset.PoolConfig;
import dev.liveset.heartbeat.HeartbeatMessage;
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

/** Heartbeats through the public codec, datagram buffer to message and back, and what CRC and HMAC are of it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class PacketBenchmark {
    private static final byte[] KEY = "a key of the benchmark, 32 bytes".getBytes(StandardCharsets.US_ASCII);

    @Param({"false", "true"})
    public boolean keyed;

    private final ByteBuffer packet = ByteBuffer.allocateDirect(PoolCodec.PACKET_BYTES);
    private final HeartbeatMessage message = BenchmarkPool.message(1);
    private final HeartbeatMessage seen = new HeartbeatMessage();
    private final CheckedMemory memory = CheckedMemory.allocate(CheckedMemory.PAGE_BYTES);
    private final HmacSha256 hmac = new HmacSha256(KEY);
    private PoolCodec sender;
    private PoolCodec receiver;

    @Setup
    public void prepare() {
        PoolConfig pool = BenchmarkPool.strict(64);
        PoolKeys keys = keyed ? PoolKeys.of(KEY) : PoolKeys.none();
        sender = new PoolCodec(pool, 1, keys);
        receiver = new PoolCodec(pool, 0, keys);
        sender.encodeHeartbeat(message, packet);
        if (receiver.decodeHeartbeat(packet, 1, seen) != PacketStatus.ACCEPTED) {
            throw new IllegalStateException("not accepted");
        }
    }

    @Benchmark
    public ByteBuffer encode() {
        sender.encodeHeartbeat(message, packet);
        return packet;
    }

    @Benchmark
    public PacketStatus decode() {
        return receiver.decodeHeartbeat(packet, 1, seen);
    }

    /** The CRC32C that a host section's trailer holds. */
    @Benchmark
    public int crcOfSection() {
        return memory.crcOf(0, HostSectionLayout.TRAILER + TrailerLayout.CRC).crc();
    }

    /** The HMAC that a host section's trailer holds. */
    @Benchmark
    public byte[] hmacOfSection() {
        hmac.begin();
        hmac.update(memory.buffer(0, HostSectionLayout.TRAILER + TrailerLayout.HMAC));
        return hmac.end();
    }
}
