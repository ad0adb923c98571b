package dev.liveset.heartbeat;

import java.nio.ByteBuffer;

/**
 * The network port of a host: unreliable datagrams to the configured peers, over one or several networks at once.
 * Datagrams may be lost, delayed, repeated and reordered. Used by one thread only, the agent's; {@link #wakeup()} and
 * {@link #linkUp()} may be called from any.
 */
public interface HeartbeatChannel extends AutoCloseable {
    /** Receives what {@link #poll} found. */
    @FunctionalInterface
    interface DatagramHandler {
        /**
         * @param sourceHost index of the configured host whose address sent the datagram, -1 when it is nobody's
         * @param datagram position to limit is the datagram; valid only during the call
         */
        void onDatagram(int sourceHost, ByteBuffer datagram);
    }

    /** Sends the datagram (position to limit, left unchanged) to a host over every network. Never blocks, never throws: a datagram that cannot be sent is lost. */
    void send(int host, ByteBuffer datagram);

    /** Hands over received datagrams, at most 256 in one call; waits up to the timeout for the first one, 0 never waits. Returns how many. */
    int poll(DatagramHandler handler, long timeoutNanos);

    /** Makes a waiting {@link #poll} return early. */
    void wakeup();

    /** Whether at least one of the host's own network links has a carrier. */
    boolean linkUp();

    @Override
    void close();
}
