package dev.liveset.runtime;

import dev.liveset.agent.PoolEvent;
import java.util.ArrayDeque;

/** Hands events to the embedder's {@link PoolListener}, off the agent's thread; a slow listener is reported, once a call. */
final class ListenerThread implements AutoCloseable {
    private static final int CAPACITY = 1024;

    private final PoolListener listener;
    private final BoundedLog log;
    private final long deadlineNanos;
    private final ArrayDeque<PoolEvent> waiting = new ArrayDeque<>();
    private long dropped;
    /** When the agent's thread first saw the call under way. */
    private long busySinceNanos;

    private boolean noted;
    private boolean busy;
    private boolean reported;
    private boolean closing;

    ListenerThread(String host, PoolListener listener, long deadlineNanos, BoundedLog log) {
        this.listener = listener;
        this.log = log;
        this.deadlineNanos = deadlineNanos;
        DaemonThreads.start("liveset-listener-" + host, this::run);
    }

    synchronized void tell(PoolEvent event) {
        if (waiting.size() == CAPACITY) {
            waiting.removeFirst();
            dropped++;
        }
        waiting.addLast(event);
        notifyAll();
    }

    /** Reports a call that has not returned for longer than the deadline; cheap enough for every tick. */
    synchronized void check(long nowNanos) {
        if (!noted) {
            noted = true;
            busySinceNanos = nowNanos;
        }
        if (busy && !reported && nowNanos - busySinceNanos > deadlineNanos) {
            reported = true;
            log.warn("The pool listener has not returned for " + (nowNanos - busySinceNanos) / 1_000_000
                    + " ms; events wait behind it.");
        }
    }

    /** Ends the thread after the events that wait; does not wait for that. */
    @Override
    public synchronized void close() {
        closing = true;
        notifyAll();
    }

    private void run() {
        for (PoolEvent event = next(); event != null; event = next()) {
            try {
                listener.onEvent(event);
            } catch (RuntimeException e) {
                log.error("The pool listener threw; the event counts as told.", e);
            }
        }
    }

    private synchronized PoolEvent next() {
        busy = false;
        while (waiting.isEmpty() && !closing) {
            try {
                wait();
            } catch (InterruptedException e) {
                // The listener's code may have interrupted its own thread; the next event must come all the same.
            }
        }
        if (dropped > 0) {
            log.warn(dropped + " pool events were dropped: the listener is too slow.");
            dropped = 0;
        }
        busy = !waiting.isEmpty();
        reported = false;
        noted = false;
        return waiting.pollFirst();
    }
}
