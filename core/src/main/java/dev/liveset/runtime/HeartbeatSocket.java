package dev.liveset.runtime;

import java.nio.channels.DatagramChannel;

/**
 * One socket for heartbeats.
 *
 * @param network the sockets it is one of
 * @param host index of the only host that it hears, -1 when it hears everybody
 */
record HeartbeatSocket(DatagramChannel channel, NetworkSockets network, int host) {
    static final int EVERYBODY = -1;

    boolean isOpenToAll() {
        return host == EVERYBODY;
    }
}
