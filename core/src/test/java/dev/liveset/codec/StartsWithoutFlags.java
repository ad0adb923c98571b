package dev.liveset.codec;

import dev.liveset.heartbeat.HeartbeatMessage;
import java.nio.ByteBuffer;

/** A program of its own, started by {@link NoJvmFlagsTest}: a codec at work, and on which memory. */
final class StartsWithoutFlags {
    private StartsWithoutFlags() {}

    public static void main(String[] arguments) {
        ByteBuffer packet = ByteBuffer.allocate(PoolCodec.PACKET_BYTES);
        HeartbeatMessage message = new HeartbeatMessage();
        message.hostIndex = 1;
        new PoolCodec(TestPool.strict(), 1).encodeHeartbeat(message, packet);
        PacketStatus status = new PoolCodec(TestPool.strict(), 0).decodeHeartbeat(packet, 1, message);
        System.out.println(status + " "
                + CheckedMemory.allocate(CheckedMemory.PAGE_BYTES).getClass().getSimpleName());
    }
}
