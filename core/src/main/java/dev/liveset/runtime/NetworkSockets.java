package dev.liveset.runtime;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;

/**
 * The sockets of one network, all with the host's own address and port. One is open to all: everything is sent from it,
 * and whoever has no other socket is heard there. The JDK makes an address for every datagram whose sender is another
 * than the one before on that socket, so each host that beats steadily gets a socket of its own, connected to it, which
 * the kernel prefers for its datagrams.
 *
 * <p>Nothing but that depends on which socket a datagram comes by: its sender is looked at everywhere. A host without a
 * process answers each beat by an ICMP error, which the kernel keeps for a connected socket only and which the JDK throws;
 * so its first error takes the host's socket away until the host is heard again, each time for twice as many beats.
 */
final class NetworkSockets {
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;
    private static final int FIRST_BEATS = 4;
    private static final int MOST_BEATS = 1024;
    private static final int NOBODY = -1;

    private final Selector selector;
    private final int self;
    private final InetSocketAddress[] addresses;
    private final HeartbeatSocket open;
    private final HeartbeatSocket[] connected;
    /** Beats still to be heard from a host before it gets its socket. */
    private final int[] missing;
    /** As many as that were the last time. */
    private final int[] demanded;

    private int due = NOBODY;

    /**
     * Binds the socket that is open to all. Throws {@link LivesetException} when the own address cannot be used.
     *
     * @param addresses every host's address in this network
     */
    NetworkSockets(Selector selector, InetSocketAddress[] addresses, int self) throws IOException {
        this.selector = selector;
        this.self = self;
        this.addresses = addresses;
        connected = new HeartbeatSocket[addresses.length];
        missing = new int[addresses.length];
        demanded = new int[addresses.length];
        Arrays.fill(missing, FIRST_BEATS);
        Arrays.fill(demanded, FIRST_BEATS);
        open = new HeartbeatSocket(bindAlone(), this, HeartbeatSocket.EVERYBODY);
        open.channel().register(selector, SelectionKey.OP_READ, open);
    }

    /** Never throws: a datagram that cannot be sent is lost. */
    void send(int host, ByteBuffer datagram) {
        try {
            open.channel().send(datagram, addresses[host]);
        } catch (IOException e) {
            // The peer's silence is what counts.
        }
    }

    /** A datagram came by one of these sockets; of which host, or of nobody (-1). */
    void onHeard(HeartbeatSocket socket, int host, InetSocketAddress sender) {
        if (!socket.isOpenToAll() || host < 0 || host == self || connected[host] != null) {
            return;
        }
        if (!sender.equals(addresses[host])) {
            return; // Who sends from another port than its own keeps to the open socket.
        }
        missing[host] = Math.max(0, missing[host] - 1);
        if (missing[host] == 0) {
            due = host;
        }
    }

    /** A socket brought an error: a host's own is given up. */
    void onError(HeartbeatSocket socket) throws IOException {
        if (socket.isOpenToAll()) {
            return;
        }
        int host = socket.host();
        connected[host] = null;
        demanded[host] = Math.min(MOST_BEATS, 2 * demanded[host]);
        missing[host] = demanded[host];
        close(socket.channel());
        selector.selectNow(key -> {}); // Until then the kernel would still give it what comes.
    }

    /** Nothing is left in a socket: where it was the open one no beat can overtake another when a host gets its own. */
    void onEmptied(HeartbeatSocket socket) {
        if (socket.isOpenToAll() && due != NOBODY) {
            connect(due);
            due = NOBODY;
        }
    }

    /** What comes between the binding and the connecting is lost, whoever sent it. */
    private void connect(int host) {
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open();
            prepare(channel);
            // Unlike SO_REUSEADDR, shared only with sockets of the same user.
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            channel.bind(addresses[self]);
            channel.connect(addresses[host]);
            HeartbeatSocket socket = new HeartbeatSocket(channel, this, host);
            channel.register(selector, SelectionKey.OP_READ, socket);
            connected[host] = socket;
        } catch (IOException | UnsupportedOperationException e) {
            missing[host] = MOST_BEATS; // It is heard as before, and this is tried again much later.
            close(channel);
        }
    }

    /** Alone on its port until it is bound: that another process has it is noticed here. */
    private DatagramChannel bindAlone() throws IOException {
        InetSocketAddress own = addresses[self];
        DatagramChannel channel = DatagramChannel.open();
        try {
            prepare(channel);
            channel.bind(own);
        } catch (IOException e) {
            channel.close();
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The heartbeat address " + own.getAddress().getHostAddress() + " port " + own.getPort()
                            + " cannot be used (" + e.getMessage()
                            + "); give this host an address of its own and a free port.",
                    e);
        }
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        return channel;
    }

    private static void prepare(DatagramChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
    }

    private static void close(DatagramChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing is read from it any more.
            }
        }
    }
}
