package dev.liveset.recovery;

import dev.liveset.HostSet;

/**
 * The master's leave for one host to run one VM (DESIGN.md, E3 and the refinement <i>Permit</i>). A host refuses a
 * permit made for another incarnation of it, below its promise, or already answered.
 *
 * @param epoch epoch of the master that gave it, see {@link #epoch(long, int)}
 * @param sequence rises with every permit of the epoch
 * @param host index of the host it was made for
 * @param incarnation boot incarnation of that host it was made for
 */
public record Permit(long epoch, long sequence, int host, long incarnation) {
    /** An epoch from its number and the index of the host that took it: unique, and ordered by number first (E1). */
    public static long epoch(long number, int masterIndex) {
        return number * HostSet.MAX_HOSTS + masterIndex;
    }

    /** The number within an epoch. */
    public static long epochNumber(long epoch) {
        return epoch / HostSet.MAX_HOSTS;
    }

    /** The index of the host that took the epoch. */
    public static int epochMaster(long epoch) {
        return (int) (epoch % HostSet.MAX_HOSTS);
    }

    /** Whether this is the same permit or a later one. */
    public boolean notOlderThan(Permit other) {
        return epoch != other.epoch ? epoch > other.epoch : sequence >= other.sequence;
    }
}
