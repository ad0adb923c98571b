package dev.liveset.sim;

/** Judges whether a pool came to rest in time: rest must begin before the limit, and it is one only when it lasts. */
final class RestWatch {
    static final long REST_NANOS = 3_000_000_000L;

    /** What a look says. */
    enum Outcome {
        /** Neither yet. */
        GOES_ON,
        /** The pool is at rest, and has been for long enough. */
        AT_REST,
        /** The limit is over, and no rest has begun. */
        TOO_LATE
    }

    private final long limitNanos;
    private long sinceNanos = -1;

    RestWatch(long limitNanos) {
        this.limitNanos = limitNanos;
    }

    /** Takes a look at the pool. Rest that began before the limit has its time to show that it lasts. */
    Outcome look(long nowNanos, boolean nothingMissing) {
        if (!nothingMissing) {
            sinceNanos = -1;
            return nowNanos >= limitNanos ? Outcome.TOO_LATE : Outcome.GOES_ON;
        }
        if (sinceNanos < 0) {
            sinceNanos = nowNanos;
        }
        return nowNanos - sinceNanos >= REST_NANOS ? Outcome.AT_REST : Outcome.GOES_ON;
    }

    /** Since when the pool is at rest, -1 while it is not. */
    long sinceNanos() {
        return sinceNanos;
    }
}
