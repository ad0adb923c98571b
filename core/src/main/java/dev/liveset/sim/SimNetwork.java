package dev.liveset.sim;

import java.util.ArrayDeque;

/**
 * The networks between the hosts: datagrams are lost, delayed, repeated, overtaken and corrupted, and every direction of
 * every link can be cut. Cuts are counted, so that two overlapping faults heal one at a time.
 */
final class SimNetwork {
    /** Receives what arrives. */
    interface Receiver {
        void receive(int from, int to, byte[] bytes, int length);
    }

    private static final int MAX_DATAGRAM_BYTES = 2048;

    private final EventQueue queue;
    private final SimRandom random;
    private final SimSettings settings;
    private final Receiver receiver;
    private final int hosts;
    private final int[] cuts;
    private final int[] unplugged;
    private final ArrayDeque<Datagram> free = new ArrayDeque<>();
    private double extraLoss;

    SimNetwork(EventQueue queue, SimRandom random, SimSettings settings, int hosts, Receiver receiver) {
        this.queue = queue;
        this.random = random;
        this.settings = settings;
        this.receiver = receiver;
        this.hosts = hosts;
        cuts = new int[hosts * hosts * settings.networks()];
        unplugged = new int[hosts];
    }

    /** Cuts ({@code +1}) or heals ({@code -1}) one direction of a link on one network. */
    void cut(int from, int to, int network, int change) {
        int link = link(from, to, network);
        cuts[link] = Math.max(0, cuts[link] + change);
    }

    /** Cuts or heals one direction of a link on every network. */
    void cut(int from, int to, int change) {
        for (int network = 0; network < settings.networks(); network++) {
            cut(from, to, network, change);
        }
    }

    /** Pulls ({@code +1}) or plugs ({@code -1}) every cable of a host. */
    void unplug(int host, int change) {
        unplugged[host] = Math.max(0, unplugged[host] + change);
    }

    /** Whether at least one of the host's own links has a carrier. */
    boolean linkUp(int host) {
        return unplugged[host] == 0;
    }

    /** Additional chance that any datagram is lost. */
    void extraLoss(double chance) {
        extraLoss = chance;
    }

    /** Whether a datagram can get through in this direction on some network. */
    boolean reaches(int from, int to) {
        if (!linkUp(from) || !linkUp(to)) {
            return false;
        }
        for (int network = 0; network < settings.networks(); network++) {
            if (cuts[link(from, to, network)] == 0) {
                return true;
            }
        }
        return false;
    }

    void send(int from, int to, byte[] bytes, int length) {
        for (int network = 0; network < settings.networks(); network++) {
            if (random.chance(settings.packetLoss() + extraLoss)) {
                continue;
            }
            int copies = random.chance(settings.packetRepeat()) ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                Datagram datagram = free.isEmpty() ? new Datagram() : free.pop();
                datagram.fill(from, to, network, bytes, length);
                queue.after(random.between(10_000, settings.packetDelay().toNanos()), datagram);
            }
        }
    }

    private int link(int from, int to, int network) {
        return (network * hosts + from) * hosts + to;
    }

    private final class Datagram implements Runnable {
        private final byte[] content = new byte[MAX_DATAGRAM_BYTES];
        private int length;
        private int from;
        private int to;
        private int network;

        void fill(int sender, int destination, int net, byte[] bytes, int size) {
            from = sender;
            to = destination;
            network = net;
            length = size;
            System.arraycopy(bytes, 0, content, 0, size);
            if (random.chance(settings.packetCorruption())) {
                content[random.below(size)] ^= (byte) (1 + random.below(255));
            }
        }

        /** Arrives, unless the way was cut before or meanwhile. */
        @Override
        public void run() {
            if (linkUp(from) && linkUp(to) && cuts[link(from, to, network)] == 0) {
                receiver.receive(from, to, content, length);
            }
            free.push(this);
        }
    }
}
