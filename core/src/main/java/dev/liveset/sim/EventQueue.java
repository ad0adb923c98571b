package dev.liveset.sim;

/** What is still to happen, by virtual time and then in the order of asking. */
final class EventQueue {
    private final EventWheel soon = new EventWheel();
    private final EventHeap later = new EventHeap();
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
        return Math.min(soon.time(), later.time());
    }

    /** Lets time pass without anything happening. */
    void advanceTo(long time) {
        now = Math.max(now, time);
    }

    void after(long delayNanos, Runnable action) {
        at(now + Math.max(0, delayNanos), action);
    }

    void at(long time, Runnable action) {
        long when = Math.max(now, time);
        if (EventWheel.reaches(now, when)) {
            soon.add(when, nextOrder++, action);
        } else {
            later.add(when, nextOrder++, action);
        }
    }

    /** Takes the next thing and does it. */
    void runNext() {
        long near = soon.time();
        long far = later.time();
        boolean isSoon = near != far ? near < far : soon.order() < later.order();
        now = isSoon ? near : far;
        happened++;
        Runnable action = isSoon ? soon.take() : later.take();
        action.run();
    }
}
