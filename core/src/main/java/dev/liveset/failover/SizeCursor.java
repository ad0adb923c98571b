package dev.liveset.failover;

import java.util.Arrays;

/** By host, the memory and the number of the VMs that need at least some size. */
final class SizeCursor {

    private final LossModel model;
    private final boolean protectedOnly;
    private final long[] memory;
    private final long[] count;
    private int next;

    /** A cursor over all VMs of the model, best-effort ones too. */
    SizeCursor(LossModel model) {
        this(model, false);
    }

    private SizeCursor(LossModel model, boolean protectedOnly) {
        this.model = model;
        this.protectedOnly = protectedOnly;
        memory = new long[model.hosts.length];
        count = new long[model.hosts.length];
    }

    /** A cursor over protected VMs alone. */
    static SizeCursor ofProtected(LossModel model) {
        return new SizeCursor(model, true);
    }

    /** Takes in the VMs of at least {@code size}, and no others; a step from the size before is short. */
    void moveTo(long size) {
        for (; next < model.size.length && model.size[next] >= size; next++) {
            take(next, 1);
        }
        for (; next > 0 && model.size[next - 1] < size; next--) {
            take(next - 1, -1);
        }
    }

    private void take(int index, int sign) {
        int home = model.home[index];
        if (home >= 0 && (model.isProtected[index] || !protectedOnly)) {
            memory[home] += sign * model.size[index];
            count[home] += sign;
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
