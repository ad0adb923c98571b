package dev.liveset.failover;

/** What the loss of one host sets free, by row of the packing tests: a cursor over its VMs, the largest first. */
final class HostLoad {

    private final long[] size;
    private final boolean[] isProtected;
    private final long room;
    private final long allMemory;
    private int next;
    private long memory;
    private long count;

    HostLoad(LossModel model, int host) {
        int vms = 0;
        for (int home : model.home) {
            vms += home == host ? 1 : 0;
        }
        size = new long[vms];
        isProtected = new boolean[vms];
        room = model.room[host];
        int at = 0;
        long sum = 0;
        for (int i = 0; i < model.size.length; i++) {
            if (model.home[i] == host) {
                size[at] = model.size[i];
                isProtected[at++] = model.isProtected[i];
                sum += model.size[i];
            }
        }
        allMemory = sum;
    }

    long room() {
        return room;
    }

    /** Moves down to the VMs of at least {@code row}; rows must come in descending order. */
    void moveTo(long row) {
        for (; next < size.length && size[next] >= row; next++) {
            if (isProtected[next]) {
                memory += size[next];
                count++;
            }
        }
    }

    /** What the host sets free, as the test of this {@link RowLoads} kind counts it. */
    long own(int kind) {
        return switch (kind) {
            case RowLoads.AT_ONCE_MEMORY -> memory;
            case RowLoads.AT_ONCE_COUNT -> count;
            case RowLoads.IN_SEQUENCE_COUNT -> size.length;
            default -> allMemory;
        };
    }
}
