package dev.liveset.sim;

import java.util.Arrays;

/** What is still to happen, by virtual time and then in the order of asking: a binary heap over plain arrays. */
final class EventQueue {
    /** Time and order of asking, in turn. */
    private long[] keys = new long[2 * 256];

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
        return size == 0 ? Long.MAX_VALUE : keys[0];
    }

    /** Lets time pass without anything happening. */
    void advanceTo(long time) {
        now = Math.max(now, time);
    }

    void after(long delayNanos, Runnable action) {
        at(now + Math.max(0, delayNanos), action);
    }

    void at(long time, Runnable action) {
        if (size == actions.length) {
            keys = Arrays.copyOf(keys, 4 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        long when = Math.max(now, time);
        long order = nextOrder++;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (keys[2 * parent] <= when) {
                break; // What is as early was asked for before.
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, when, order, action);
    }

    /** Takes the next thing and does it. */
    void runNext() {
        Runnable action = actions[0];
        now = keys[0];
        happened++;
        removeFirst();
        action.run();
    }

    /** The hole sinks to the bottom, and what was last rises from there: it seldom rises far. */
    private void removeFirst() {
        size--;
        long when = keys[2 * size];
        long order = keys[2 * size + 1];
        Runnable last = actions[size];
        actions[size] = null;
        int hole = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && before(keys[2 * child + 2], keys[2 * child + 3], child)) {
                child++;
            }
            move(child, hole);
            hole = child;
            child = 2 * hole + 1;
        }
        while (hole > 0 && before(when, order, (hole - 1) >>> 1)) {
            int parent = (hole - 1) >>> 1;
            move(parent, hole);
            hole = parent;
        }
        if (size > 0) {
            put(hole, when, order, last);
        }
    }

    private boolean before(long when, long order, int other) {
        long otherWhen = keys[2 * other];
        return when < otherWhen || when == otherWhen && order < keys[2 * other + 1];
    }

    private void put(int at, long when, long order, Runnable action) {
        keys[2 * at] = when;
        keys[2 * at + 1] = order;
        actions[at] = action;
    }

    private void move(int from, int to) {
        keys[2 * to] = keys[2 * from];
        keys[2 * to + 1] = keys[2 * from + 1];
        actions[to] = actions[from];
    }
}
