package dev.liveset.runtime;

import dev.liveset.agent.Event;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Looks for the witness again and again, on a thread of its own, and tells when it is reached, or has been missed twice in a row. */
final class WitnessMonitor implements AutoCloseable {
    private static final int MISSES = 2;

    private final BooleanSupplier probe;
    private final long intervalMillis;
    private final Consumer<Event> events;
    private boolean reached;
    private int missed;
    private volatile boolean closed;
    private final Thread thread;

    /** @param intervalMillis from the end of one look to the next */
    WitnessMonitor(String host, BooleanSupplier probe, long intervalMillis, Consumer<Event> events) {
        this.probe = probe;
        this.intervalMillis = Math.max(1, intervalMillis);
        this.events = events;
        thread = DaemonThreads.start("liveset-witness-" + host, this::run);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            look();
            try {
                Thread.sleep(intervalMillis);
            } catch (InterruptedException e) {
                // It was closed, which the loop sees.
            }
        }
    }

    private void look() {
        boolean answers = probe.getAsBoolean();
        missed = answers ? 0 : missed + 1;
        boolean now = answers || reached && missed < MISSES;
        if (now != reached && !closed) {
            reached = now;
            events.accept(new Event.WitnessChanged(now));
        }
    }
}
