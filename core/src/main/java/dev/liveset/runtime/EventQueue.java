package dev.liveset.runtime;

import dev.liveset.agent.Event;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Events on their way from other threads to the agent's: bounded, and nothing in it is ever dropped. Each source holds
 * itself to a bound (one statefile request, limited calls and commands), so a full queue is a programmer error.
 */
final class EventQueue {
    static final int CAPACITY = 8192;

    private final ArrayBlockingQueue<Event> events = new ArrayBlockingQueue<>(CAPACITY);
    private final Runnable wakeup;
    private volatile boolean overflowed;

    /** @param wakeup makes the agent's thread look into the queue soon */
    EventQueue(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    void put(Event event) {
        if (!events.offer(event)) {
            overflowed = true;
        }
        wakeup.run();
    }

    /** The next event, or null; throws when one was lost, because the agent must not go on without it. */
    Event take() {
        if (overflowed) {
            throw new IllegalStateException("an event was lost: more than " + CAPACITY + " were waiting");
        }
        return events.poll();
    }
}
