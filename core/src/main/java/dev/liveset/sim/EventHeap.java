package dev.liveset.sim;

import java.util.Arrays;

/** Things to happen by time and then by order: a binary heap over plain arrays. */
final class EventHeap {
    /** Time and order, in turn. */
    private long[] keys = new long[2 * 64];

    private Runnable[] actions = new Runnable[64];
    private int size;

    /** When the first happens; {@link Long#MAX_VALUE} when it is empty. */
    long time() {
        return size == 0 ? Long.MAX_VALUE : keys[0];
    }

    /** The order of the first, while there is one. */
    long order() {
        return keys[1];
    }

    void add(long when, long order, Runnable action) {
        if (size == actions.length) {
            keys = Arrays.copyOf(keys, 4 * size);
            actions = Arrays.copyOf(actions, 2 * size);
        }
        int hole = size++;
        while (hole > 0 && before(when, order, (hole - 1) >>> 1)) {
            int parent = (hole - 1) >>> 1;
            move(parent, hole);
            hole = parent;
        }
        put(hole, when, order, action);
    }

    /** Takes the first out. The hole sinks to the bottom, and what was last rises from there: it seldom rises far. */
    Runnable take() {
        Runnable first = actions[0];
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
        return first;
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
