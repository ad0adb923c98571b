package dev.liveset.runtime;

import dev.liveset.codec.PoolCodec;
import dev.liveset.heartbeat.HeartbeatChannel;
import dev.liveset.heartbeat.HeartbeatMessage;
import java.nio.ByteBuffer;

/** Encodes a heartbeat once and sends it to every host of a set; on the agent's thread. */
final class HeartbeatSender {
    private final PoolCodec codec;
    private final HeartbeatChannel channel;
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(PoolCodec.PACKET_BYTES);

    HeartbeatSender(PoolCodec codec, HeartbeatChannel channel) {
        this.codec = codec;
        this.channel = channel;
    }

    void send(long destinations, HeartbeatMessage message) {
        codec.encodeHeartbeat(message, datagram);
        for (long left = destinations; left != 0; left &= left - 1) {
            channel.send(Long.numberOfTrailingZeros(left), datagram);
        }
    }
}
