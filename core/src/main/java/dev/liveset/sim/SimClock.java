package dev.liveset.sim;

/** A clock that runs a little too fast or too slow, from an arbitrary origin, as every real one does. */
final class SimClock {
    private static final long MILLION = 1_000_000L;

    private final long originNanos;
    private final long sinceNanos;
    private final long ratePpm;

    /**
     * @param sinceNanos virtual time at which the clock began
     * @param originNanos what it showed then
     * @param ratePpm by how much it is too fast, in parts per million
     */
    SimClock(long sinceNanos, long originNanos, long ratePpm) {
        this.sinceNanos = sinceNanos;
        this.originNanos = originNanos;
        this.ratePpm = ratePpm;
    }

    /** What the clock shows at a virtual time. */
    long shows(long virtualNanos) {
        long passed = virtualNanos - sinceNanos;
        return originNanos + passed + passed / MILLION * ratePpm + passed % MILLION * ratePpm / MILLION;
    }

    /** The same clock after it stood still: goes on from what it showed then. */
    SimClock goesOn(long virtualNanos, long shown) {
        return new SimClock(virtualNanos, shown, ratePpm);
    }

    /** How much virtual time passes while the clock counts this much. */
    long virtualDuration(long clockNanos) {
        return (long) (clockNanos * (double) MILLION / (MILLION + ratePpm));
    }
}
