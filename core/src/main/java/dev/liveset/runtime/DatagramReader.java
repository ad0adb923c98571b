package dev.liveset.runtime;

import dev.liveset.agent.Event;
import dev.liveset.codec.PacketStatus;
import dev.liveset.codec.PoolCodec;
import dev.liveset.heartbeat.HeartbeatMessage;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** Judges received datagrams; what is not believed is dropped and reported, each reason once until others came between. */
final class DatagramReader {
    private final PoolCodec codec;
    private final BoundedLog log;
    private final Figures figures;
    private final LongSupplier clock;
    private final long heartbeatIntervalNanos;
    private final HeartbeatMessage message = new HeartbeatMessage();
    private final Event.PacketReceived event = new Event.PacketReceived(message);
    private PacketStatus lastRefusal = PacketStatus.ACCEPTED;
    private int lastSource;

    DatagramReader(PoolCodec codec, BoundedLog log, Figures figures, LongSupplier clock, long heartbeatIntervalNanos) {
        this.clock = clock;
        this.heartbeatIntervalNanos = heartbeatIntervalNanos;
        this.codec = codec;
        this.log = log;
        this.figures = figures;
    }

    /** The event to be stepped, valid until the next call, or null when the datagram is not to be believed. */
    Event read(int sourceHost, ByteBuffer datagram) {
        PacketStatus status = codec.decodeHeartbeat(datagram, sourceHost, message);
        if (status == PacketStatus.ACCEPTED) {
            figures.heard(message.hostIndex, message.incarnation, clock.getAsLong(), heartbeatIntervalNanos);
            return event;
        }
        figures.packetRefused(status);
        if (status != lastRefusal || sourceHost != lastSource) {
            lastRefusal = status;
            lastSource = sourceHost;
            log.warn("A datagram of " + datagram.remaining() + " bytes from "
                    + (sourceHost < 0 ? "a stranger" : "host index " + sourceHost) + " was dropped: " + status + ".");
        }
        return null;
    }
}
