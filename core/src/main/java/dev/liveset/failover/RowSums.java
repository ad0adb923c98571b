package dev.liveset.failover;

/** By row, the sums of lemmas 1, 2 and 4 for one number of losses, each with and without the change of a VM. */
final class RowSums {

    private final LossModel model;
    private final RowLoads loads;
    private final int losses;

    /** By kind of {@link RowLoads}; those of whole slots only where lemma 4 may be used. */
    private final TopSums[] sums;

    /** Whether a row is exact, not only carried. */
    private final boolean[] made;

    private HostLoad[] hosts;

    /** Rows that prove nothing yet. */
    RowSums(LossModel model, RowLoads loads, int losses, boolean keepsSlots) {
        this.model = model;
        this.loads = loads;
        this.losses = losses;
        sums = new TopSums[RowLoads.WHOLE_SLOTS + (keepsSlots ? 1 : 0)];
        for (int kind = 0; kind < sums.length; kind++) {
            sums[kind] = new TopSums(losses, loads.size.length);
        }
        made = new boolean[loads.size.length];
    }

    /** Goes back to the first row; between two calls, rows are made in their order. */
    void restart() {
        hosts = null;
    }

    /** Makes the row exact and returns true, or false if it was. */
    boolean makes(int row) {
        if (made[row]) {
            return false;
        }
        hosts = hosts == null ? HostLoad.all(model) : hosts;
        long[][] keys = new long[sums.length][hosts.length];
        long[] threshold = {loads.size[row], 1, loads.size[row], 1, loads.smallest()};
        for (int h = 0; h < hosts.length; h++) {
            hosts[h].moveTo(loads.size[row]);
            for (int kind = 0; kind < sums.length; kind++) {
                long load = loads.load(kind, row, model.room[h]);
                keys[kind][h] = hosts[h].own(kind) + load;
                threshold[kind] += load;
            }
        }
        for (int kind = 0; kind < sums.length; kind++) {
            sums[kind].set(row, keys[kind], threshold[kind]);
        }
        made[row] = true;
        return true;
    }

    /** Sets a row to what is surely left of one of {@code before} after the change of a VM; not for whole slots. */
    void carry(int row, RowSums before, int rowBefore, HostLoad host, VmDelta delta, long roomAfter) {
        for (int kind = 0; kind < RowLoads.WHOLE_SLOTS; kind++) {
            long loadBefore = loads.load(kind, row, host.room());
            long loadAfter = loads.load(kind, row, roomAfter);
            long own = host.own(kind);
            long ownAfter = own + RowLoads.change(kind, loads.size[row], delta);
            sums[kind].carry(
                    row, before.sums[kind], rowBefore, own + loadBefore, ownAfter + loadAfter, loadAfter - loadBefore);
        }
    }

    /** Whether the row proves the losses at once after the change. */
    boolean provesAtOnce(int row, HostLoad host, VmDelta delta, long roomAfter) {
        return proves(RowLoads.AT_ONCE_MEMORY, row, host, delta, roomAfter)
                || proves(RowLoads.AT_ONCE_COUNT, row, host, delta, roomAfter);
    }

    /** Whether the row proves the losses in sequence after the change, whatever placements are chosen. */
    boolean provesInSequence(int row, HostLoad host, VmDelta delta, long roomAfter) {
        return proves(RowLoads.IN_SEQUENCE_MEMORY, row, host, delta, roomAfter)
                || proves(RowLoads.IN_SEQUENCE_COUNT, row, host, delta, roomAfter);
    }

    /** Whether the row proves the losses in sequence after the change, where whole slots are kept. */
    boolean provesWholeSlots(int row, HostLoad host, VmDelta delta, long roomAfter) {
        return proves(RowLoads.WHOLE_SLOTS, row, host, delta, roomAfter);
    }

    private boolean proves(int kind, int row, HostLoad host, VmDelta delta, long roomAfter) {
        long loadBefore = loads.load(kind, row, host.room());
        long loadAfter = loads.load(kind, row, roomAfter);
        long own = host.own(kind);
        long ownAfter = own + RowLoads.change(kind, loads.size[row], delta);
        return sums[kind].proves(row, own + loadBefore, ownAfter + loadAfter, loadAfter - loadBefore);
    }

    /** Whether the new row for a size between the rows proves the losses by memory or, the next kind, by count. */
    boolean provesBetween(int memoryKind, int changed, VmDelta delta, long roomAfter) {
        return provesBetweenBy(memoryKind, changed, delta, roomAfter)
                || provesBetweenBy(memoryKind + 1, changed, delta, roomAfter);
    }

    private boolean provesBetweenBy(int kind, int changed, VmDelta delta, long roomAfter) {
        long s = delta.after();
        boolean inSequence = kind == RowLoads.IN_SEQUENCE_MEMORY || kind == RowLoads.IN_SEQUENCE_COUNT;
        boolean byCount = kind == RowLoads.AT_ONCE_COUNT || kind == RowLoads.IN_SEQUENCE_COUNT;
        long[] keys = new long[model.hosts.length];
        for (int i = 0; i < model.size.length; i++) {
            if (inSequence || (model.isProtected[i] && model.size[i] >= s)) {
                keys[model.home[i]] += byCount ? 1 : model.size[i];
            }
        }
        keys[changed] += RowLoads.change(kind, s, delta);
        long threshold = byCount ? 1 : s;
        for (int h = 0; h < keys.length; h++) {
            long load = loads.loadBetween(kind, s, h == changed ? roomAfter : model.room[h]);
            keys[h] += load;
            threshold += load;
        }
        return WorstLosses.below(keys, keys.length, threshold) >= losses;
    }
}
