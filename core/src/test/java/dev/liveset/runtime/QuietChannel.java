package dev.liveset.runtime;

import dev.liveset.heartbeat.HeartbeatChannel;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/** A network that delivers nothing, and waits a millisecond at most. */
final class QuietChannel implements HeartbeatChannel {
    volatile boolean closed;

    boolean up = true;
    boolean waits;
    int polls;
    long lastWaitNanos;

    @Override
    public void send(int host, ByteBuffer datagram) {}

    @Override
    public int poll(DatagramHandler handler, long timeoutNanos) {
        polls++;
        lastWaitNanos = timeoutNanos;
        if (waits) {
            LockSupport.parkNanos(Math.min(timeoutNanos, 1_000_000));
        }
        return 0;
    }

    @Override
    public void wakeup() {}

    @Override
    public boolean linkUp() {
        return up;
    }

    @Override
    public void close() {
        closed = true;
    }
}
