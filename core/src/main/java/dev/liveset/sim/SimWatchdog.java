package dev.liveset.sim;

/**
 * A watchdog with a clock of its own: it fires a little before or after the time it was last told, within its tolerance,
 * whatever has become of the agent.
 */
final class SimWatchdog {
    private final EventQueue queue;
    private final SimRandom random;
    private final long granularityNanos;
    private final long ratePpm;
    private final Runnable onFire;
    private boolean armed;
    private boolean broken;
    private int early;
    private int late;
    private int lost;
    private long fireAt;
    private long checkAt = Long.MAX_VALUE;

    /**
     * @param granularityNanos how much too early or too late it may fire
     * @param ratePpm by how much its clock is too slow, in parts per million
     * @param onFire resets the machine
     */
    SimWatchdog(EventQueue queue, SimRandom random, long granularityNanos, long ratePpm, Runnable onFire) {
        this.queue = queue;
        this.random = random;
        this.granularityNanos = granularityNanos;
        this.ratePpm = ratePpm;
        this.onFire = onFire;
    }

    boolean armed() {
        return armed;
    }

    /** Returns whether the device is there to be armed. */
    boolean arm(long timeoutNanos) {
        if (lost > 0) {
            return false;
        }
        armed = true;
        set(timeoutNanos);
        return true;
    }

    /** The device is not there for who wants to arm it ({@code +1}), until that is over ({@code -1}). */
    void lose(int change) {
        lost = Math.max(0, lost + change);
    }

    /** Sets the timer anew; nothing while it is not armed. */
    void feed(long timeoutNanos) {
        if (armed) {
            set(timeoutNanos);
        }
    }

    void disarm() {
        armed = false;
    }

    /** It never fires again. */
    void breakDown() {
        broken = true;
    }

    /** Uses up its tolerance at its early end ({@code +1}), until that is over ({@code -1}). */
    void early(int change) {
        early = Math.max(0, early + change);
    }

    /** Uses up its tolerance at its late end. */
    void late(int change) {
        late = Math.max(0, late + change);
    }

    private long deviationNanos() {
        if (early != late) {
            return early > late ? -granularityNanos : granularityNanos;
        }
        return random.between(-granularityNanos, granularityNanos);
    }

    private void set(long timeoutNanos) {
        long exact = Math.max(0, timeoutNanos + timeoutNanos / 1_000_000 * ratePpm);
        fireAt = queue.now() + Math.max(0, exact + deviationNanos());
        if (fireAt < checkAt) {
            checkAt = fireAt;
            queue.at(checkAt, this::check);
        }
    }

    private void check() {
        if (queue.now() < checkAt) {
            return; // Overtaken by an earlier check.
        }
        checkAt = Long.MAX_VALUE;
        if (!armed || broken) {
            return;
        }
        if (queue.now() >= fireAt) {
            armed = false;
            onFire.run();
        } else {
            checkAt = fireAt;
            queue.at(checkAt, this::check);
        }
    }
}
