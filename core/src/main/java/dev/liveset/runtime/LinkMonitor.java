package dev.liveset.runtime;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/** Watches the carrier of the interfaces that hold the host's own heartbeat addresses, on a thread of its own. */
final class LinkMonitor implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 200;

    private final List<InetSocketAddress> addresses;
    private final Thread thread;
    private volatile boolean up;
    private volatile boolean closed;

    LinkMonitor(String host, List<InetSocketAddress> addresses) {
        this.addresses = addresses;
        up = anyUp();
        thread = DaemonThreads.start("liveset-link-" + host, this::watch);
    }

    /** Whether at least one interface has a carrier, as last looked; an address that left the machine has none. */
    boolean up() {
        return up;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void watch() {
        while (!closed) {
            try {
                Thread.sleep(INTERVAL_MILLIS);
            } catch (InterruptedException e) {
                continue;
            }
            up = anyUp();
        }
    }

    private boolean anyUp() {
        for (InetSocketAddress address : addresses) {
            if (up(address)) {
                return true;
            }
        }
        return false;
    }

    private static boolean up(InetSocketAddress address) {
        if (address.getAddress().isAnyLocalAddress()) {
            return true; // Bound to every interface: there is no link to speak of.
        }
        try {
            NetworkInterface link = NetworkInterface.getByInetAddress(address.getAddress());
            // The whole of 127/8 is the loopback's, although it lists only one address.
            return link == null ? address.getAddress().isLoopbackAddress() : link.isUp();
        } catch (SocketException e) {
            return false;
        }
    }
}
