package dev.liveset.runtime;

import dev.liveset.HostConfig;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.PoolConfig;
import dev.liveset.heartbeat.HeartbeatChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * Heartbeats as unicast UDP datagrams, over one socket per network of {@link HostConfig#addresses()}. A datagram whose
 * source is no configured host's address is handed over as nobody's. Receiving allocates nothing as long as one peer
 * sends, about 130 bytes whenever the sender is another than before.
 */
public final class UdpHeartbeatChannel implements HeartbeatChannel {
    private static final int MAX_PER_POLL = 256;
    private static final int MAX_DATAGRAM_BYTES = 2048;
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final List<DatagramChannel> sockets = new ArrayList<>();
    private final InetSocketAddress[][] peers;
    private final SourceMap sources;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final LinkMonitor links;

    private UdpHeartbeatChannel(PoolConfig pool, int self, Selector selector) throws IOException {
        this.selector = selector;
        List<InetSocketAddress> own = pool.host(self).addresses();
        peers = new InetSocketAddress[pool.hostCount()][];
        for (int host = 0; host < peers.length; host++) {
            peers[host] = pool.host(host).addresses().toArray(new InetSocketAddress[0]);
        }
        sources = new SourceMap(pool);
        for (InetSocketAddress address : own) {
            sockets.add(bind(address));
        }
        links = new LinkMonitor(pool.host(self).name(), own);
    }

    /**
     * Binds this host's addresses. Throws {@link LivesetException} when one cannot be used, for example because another
     * process has the port.
     *
     * @param pool the pool; every host names as many addresses as there are networks
     * @param self index of this host
     */
    public static UdpHeartbeatChannel open(PoolConfig pool, int self) {
        checkAddresses(pool, self);
        try {
            Selector selector = Selector.open();
            try {
                return new UdpHeartbeatChannel(pool, self, selector);
            } catch (LivesetException | IOException e) {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
                selector.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LivesetException(Code.INVALID_CONFIG, "The heartbeat sockets cannot be opened: " + e, e);
        }
    }

    @Override
    public void send(int host, ByteBuffer datagram) {
        int start = datagram.position();
        InetSocketAddress[] addresses = peers[host];
        for (int network = 0; network < addresses.length && network < sockets.size(); network++) {
            try {
                sockets.get(network).send(datagram, addresses[network]);
            } catch (IOException e) {
                // A datagram that cannot be sent is lost; the peer's silence is what counts.
            }
            datagram.position(start);
        }
    }

    @Override
    public int poll(DatagramHandler handler, long timeoutNanos) {
        try {
            int count = drain(handler, 0);
            if (count > 0 || timeoutNanos <= 0) {
                return count;
            }
            selector.select(key -> {}, Math.max(1, timeoutNanos / 1_000_000));
            return drain(handler, 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The heartbeat sockets cannot be polled.", e);
        }
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public boolean linkUp() {
        return links.up();
    }

    @Override
    public void close() {
        links.close();
        try {
            for (DatagramChannel socket : sockets) {
                socket.close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("The heartbeat sockets cannot be closed.", e);
        }
    }

    private int drain(DatagramHandler handler, int already) {
        int count = already;
        for (int i = 0; i < sockets.size(); i++) {
            while (count < MAX_PER_POLL && receive(sockets.get(i), handler)) {
                count++;
            }
        }
        return count;
    }

    private boolean receive(DatagramChannel socket, DatagramHandler handler) {
        received.clear();
        SocketAddress sender;
        try {
            sender = socket.receive(received);
        } catch (IOException e) {
            return false; // An error that a former send left on the socket.
        }
        if (sender == null) {
            return false;
        }
        received.flip();
        handler.onDatagram(sources.hostOf((InetSocketAddress) sender), received);
        return true;
    }

    private DatagramChannel bind(InetSocketAddress address) throws IOException {
        DatagramChannel socket = DatagramChannel.open();
        try {
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
            socket.register(selector, SelectionKey.OP_READ);
            socket.bind(address);
            return socket;
        } catch (IOException e) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The heartbeat address " + address.getAddress().getHostAddress() + " port " + address.getPort()
                            + " cannot be used (" + e.getMessage()
                            + "); give this host an address of its own and a free port.",
                    e);
        }
    }

    private static void checkAddresses(PoolConfig pool, int self) {
        int networks = pool.host(self).addresses().size();
        for (HostConfig host : pool.hosts()) {
            if (host.addresses().isEmpty() || host.addresses().size() != networks) {
                throw new LivesetException(
                        Code.INVALID_CONFIG,
                        "The host " + host.name() + " has " + host.addresses().size() + " heartbeat addresses and "
                                + pool.host(self).name() + " has " + networks
                                + "; give every host one for each network.");
            }
            for (InetSocketAddress address : host.addresses()) {
                if (address.isUnresolved()) {
                    throw new LivesetException(
                            Code.INVALID_CONFIG,
                            "The heartbeat address " + address.getHostString() + " of host " + host.name()
                                    + " cannot be resolved; give an IP address.");
                }
            }
        }
    }
}
