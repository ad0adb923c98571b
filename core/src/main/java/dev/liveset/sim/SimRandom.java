package dev.liveset.sim;

/** The simulator's own pseudo-random numbers (SplitMix64): the same on every JDK, so a seed replays for ever. */
final class SimRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    SimRandom(long seed) {
        state = seed;
    }

    /** A seed for the n-th of many independent runs. */
    static long mix(long seed, long n) {
        return scramble(seed + GOLDEN * (n + 1));
    }

    long next() {
        state += GOLDEN;
        return scramble(state);
    }

    /** Uniform in 0 to bound - 1. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** Uniform in low to high, both included. */
    long between(long low, long high) {
        return high <= low ? low : low + Long.remainderUnsigned(next(), high - low + 1);
    }

    boolean chance(double probability) {
        return (next() >>> 11) * 0x1.0p-53 < probability;
    }

    /** A generator of its own, so that what one part draws does not shift another part. */
    SimRandom split() {
        return new SimRandom(next());
    }

    private static long scramble(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
