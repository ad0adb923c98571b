package dev.liveset.examples.host;

import dev.liveset.heartbeat.HeartbeatChannel;
import java.nio.ByteBuffer;

/** A heartbeat channel behind a network cable that can be pulled: nothing goes out, nothing comes in, no carrier. */
final class CutChannel implements HeartbeatChannel {
    private final HeartbeatChannel behind;
    private final Cables cables;

    CutChannel(HeartbeatChannel behind, Cables cables) {
        this.behind = behind;
        this.cables = cables;
    }

    @Override
    public void send(int host, ByteBuffer datagram) {
        if (cables.network()) {
            behind.send(host, datagram);
        }
    }

    @Override
    public int poll(DatagramHandler handler, long timeoutNanos) {
        return behind.poll(
                (source, datagram) -> {
                    if (cables.network()) {
                        handler.onDatagram(source, datagram);
                    }
                },
                timeoutNanos);
    }

    @Override
    public void wakeup() {
        behind.wakeup();
    }

    @Override
    public boolean linkUp() {
        return cables.network() && behind.linkUp();
    }

    @Override
    public void close() {
        behind.close();
    }
}
