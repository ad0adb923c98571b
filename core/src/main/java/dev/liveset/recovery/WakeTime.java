package dev.liveset.recovery;

/** The next moment at which time alone, without any news, asks for a pass. */
final class WakeTime {
    private long atNanos;
    private boolean set;

    void clear() {
        set = false;
    }

    void at(long nanos) {
        if (!set || nanos - atNanos < 0) {
            atNanos = nanos;
            set = true;
        }
    }

    boolean isDue(long nowNanos) {
        return set && nowNanos - atNanos >= 0;
    }
}
