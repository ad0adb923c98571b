package dev.liveset.runtime;

import dev.liveset.HostConfig;
import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import dev.liveset.PoolConfig;
import dev.liveset.heartbeat.HeartbeatChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.function.Consumer;

/**
 * Heartbeats as unicast UDP datagrams, over {@link HostConfig#addresses() one address} per network, to and from one port.
 * A datagram whose source is no configured host's address is handed over as nobody's. Sending and receiving allocate
 * nothing while the same hosts beat, however many, from the addresses and ports they are configured with; a datagram from
 * elsewhere costs about 130 bytes when its sender is another than before.
 */
public final class UdpHeartbeatChannel implements HeartbeatChannel {
    private static final int MAX_PER_POLL = 256;
    private static final int MAX_DATAGRAM_BYTES = 2048;

    private final NetworkSockets[] networks;
    private final SourceMap sources;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final LinkMonitor links;
    private final HeartbeatSocket[] ready;
    private final Consumer<SelectionKey> collector;
    private int readyCount;
    private int turn;

    private UdpHeartbeatChannel(PoolConfig pool, int self, Selector selector) throws IOException {
        this.selector = selector;
        List<InetSocketAddress> own = pool.host(self).addresses();
        sources = new SourceMap(pool);
        networks = new NetworkSockets[own.size()];
        for (int network = 0; network < networks.length; network++) {
            networks[network] = new NetworkSockets(selector, addressesIn(network, pool), self);
        }
        ready = new HeartbeatSocket[networks.length * pool.hostCount()];
        collector = key -> ready[readyCount++] = (HeartbeatSocket) key.attachment();
        links = new LinkMonitor(pool.host(self).name(), own);
    }

    private static InetSocketAddress[] addressesIn(int network, PoolConfig pool) {
        return pool.hosts().stream().map(host -> host.addresses().get(network)).toArray(InetSocketAddress[]::new);
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
                closeAll(selector);
                throw e;
            }
        } catch (IOException e) {
            throw new LivesetException(Code.INVALID_CONFIG, "The heartbeat sockets cannot be opened: " + e, e);
        }
    }

    @Override
    public void send(int host, ByteBuffer datagram) {
        int start = datagram.position();
        for (NetworkSockets network : networks) {
            network.send(host, datagram);
            datagram.position(start);
        }
    }

    @Override
    public int poll(DatagramHandler handler, long timeoutNanos) {
        try {
            readyCount = 0;
            if (timeoutNanos <= 0) {
                selector.selectNow(collector);
            } else {
                selector.select(collector, Math.max(1, timeoutNanos / 1_000_000));
            }
            int count = 0;
            turn++; // So that no flood on one socket starves the others.
            for (int i = 0; i < readyCount && count < MAX_PER_POLL; i++) {
                count = drain(ready[Math.floorMod(turn + i, readyCount)], handler, count);
            }
            return count;
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
            closeAll(selector);
        } catch (IOException e) {
            throw new UncheckedIOException("The heartbeat sockets cannot be closed.", e);
        }
    }

    private static void closeAll(Selector selector) throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private int drain(HeartbeatSocket socket, DatagramHandler handler, int already) throws IOException {
        int count = already;
        int errors = 0;
        while (count < MAX_PER_POLL && errors < 2) {
            received.clear();
            InetSocketAddress sender;
            try {
                sender = (InetSocketAddress) socket.channel().receive(received);
            } catch (IOException e) {
                errors++; // What a former send brought; the datagrams behind it are still read.
                continue;
            }
            if (sender == null) {
                socket.network().onEmptied(socket);
                break;
            }
            count++;
            received.flip();
            int source = sources.hostOf(sender);
            socket.network().onHeard(socket, source, sender);
            handler.onDatagram(source, received);
        }
        if (errors > 0) {
            socket.network().onError(socket);
        }
        return count;
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
