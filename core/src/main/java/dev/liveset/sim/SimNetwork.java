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
    /** By direction of a link on any network: additional loss in percent. */
    private final int[] linkLoss;

    private double extraLoss;
    private double extraRepeat;
    private double extraCorruption;
    private long extraDelayNanos;

    SimNetwork(EventQueue queue, SimRandom random, SimSettings settings, int hosts, Receiver receiver) {
        this.queue = queue;
        this.random = random;
        this.settings = settings;
        this.receiver = receiver;
        this.hosts = hosts;
        cuts = new int[hosts * hosts * settings.networks()];
        unplugged = new int[hosts * settings.networks()];
        linkLoss = new int[hosts * hosts];
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

    /** Pulls ({@code +1}) or plugs ({@code -1}) a host's cable to one network. */
    void unplug(int host, int network, int change) {
        int cable = network * hosts + host;
        unplugged[cable] = Math.max(0, unplugged[cable] + change);
    }

    /** Pulls or plugs every cable of a host. */
    void unplug(int host, int change) {
        for (int network = 0; network < settings.networks(); network++) {
            unplug(host, network, change);
        }
    }

    /** Whether at least one of the host's own links has a carrier. */
    boolean linkUp(int host) {
        for (int network = 0; network < settings.networks(); network++) {
            if (plugged(host, network)) {
                return true;
            }
        }
        return false;
    }

    private boolean plugged(int host, int network) {
        return unplugged[network * hosts + host] == 0;
    }

    /** Changes the chance that a datagram from one host to another is lost, by so many percent. */
    void loseMore(int from, int to, int percent) {
        linkLoss[link(from, to, 0)] += percent;
    }

    /** Changes the chance that any datagram is lost. */
    void loseMore(double chance) {
        extraLoss += chance;
    }

    /** Changes the chance that any datagram arrives twice. */
    void repeatMore(double chance) {
        extraRepeat += chance;
    }

    /** Changes the chance that any datagram arrives changed. */
    void corruptMore(double chance) {
        extraCorruption += chance;
    }

    /** Changes by how much datagrams are delayed at most. */
    void delayMore(long nanos) {
        extraDelayNanos += nanos;
    }

    /** Whether a datagram can get through in this direction on some network. */
    boolean reaches(int from, int to) {
        for (int network = 0; network < settings.networks(); network++) {
            if (carries(from, to, network)) {
                return true;
            }
        }
        return false;
    }

    void send(int from, int to, byte[] bytes, int length) {
        for (int network = 0; network < settings.networks(); network++) {
            if (random.chance(settings.packetLoss() + extraLoss + linkLoss[link(from, to, 0)] / 100.0)) {
                continue;
            }
            int copies = random.chance(settings.packetRepeat() + extraRepeat) ? 2 : 1;
            for (int copy = 0; copy < copies; copy++) {
                Datagram datagram = free.isEmpty() ? new Datagram() : free.pop();
                datagram.fill(from, to, network, bytes, length);
                queue.after(random.between(10_000, settings.packetDelay().toNanos() + extraDelayNanos), datagram);
            }
        }
    }

    private boolean carries(int from, int to, int network) {
        return plugged(from, network) && plugged(to, network) && cuts[link(from, to, network)] == 0;
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
            if (random.chance(settings.packetCorruption() + extraCorruption)) {
                content[random.below(size)] ^= (byte) (1 + random.below(255));
            }
        }

        /** Arrives, unless the way was cut before or meanwhile. */
        @Override
        public void run() {
            if (carries(from, to, network)) {
                receiver.receive(from, to, content, length);
            }
            free.push(this);
        }
    }
}
