package dev.liveset.agent;

import dev.liveset.codec.PacketStatus;
import dev.liveset.codec.PoolCodec;
import dev.liveset.heartbeat.HeartbeatMessage;
import java.nio.ByteBuffer;
import java.util.List;
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
 * A step of the master's agent in a pool at rest: a heartbeat of a peer, a tick, a read of the statefile in which every
 * section moved with the write that follows, and all of them as they come, in virtual time. The baseline is what stands
 * before every heartbeat's step: its decoding.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class AgentStepBenchmark {
    @Param({"3", "64"})
    public int hosts;

    private SteadyPool pool;
    private PoolCodec codec;
    private final HeartbeatMessage decoded = new HeartbeatMessage();
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(PoolCodec.PACKET_BYTES);
    private int peer;
    /** When the next tick is due, and the next heartbeat of a peer. */
    private long tickNanos;

    private long packetNanos;

    /** Lets the pool start and come to rest. */
    @Setup
    public void prepare() {
        pool = new SteadyPool(hosts);
        tickNanos = pool.nowNanos;
        packetNanos = pool.nowNanos;
        codec = new PoolCodec(pool.pool, 0);
        HeartbeatMessage sent = new HeartbeatMessage();
        sent.hostIndex = 1;
        sent.trailer = true;
        sent.incarnation = 1;
        sent.longSequence = 1;
        try (PoolCodec sender = new PoolCodec(pool.pool, 1)) {
            sender.encodeHeartbeat(sent, datagram);
        }
    }

    /** The baseline. */
    @Benchmark
    public PacketStatus decodeOnly() {
        return codec.decodeHeartbeat(datagram, 1, decoded);
    }

    @Benchmark
    public List<Effect> packet() {
        return pool.packet(nextPeer());
    }

    @Benchmark
    public List<Effect> tick() {
        return pool.tick();
    }

    /** Two steps. */
    @Benchmark
    public List<Effect> statefileRound() {
        return pool.round();
    }

    /** One event of a pool at rest: ticks, heartbeats, reads and writes in their proportion, while time goes on. */
    @Benchmark
    public List<Effect> mixed() {
        List<Effect> effects = pool.answer();
        if (effects != null) {
            return effects;
        }
        if (tickNanos <= packetNanos) {
            pool.nowNanos = tickNanos;
            tickNanos += pool.pool.timings().tickNanos();
            return pool.tick();
        }
        pool.nowNanos = packetNanos;
        packetNanos += pool.pool.timings().heartbeatIntervalNanos() / (hosts - 1);
        return pool.packet(nextPeer());
    }

    private int nextPeer() {
        peer = peer % (hosts - 1) + 1;
        return peer;
    }
}
