package dev.liveset.sim;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Whether the process on a machine goes on, stands still or is gone. What comes while it stands still waits, datagrams only
 * as many as a socket holds, and is taken in its order when it goes on.
 */
final class ProcessLife {
    private static final int SOCKET_BUFFER_DATAGRAMS = 256;

    /** Takes a datagram; the bytes are valid only during the call. */
    interface Datagram {
        void take(byte[] bytes, int length, int from);
    }

    private final SimHost host;
    private final String name;
    private final Datagram socket;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int waitingDatagrams;
    private boolean closed;
    private boolean frozen;
    private long frozenUntil;

    ProcessLife(SimHost host, String name, Datagram socket) {
        this.host = host;
        this.name = name;
        this.socket = socket;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** It is gone; what waits is nobody's any more. */
    void close() {
        closed = true;
    }

    /** Does it now, or as soon as the process goes on; never once it is gone. */
    void run(Runnable what) {
        if (closed) {
            return;
        }
        if (frozen) {
            waiting.add(what);
        } else {
            what.run();
        }
    }

    /** The first thing that is done when the process goes on. */
    void goOnWith(Runnable what) {
        waiting.addFirst(what);
    }

    /** A datagram has come in; a machine that is suspended has no socket that could hold it. */
    void receive(byte[] bytes, int length, int from) {
        if (host.clock().isSuspended() || closed) {
            return;
        }
        if (!frozen) {
            socket.take(bytes, length, from);
        } else if (waitingDatagrams < SOCKET_BUFFER_DATAGRAMS) {
            waitingDatagrams++;
            byte[] copy = Arrays.copyOf(bytes, length);
            waiting.add(() -> socket.take(copy, length, from));
        }
    }

    /** It stands still from now on, for so long or until an earlier freeze ends that lasts longer; then {@code woken}. */
    void freeze(long nanos, Runnable woken) {
        SimPool pool = host.pool();
        frozen = true;
        frozenUntil = Math.max(frozenUntil, pool.queue().now() + nanos);
        pool.log().add(host.index(), () -> name + " stands still");
        pool.queue().at(frozenUntil, () -> thaw(woken));
    }

    private void thaw(Runnable woken) {
        SimPool pool = host.pool();
        if (closed || !frozen || pool.queue().now() < frozenUntil) {
            return;
        }
        frozen = false;
        waitingDatagrams = 0;
        pool.log().add(host.index(), () -> name + " goes on");
        host.storage().release();
        while (!waiting.isEmpty() && !frozen && !closed) {
            waiting.poll().run();
        }
        if (!frozen && !closed) {
            woken.run();
        }
    }
}
