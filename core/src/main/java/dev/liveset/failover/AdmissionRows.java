package dev.liveset.failover;

import java.util.Arrays;

/**
 * The packing tests of a pool for one number of losses, kept per row so that the start or stop of a VM is checked in
 * time proportional to the number of rows. It may fail to prove what the full tests prove; it never proves more.
 */
final class AdmissionRows {

    /** So many rows are made anew in less than the time that a check may take. */
    private static final int FEW_ROWS = 128;

    private final int losses;
    private final LossModel model;
    private final RowLoads loads;
    private final TopSums atOnceMemory;
    private final TopSums atOnceCount;
    private final TopSums inSequenceMemory;
    private final TopSums inSequenceCount;
    private final TopSums wholeSlots;
    private final CloserRows closers;
    private final boolean proves;

    private AdmissionRows(LossModel model, int losses) {
        this.losses = losses;
        this.model = model;
        loads = new RowLoads(model);
        int rows = loads.size.length;
        atOnceMemory = new TopSums(losses, rows);
        atOnceCount = new TopSums(losses, rows);
        inSequenceMemory = new TopSums(losses, rows);
        inSequenceCount = new TopSums(losses, rows);
        wholeSlots = new TopSums(losses, rows);
        HostLoad[] hosts = HostLoad.all(model);
        for (int r = 0; r < rows; r++) {
            set(r, hosts);
        }
        boolean[] left = new boolean[rows];
        for (int r = 0; r < rows; r++) {
            left[r] = loads.isProtected[r] && !inSequenceMemory.proves(r) && !inSequenceCount.proves(r);
        }
        closers = new CloserRows(model, loads, losses, left);
        proves = provesAtOnce() && provesInSequence();
    }

    /** The rows, or null if the tests do not hold for the pool or protected VMs wait in it. */
    static AdmissionRows of(PlannerPool pool, int losses) {
        LossModel model = LossModel.of(new Survivors(pool.arrays()));
        if (model == null || Arrays.stream(model.home).anyMatch(h -> h < 0)) {
            return null;
        }
        return new AdmissionRows(model, losses);
    }

    private void set(int row, HostLoad[] hosts) {
        long[][] keys = new long[5][hosts.length];
        long[] threshold = {loads.size[row], 1, loads.size[row], 1, loads.smallest()};
        for (int h = 0; h < hosts.length; h++) {
            hosts[h].moveTo(loads.size[row]);
            for (int kind = 0; kind < keys.length; kind++) {
                long load = loads.load(kind, row, model.room[h]);
                keys[kind][h] = hosts[h].own(kind) + load;
                threshold[kind] += load;
            }
        }
        atOnceMemory.set(row, keys[0], threshold[0]);
        atOnceCount.set(row, keys[1], threshold[1]);
        inSequenceMemory.set(row, keys[2], threshold[2]);
        inSequenceCount.set(row, keys[3], threshold[3]);
        wholeSlots.set(row, keys[4], threshold[4]);
    }

    /** Whether the rows prove the losses for the pool as it is. */
    boolean proves() {
        return proves;
    }

    private boolean provesAtOnce() {
        for (int r = 0; r < loads.size.length; r++) {
            if (loads.isProtected[r] && !atOnceMemory.proves(r) && !atOnceCount.proves(r)) {
                return false;
            }
        }
        return losses <= model.hosts.length;
    }

    private boolean provesInSequence() {
        boolean any = true;
        boolean slots = keepsSlots();
        for (int r = 0; r < loads.size.length; r++) {
            any &= losses <= 1 // the first loss of a sequence is one at once
                    || !loads.isProtected[r]
                    || inSequenceMemory.proves(r)
                    || inSequenceCount.proves(r)
                    || closers.proves(r);
            slots &= r == 0 || wholeSlots.proves(r);
        }
        return any || slots;
    }

    /** Whether lemma 4 may be used with the rows for losses at once, which do not count best-effort VMs. */
    private boolean keepsSlots() {
        return model.keepsSlots && !model.hasBestEffort;
    }

    /** Whether the rows prove the losses for the pool after {@code change}. */
    boolean proves(PoolChange change, PlannerPool pool) {
        VmDelta delta = VmDelta.of(change, pool);
        if (delta == null) {
            return false;
        }
        if (!loads.covers(delta)) {
            return loads.size.length <= FEW_ROWS && new AdmissionRows(model.after(delta), losses).proves();
        }
        int position = Arrays.binarySearch(model.hosts, delta.host());
        long roomAfter = pool.arrays().receives[delta.host()] ? delta.roomAfter() : 0;
        HostLoad host = HostLoad.of(model, position);
        boolean isNewSize = delta.after() > 0 && !loads.has(delta.after());
        boolean any = losses <= 1
                || !isNewSize
                || !delta.protectedAfter()
                || provesBetween(2, position, delta, roomAfter)
                || closers.provesBetween(delta, position, roomAfter);
        // A new size may not divide the others, and then whole slots are not kept any more.
        boolean slots = keepsSlots() && !isNewSize && (delta.after() == 0 || delta.protectedAfter());
        if (isNewSize && delta.protectedAfter() && !provesBetween(0, position, delta, roomAfter)) {
            return false;
        }
        for (int r = 0; r < loads.size.length && (any || slots); r++) {
            host.moveTo(loads.size[r]);
            boolean isRow = loads.isProtected[r] || (delta.protectedAfter() && delta.after() == loads.size[r]);
            if (isRow
                    && !proves(atOnceMemory, 0, r, host, delta, roomAfter)
                    && !proves(atOnceCount, 1, r, host, delta, roomAfter)) {
                return false;
            }
            any = any
                    && (!isRow
                            || losses <= 1
                            || proves(inSequenceMemory, 2, r, host, delta, roomAfter)
                            || proves(inSequenceCount, 3, r, host, delta, roomAfter)
                            || closers.proves(r, delta, host.room(), roomAfter));
            slots = slots && (r == 0 || proves(wholeSlots, 4, r, host, delta, roomAfter));
        }
        return any || slots;
    }

    private boolean proves(TopSums sums, int kind, int row, HostLoad host, VmDelta delta, long roomAfter) {
        long loadBefore = loads.load(kind, row, host.room());
        long loadAfter = loads.load(kind, row, roomAfter);
        long own = host.own(kind);
        long ownAfter = own + RowLoads.change(kind, loads.size[row], delta);
        return sums.proves(row, own + loadBefore, ownAfter + loadAfter, loadAfter - loadBefore);
    }

    /** Whether the new row for a size between the rows proves the losses by memory or, the next kind, by count. */
    private boolean provesBetween(int memoryKind, int changed, VmDelta delta, long roomAfter) {
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
