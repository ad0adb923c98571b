package dev.liveset.codec;

import dev.liveset.PoolConfig;
import dev.liveset.heartbeat.HeartbeatMessage;
import java.nio.ByteBuffer;

/**
 * Turns heartbeats and statefile contents into bytes and back for one host of a pool, and judges bytes from outside
 * (PROTOCOL.md §1 and §2, with every place marked <b>ours</b>). Strict pools demand our trailers, interop pools accept
 * packets and sections without. Nothing is allocated per heartbeat or section, except for an error text that changed.
 * Used by one thread; a host makes one codec per thread.
 */
public final class PoolCodec implements AutoCloseable {
    /** Bytes of a heartbeat with our trailer. */
    public static final int PACKET_BYTES = PacketLayout.PACKET_BYTES;

    final PoolIds ids;
    final int self;
    final GlobalSectionCodec global;
    final HostSectionCodec section;
    final AreaHeaderCodec area;
    final SlotCodec slot;
    private final PoolKeys keys;
    private final PacketCodec packet;
    private final CheckedMemory packetMemory;

    /** A codec without a key: errors are detected, forgery is not. */
    public PoolCodec(PoolConfig pool, int self) {
        this(pool, self, PoolKeys.none());
    }

    /**
     * @param pool the pool, the same on every host
     * @param self index of this host
     * @param keys what signs and what is accepted
     */
    public PoolCodec(PoolConfig pool, int self, PoolKeys keys) {
        this(pool, self, keys, CheckedMemory.allocate(CheckedMemory.PAGE_BYTES));
    }

    PoolCodec(PoolConfig pool, int self, PoolKeys keys, CheckedMemory packetMemory) {
        this(new PoolIds(pool), self, keys, packetMemory);
    }

    private PoolCodec(PoolIds ids, int self, PoolKeys keys, CheckedMemory packetMemory) {
        this.ids = ids;
        this.keys = keys;
        this.self = self;
        if (!ids.isHost(self)) {
            throw new IllegalArgumentException("host index " + self + " of " + ids.hostCount());
        }
        Seal seal = new Seal(keys);
        Trailer trailer = new Trailer(ids, seal);
        this.global = new GlobalSectionCodec(ids, trailer);
        this.section = new HostSectionCodec(ids, trailer);
        this.area = new AreaHeaderCodec(ids, seal);
        this.slot = new SlotCodec(ids, seal);
        this.packet = new PacketCodec(ids, self, trailer);
        this.packetMemory = packetMemory;
    }

    /** A codec of its own for any host of the same pool, with the same keys; the pool's ids are shared. */
    public PoolCodec forHost(int host) {
        return new PoolCodec(ids, host, keys, CheckedMemory.allocate(CheckedMemory.PAGE_BYTES));
    }

    /** Clears the buffer and fills it with the packet, ready to send: position 0, limit {@link #PACKET_BYTES}. */
    public void encodeHeartbeat(HeartbeatMessage message, ByteBuffer into) {
        packet.encode(message, packetMemory);
        into.clear();
        packetMemory.copyTo(0, PACKET_BYTES, into);
        into.flip();
    }

    /**
     * Judges and decodes a datagram (position to limit, left unchanged); unless the answer is ACCEPTED the message is
     * left as it was. Replays are for the caller to refuse, who knows what it accepted before.
     *
     * @param sourceHost index of the configured host from whose address it came, -1 for nobody's
     */
    public PacketStatus decodeHeartbeat(ByteBuffer datagram, int sourceHost, HeartbeatMessage into) {
        int length = datagram.remaining();
        if (length > packetMemory.sizeBytes()) {
            return PacketStatus.WRONG_SIZE;
        }
        packetMemory.copyFrom(datagram, 0);
        return packet.decode(packetMemory, length, sourceHost, into);
    }

    /** Gives the codec's memory back; any use after it throws {@link IllegalStateException}. */
    @Override
    public void close() {
        packetMemory.close();
    }
}
