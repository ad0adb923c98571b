package dev.liveset.examples.host;

import java.io.IOException;

/** The cables of a host in the lab, as far as its ports can feel them. */
final class Cables {
    /** What I/O meets. */
    enum Storage {
        /** It is carried out. */
        PLUGGED,
        /** It hangs until the cable is back, and is carried out then. */
        HANGS,
        /** It fails at once. */
        FAILS
    }

    private volatile boolean network = true;
    private Storage storage = Storage.PLUGGED;

    void network(boolean plugged) {
        network = plugged;
    }

    boolean network() {
        return network;
    }

    synchronized void storage(Storage state) {
        storage = state;
        notifyAll();
    }

    /** Lets I/O pass, hang or fail. */
    synchronized void passStorage() throws IOException {
        while (storage == Storage.HANGS) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (storage == Storage.FAILS) {
            throw new IOException("the storage cable is out");
        }
    }
}
