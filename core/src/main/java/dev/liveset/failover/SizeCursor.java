package dev.liveset.failover;

import java.util.Arrays;

/** By host, the memory and the number of the VMs that need at least some size; the size only falls. */
final class SizeCursor {

    private final LossModel model;
    private final long[] memory;
    private final long[] count;
    private int next;

    SizeCursor(LossModel model) {
        this.model = model;
        memory = new long[model.hosts.length];
        count = new long[model.hosts.length];
    }

    /** Takes in the VMs of at least {@code size}, best-effort ones too. */
    void moveTo(long size) {
        for (; next < model.size.length && model.size[next] >= size; next++) {
            int home = model.home[next];
            if (home >= 0) {
                memory[home] += model.size[next];
                count[home]++;
            }
        }
    }

    /** Goes back to the largest size. */
    void restart() {
        Arrays.fill(memory, 0);
        Arrays.fill(count, 0);
        next = 0;
    }

    long memory(int host) {
        return memory[host];
    }

    long count(int host) {
        return count[host];
    }
}
