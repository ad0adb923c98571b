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

    void arm(long timeoutNanos) {
        armed = true;
        set(timeoutNanos);
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

    private void set(long timeoutNanos) {
        long exact = Math.max(0, timeoutNanos + timeoutNanos / 1_000_000 * ratePpm);
        fireAt = queue.now() + Math.max(0, exact + random.between(-granularityNanos, granularityNanos));
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
        if (!armed) {
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
