package dev.liveset.sim;

import java.util.Arrays;

/** What is still to happen, by virtual time and then in the order of asking: a binary heap over plain arrays. */
final class EventQueue {
    private long[] times = new long[256];
    private long[] orders = new long[256];
    private Runnable[] actions = new Runnable[256];
    private int size;
    private long nextOrder;
    private long now;
    private long happened;

    /** Virtual time of the last thing that happened. */
    long now() {
        return now;
    }

    /** How many things have happened. */
    long happened() {
        return happened;
    }

    /** When the next thing happens; {@link Long#MAX_VALUE} when nothing will. */
    long nextTime() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** Lets time pass without anything happening. */
    void advanceTo(long time) {
        now = Math.max(now, time);
    }

    void after(long delayNanos, Runnable action) {
        at(now + Math.max(0, delayNanos), action);
    }

    void at(long time, Runnable action) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        int hole = size++;
        long order = nextOrder++;
        long when = Math.max(now, time);
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!before(when, order, parent)) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        times[hole] = when;
        orders[hole] = order;
        actions[hole] = action;
    }

    /** Takes the next thing and does it. */
    void runNext() {
        Runnable action = actions[0];
        now = times[0];
        happened++;
        removeFirst();
        action.run();
    }

    private void removeFirst() {
        size--;
        long when = times[size];
        long order = orders[size];
        Runnable last = actions[size];
        actions[size] = null;
        if (size == 0) {
            return;
        }
        int hole = 0;
        while (true) {
            int child = 2 * hole + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(times[child + 1], orders[child + 1], child)) {
                child++;
            }
            if (before(when, order, child)) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        times[hole] = when;
        orders[hole] = order;
        actions[hole] = last;
    }

    private boolean before(long when, long order, int other) {
        return when != times[other] ? when < times[other] : order < orders[other];
    }

    private void move(int from, int to) {
        times[to] = times[from];
        orders[to] = orders[from];
        actions[to] = actions[from];
    }
}
