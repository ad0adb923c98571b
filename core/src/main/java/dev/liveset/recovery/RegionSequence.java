package dev.liveset.recovery;

/** The one sequence that all regions of a host share; it rises within the incarnation. */
final class RegionSequence {
    private long last;

    long next() {
        return ++last;
    }
}
