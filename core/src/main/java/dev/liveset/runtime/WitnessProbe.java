package dev.liveset.runtime;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/**
 * Asks whether an address answers, over this host's own heartbeat addresses, so that no other network of the machine speaks for
 * them: a connection that is accepted or refused is an answer, whoever listens there.
 */
final class WitnessProbe {
    private final InetSocketAddress witness;
    private final List<InetAddress> from;
    private final int timeoutMillis;

    /** @param timeoutMillis for all own addresses together */
    WitnessProbe(InetSocketAddress witness, List<InetAddress> from, int timeoutMillis) {
        this.witness = witness;
        this.from = from;
        this.timeoutMillis = Math.max(1, timeoutMillis / Math.max(1, from.size()));
    }

    /** Whether it answers over at least one of them; blocks until it does, at most for the timeout. */
    boolean reached() {
        for (InetAddress own : from) {
            if (reachedFrom(own)) {
                return true;
            }
        }
        return false;
    }

    private boolean reachedFrom(InetAddress own) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(own, 0));
            socket.connect(witness, timeoutMillis);
            return true;
        } catch (ConnectException e) {
            return true; // refused; one that the kernel gives up takes longer than the timeout
        } catch (IOException e) {
            return false;
        }
    }
}
