package dev.liveset.runtime;

import dev.liveset.heartbeat.HeartbeatChannel;
import java.nio.ByteBuffer;

/** A network that delivers nothing and never waits. */
final class QuietChannel implements HeartbeatChannel {
    boolean up = true;
    int polls;
    long lastWaitNanos;

    @Override
    public void send(int host, ByteBuffer datagram) {}

    @Override
    public int poll(DatagramHandler handler, long timeoutNanos) {
        polls++;
        lastWaitNanos = timeoutNanos;
        return 0;
    }

    @Override
    public void wakeup() {}

    @Override
    public boolean linkUp() {
        return up;
    }

    @Override
    public void close() {}
}
