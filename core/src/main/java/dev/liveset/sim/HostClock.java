package dev.liveset.sim;

/**
 * The clock by which the agents of one machine live, another one after each boot, and how it comes through suspensions:
 * it jumps when the machine goes on, or has stood still too.
 */
final class HostClock {
    private static final long RUNS = Long.MIN_VALUE;

    private final EventQueue queue;
    private final SimRandom random;
    private final long mostPpm;
    private SimClock clock;
    private long suspendedUntil;
    /** What the clock shows while it stands still, {@link #RUNS} while it runs. */
    private long stoodAt = RUNS;
    /** For how long it has stood still since the machine booted. */
    private long stoodStillNanos;

    private long wentOnNanos = RUNS;
    /** Since when it stands still, and for how long it ever stood still, in virtual time. */
    private long stoodSince;

    private long stoodInAllNanos;

    HostClock(EventQueue queue, SimRandom random, long mostPpm) {
        this.queue = queue;
        this.random = random;
        this.mostPpm = mostPpm;
        boot();
    }

    /** The machine has booted: its clock begins anywhere, at a rate of its own. */
    void boot() {
        long ppm = random.between(-mostPpm, mostPpm);
        if (mostPpm > 0 && random.chance(0.3)) {
            ppm = ppm < 0 ? -mostPpm : mostPpm;
        }
        if (stoodAt != RUNS) {
            stoodInAllNanos += queue.now() - stoodSince;
        }
        stoodAt = RUNS;
        stoodStillNanos = 0;
        wentOnNanos = RUNS;
        clock = new SimClock(queue.now(), random.between(0, 1_000_000_000_000L), ppm);
    }

    /** The machine is dead, and no longer suspended. */
    void die() {
        suspendedUntil = 0;
    }

    /** What it shows now. */
    long nanos() {
        return stoodAt != RUNS ? stoodAt : clock.shows(queue.now());
    }

    /** How long such a duration on this clock takes in virtual time. */
    long virtualDuration(long hostNanos) {
        return clock.virtualDuration(hostNanos);
    }

    /** Virtual time without the times that this clock stood still. */
    long countedNanos() {
        return (stoodAt != RUNS ? stoodSince : queue.now()) - stoodInAllNanos;
    }

    /** When it last went on after it had stood still, as it shows it; before all times if it never did since the boot. */
    long wentOnNanos() {
        return wentOnNanos;
    }

    /** For how long the clock has stood still since the machine booted; another one has counted on. */
    long stoodStillNanos() {
        return stoodStillNanos;
    }

    /** It stands still until the suspension that begins now is over. */
    void standStill() {
        if (stoodAt == RUNS) {
            stoodAt = nanos();
            stoodSince = queue.now();
        }
    }

    /** The machine is suspended for so long, or for what is left of a longer suspension. */
    void suspend(long nanos) {
        suspendedUntil = Math.max(suspendedUntil, queue.now() + nanos);
        queue.at(suspendedUntil, this::goOn);
    }

    private void goOn() {
        if (stoodAt != RUNS && !isSuspended()) {
            stoodInAllNanos += queue.now() - stoodSince;
            wentOnNanos = stoodAt;
            stoodStillNanos += clock.shows(queue.now()) - stoodAt;
            clock = clock.goesOn(queue.now(), stoodAt);
            stoodAt = RUNS;
        }
    }

    boolean isSuspended() {
        return queue.now() < suspendedUntil;
    }

    long suspendedForNanos() {
        return suspendedUntil - queue.now();
    }
}
