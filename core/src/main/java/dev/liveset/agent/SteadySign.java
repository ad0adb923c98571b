package dev.liveset.agent;

/**
 * A sign that something of this host's own side works. Once it was missing it counts again only when it has been there without
 * a break for long enough.
 */
final class SteadySign {
    private final long steadyNanos;
    private boolean there;
    private boolean everMissed;
    private long sinceNanos;

    /** @param there whether it counts from the beginning, until it is missing */
    SteadySign(boolean there, long steadyNanos) {
        this.there = there;
        this.everMissed = !there;
        this.steadyNanos = steadyNanos;
    }

    void on(long nowNanos, boolean nowThere) {
        if (nowThere && !there) {
            sinceNanos = nowNanos;
        }
        everMissed |= !nowThere;
        there = nowThere;
    }

    /** Nobody looked for a while. */
    void doubt(long nowNanos) {
        everMissed = true;
        sinceNanos = nowNanos;
    }

    boolean counts(long nowNanos) {
        return there && (!everMissed || nowNanos - sinceNanos >= steadyNanos);
    }
}
