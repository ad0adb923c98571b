package dev.liveset.sim;

import dev.liveset.TimingProof;

/**
 * What a {@link FailoverMeasurement} saw. Nanoseconds from the moment at which a host stopped; 0 when there was none.
 *
 * @param failures hosts that were stopped
 * @param ofMasters how many of them were master
 * @param removal the longest until the last survivor had the host out of its liveset
 * @param failover the longest until the master decided where its VMs start, when it was not the master
 * @param failoverOfMaster the same when it was
 * @param trouble the first thing that was not as it must be, empty when all was
 */
public record FailoverFigures(
        long failures, long ofMasters, long removal, long failover, long failoverOfMaster, String trouble) {
    /** Before the first. */
    public static final FailoverFigures NONE = new FailoverFigures(0, 0, 0, 0, 0, "");

    /** Both together. */
    public FailoverFigures and(FailoverFigures other) {
        return new FailoverFigures(
                failures + other.failures,
                ofMasters + other.ofMasters,
                Math.max(removal, other.removal),
                Math.max(failover, other.failover),
                Math.max(failoverOfMaster, other.failoverOfMaster),
                trouble.isEmpty() ? other.trouble : trouble);
    }

    /** Whether nothing took longer than was proven. */
    public boolean within(TimingProof proof) {
        return trouble.isEmpty()
                && removal <= proof.removal().nanos()
                && failover <= proof.failover().nanos()
                && failoverOfMaster <= proof.failoverOfMaster().nanos();
    }
}
