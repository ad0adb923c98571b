package dev.liveset.failover;

/**
 * One size for which the packing test does not prove a number of losses: only sets of hosts that reach the thresholds
 * can leave over a VM of this size.
 */
final class SuspectRow {

    /** Own and restarted memory by host; a set below {@link #memoryThreshold} is safe. */
    final long[] memory;

    final long memoryThreshold;

    /** The same in numbers of VMs. */
    final long[] count;

    final long countThreshold;

    SuspectRow(long[] memory, long memoryThreshold, long[] count, long countThreshold) {
        this.memory = memory;
        this.memoryThreshold = memoryThreshold;
        this.count = count;
        this.countThreshold = countThreshold;
    }

    /** Whether the test leaves it open that the loss of these hosts leaves over a VM of this size. */
    boolean suspects(int[] lost, int lostCount) {
        long memorySum = 0;
        long countSum = 0;
        for (int i = 0; i < lostCount; i++) {
            memorySum += memory[lost[i]];
            countSum += count[lost[i]];
        }
        return memorySum >= memoryThreshold && countSum >= countThreshold;
    }
}
