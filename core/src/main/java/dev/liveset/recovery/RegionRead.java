package dev.liveset.recovery;

/** The reads of one region: the one under way, and what the last one that helped counts for. */
final class RegionRead {
    boolean isUnderWay;
    /** Whether the host's trailer moved since the last read was asked for. */
    boolean isBehind = true;

    boolean hasFailed;
    boolean wasAsked;
    long askedNanos;
    private boolean askedOut;
    private long askedTenure;

    /** Whether any read helped; the rest is about the last one that did. */
    boolean counts;

    long beganNanos;
    boolean wasOut;
    private long tenure = -1;

    void ask(long nowNanos, boolean hostIsOut, long ofTenure) {
        isUnderWay = true;
        isBehind = false;
        wasAsked = true;
        askedNanos = nowNanos;
        askedOut = hostIsOut;
        askedTenure = ofTenure;
    }

    void answer(long began, boolean helped) {
        isUnderWay = false;
        hasFailed = !helped;
        if (helped) {
            counts = true;
            beganNanos = began;
            wasOut = askedOut;
            tenure = askedTenure;
        }
    }

    boolean countsFor(long ofTenure) {
        return counts && tenure == ofTenure;
    }
}
