package dev.liveset.failover;

/** What the loss of one host sets free, by row of the packing tests: a cursor over its VMs, the largest first. */
final class HostLoad {

    private final long[] size;
    private final boolean[] isProtected;
    private final long room;
    private long allMemory;
    private int next;
    private long memory;
    private long count;

    private HostLoad(long room, int vms) {
        this.room = room;
        size = new long[vms];
        isProtected = new boolean[vms];
    }

    /** The loads of all hosts of the model, in which no VM waits. */
    static HostLoad[] all(LossModel model) {
        int[] vms = new int[model.hosts.length];
        for (int home : model.home) {
            vms[home]++;
        }
        HostLoad[] loads = new HostLoad[vms.length];
        for (int h = 0; h < vms.length; h++) {
            loads[h] = new HostLoad(model.room[h], vms[h]);
        }
        for (int i = model.size.length - 1; i >= 0; i--) {
            int home = model.home[i];
            loads[home].put(--vms[home], model.size[i], model.isProtected[i]);
        }
        return loads;
    }

    /** The load of one host. */
    static HostLoad of(LossModel model, int host) {
        int vms = 0;
        for (int home : model.home) {
            vms += home == host ? 1 : 0;
        }
        HostLoad load = new HostLoad(model.room[host], vms);
        for (int i = model.size.length - 1; i >= 0; i--) {
            if (model.home[i] == host) {
                load.put(--vms, model.size[i], model.isProtected[i]);
            }
        }
        return load;
    }

    private void put(int at, long vmSize, boolean vmIsProtected) {
        size[at] = vmSize;
        isProtected[at] = vmIsProtected;
        allMemory += vmSize;
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
