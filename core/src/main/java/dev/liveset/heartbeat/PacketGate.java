package dev.liveset.heartbeat;

import dev.liveset.HostSet;

/**
 * Which packet of a peer is new (PROTOCOL.md §2, <i>Sequence</i>). With our trailer: a later boot, or a higher sequence of
 * the same boot. Without (xhad in an interop pool): the original's 32-bit rule, which forgets after T1 without an
 * accepted packet. A host that signs does not send without a trailer as well: such a packet is forged, until the signed
 * ones have been missing for T1.
 */
public final class PacketGate {
    private final long[] incarnation = new long[HostSet.MAX_HOSTS];
    private final long[] longSequence = new long[HostSet.MAX_HOSTS];
    private final int[] sequence = new int[HostSet.MAX_HOSTS];
    private final long[] acceptedNanos = new long[HostSet.MAX_HOSTS];
    private final long forgetNanos;
    /** Hosts whose last accepted packet was signed. */
    private long signed;

    private long refused;

    /** @param forgetNanos T1 */
    public PacketGate(long forgetNanos) {
        this.forgetNanos = forgetNanos;
    }

    /** Takes the packet as the newest of its sender and returns true, or false when it is a late or repeated one. */
    public boolean accept(long nowNanos, HeartbeatMessage message) {
        int host = message.hostIndex;
        boolean newer;
        if (message.trailer) {
            newer = message.incarnation > incarnation[host]
                    || (message.incarnation == incarnation[host] && message.longSequence > longSequence[host]);
        } else {
            boolean forgotten = nowNanos - acceptedNanos[host] >= forgetNanos;
            newer = forgotten || !HostSet.contains(signed, host) && newerBy32Bits(message.sequence, sequence[host]);
        }
        if (newer) {
            if (message.trailer) {
                incarnation[host] = message.incarnation;
                longSequence[host] = message.longSequence;
            }
            signed = message.trailer ? HostSet.with(signed, host) : HostSet.without(signed, host);
            sequence[host] = message.sequence;
            acceptedNanos[host] = nowNanos;
        } else {
            refused++;
        }
        return newer;
    }

    /** Packets that were not the newest of their sender. */
    public long refused() {
        return refused;
    }

    private static boolean newerBy32Bits(int received, int stored) {
        long from = Integer.toUnsignedLong(received);
        long old = Integer.toUnsignedLong(stored);
        return from > old || old - from > (1L << 31);
    }
}
