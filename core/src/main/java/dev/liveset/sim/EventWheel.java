package dev.liveset.sim;

import java.util.Arrays;

/**
 * Things to happen soon, by time and then by order: a wheel of short spans of time, each with a sorted list. It reaches
 * about a quarter of a second; what is later does not fit.
 */
final class EventWheel {
    private static final int SPAN_BITS = 18;
    private static final int SPANS = 1024;
    private static final int NONE = -1;

    private final int[] firstOfSpan = new int[SPANS];
    private final long[] filled = new long[SPANS / Long.SIZE];

    // Entries by number; those not in use are a list too.
    private long[] times = new long[256];
    private long[] orders = new long[256];
    private int[] nexts = new int[256];
    private Runnable[] actions = new Runnable[256];
    private int used;
    private int free = NONE;

    private int size;
    /** The span of the first entry, while there is one. */
    private int firstSpan;

    EventWheel() {
        Arrays.fill(firstOfSpan, NONE);
    }

    /** Whether a time, not before now, is near enough. */
    static boolean reaches(long now, long when) {
        return (when >>> SPAN_BITS) - (now >>> SPAN_BITS) < SPANS;
    }

    /** When the first happens; {@link Long#MAX_VALUE} when it is empty. */
    long time() {
        return size == 0 ? Long.MAX_VALUE : times[firstOfSpan[firstSpan]];
    }

    /** The order of the first, while there is one. */
    long order() {
        return orders[firstOfSpan[firstSpan]];
    }

    /** Orders rise from call to call. */
    void add(long when, long order, Runnable action) {
        int entry = entry(when, order, action);
        int span = (int) (when >>> SPAN_BITS) & (SPANS - 1);
        int before = NONE;
        int after = firstOfSpan[span];
        while (after != NONE && times[after] <= when) {
            before = after;
            after = nexts[after];
        }
        nexts[entry] = after;
        if (before == NONE) {
            firstOfSpan[span] = entry;
        } else {
            nexts[before] = entry;
        }
        filled[span >>> 6] |= 1L << span;
        if (size++ == 0 || when < times[firstOfSpan[firstSpan]]) {
            firstSpan = span;
        }
    }

    private int entry(long when, long order, Runnable action) {
        int entry = free;
        if (entry != NONE) {
            free = nexts[entry];
        } else {
            if (used == actions.length) {
                times = Arrays.copyOf(times, 2 * used);
                orders = Arrays.copyOf(orders, 2 * used);
                nexts = Arrays.copyOf(nexts, 2 * used);
                actions = Arrays.copyOf(actions, 2 * used);
            }
            entry = used++;
        }
        times[entry] = when;
        orders[entry] = order;
        actions[entry] = action;
        return entry;
    }

    /** Takes the first out. */
    Runnable take() {
        int entry = firstOfSpan[firstSpan];
        Runnable action = actions[entry];
        actions[entry] = null;
        firstOfSpan[firstSpan] = nexts[entry];
        nexts[entry] = free;
        free = entry;
        size--;
        if (firstOfSpan[firstSpan] == NONE) {
            filled[firstSpan >>> 6] &= ~(1L << firstSpan);
            if (size > 0) {
                firstSpan = nextFilled(firstSpan);
            }
        }
        return action;
    }

    /** The first filled span from there on, around the wheel. */
    private int nextFilled(int from) {
        int word = from >>> 6;
        long spans = filled[word] & -1L << from;
        while (spans == 0) {
            word = (word + 1) % filled.length;
            spans = filled[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(spans);
    }
}
