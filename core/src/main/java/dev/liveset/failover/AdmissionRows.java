package dev.liveset.failover;

import java.util.Arrays;

/**
 * The packing tests of a pool for one number of losses, kept per row so that the start or stop of a VM is checked, and
 * carried out, in time proportional to the number of rows. It may fail to prove what the full tests prove; it never
 * proves more.
 *
 * <p>A row is made when it is first asked, carried over a change as a bound, and made anew only when that bound proves
 * too little.
 */
final class AdmissionRows {

    /** So many rows are made anew in less than the time that a check may take. */
    private static final int FEW_ROWS = 128;

    private final int losses;
    private final LossModel model;
    private final RowLoads loads;
    private final RowSums sums;
    private final CloserRows closers;

    private AdmissionRows(LossModel model, int losses) {
        this.losses = losses;
        this.model = model;
        loads = new RowLoads(model);
        sums = new RowSums(model, loads, losses, keepsSlots());
        closers = new CloserRows(model, loads, losses);
    }

    /** The rows, or null if the tests do not hold for the pool or protected VMs wait in it. */
    static AdmissionRows of(PlannerPool pool, int losses) {
        LossModel model = model(pool);
        return model == null ? null : new AdmissionRows(model, losses);
    }

    private static LossModel model(PlannerPool pool) {
        LossModel model = LossModel.of(new Survivors(pool.arrays()));
        return model == null || Arrays.stream(model.home).anyMatch(h -> h < 0) ? null : model;
    }

    /** The rows of {@code after}, the pool that {@code change} makes of {@code before}; null as in {@link #of}. */
    AdmissionRows after(PoolChange change, PlannerPool before, PlannerPool after) {
        LossModel next = model(after);
        VmDelta delta = VmDelta.of(change, before);
        if (next == null || delta == null) {
            return next == null ? null : new AdmissionRows(next, losses);
        }
        return after(delta, next);
    }

    private AdmissionRows after(VmDelta delta, LossModel next) {
        AdmissionRows rows = new AdmissionRows(next, losses);
        // Where whole slots are kept there are no more rows than powers of two.
        if (!keepsSlots() && !rows.keepsSlots() && loads.hasUnitsOf(rows.loads)) {
            rows.carry(this, delta);
        }
        return rows;
    }

    private void carry(AdmissionRows before, VmDelta delta) {
        int position = Arrays.binarySearch(model.hosts, delta.host());
        HostLoad host = HostLoad.of(before.model, position);
        long room = model.room[position];
        int old = 0;
        for (int r = 0; r < loads.size.length; r++) {
            while (old < before.loads.size.length && before.loads.size[old] > loads.size[r]) {
                old++;
            }
            if (old < before.loads.size.length && loads.isSame(r, before.loads, old)) {
                host.moveTo(loads.size[r]);
                sums.carry(r, before.sums, old, host, delta, room);
                closers.carry(r, before.closers, old, delta, host.room(), room);
            }
        }
    }

    /** Whether the rows prove the losses for the pool as it is. */
    boolean proves() {
        if (losses > model.hosts.length || loads.size.length == 0) {
            return losses <= model.hosts.length;
        }
        return proves(VmDelta.none(model.hosts[0], model.room[0]), 0, model.room[0]);
    }

    /** Whether lemma 4 may be used with the rows for losses at once, which do not count best-effort VMs. */
    private boolean keepsSlots() {
        return model.keepsSlots && !model.hasBestEffort;
    }

    /** Whether the rows prove the losses for the pool after {@code change}. */
    boolean proves(PoolChange change, PlannerPool pool) {
        VmDelta delta = VmDelta.of(change, pool);
        if (delta == null || losses > model.hosts.length) {
            return false;
        }
        if (!loads.covers(delta)) {
            AdmissionRows rows = after(delta, model.after(delta));
            return (loads.size.length <= FEW_ROWS || loads.hasUnitsOf(rows.loads)) && rows.proves();
        }
        int position = Arrays.binarySearch(model.hosts, delta.host());
        return proves(delta, position, pool.arrays().receives[delta.host()] ? delta.roomAfter() : 0);
    }

    private boolean proves(VmDelta delta, int position, long roomAfter) {
        boolean isNewSize = delta.after() > 0 && !loads.has(delta.after());
        boolean isNewRow = isNewSize && delta.protectedAfter();
        if (isNewRow && !sums.provesBetween(RowLoads.AT_ONCE_MEMORY, position, delta, roomAfter)) {
            return false;
        }
        boolean any = losses <= 1
                || !isNewRow
                || sums.provesBetween(RowLoads.IN_SEQUENCE_MEMORY, position, delta, roomAfter)
                || closers.provesBetween(delta, position, roomAfter);
        // A new size may not divide the others, and then whole slots are not kept any more.
        boolean slots =
                keepsSlots() && !isNewSize && !delta.addsSize() && (delta.after() == 0 || delta.protectedAfter());
        sums.restart();
        closers.restart();
        HostLoad host = HostLoad.of(model, position);
        for (int r = 0; r < loads.size.length && (any || slots); r++) {
            host.moveTo(loads.size[r]);
            if (!loads.isProtected[r] && !(delta.protectedAfter() && delta.after() == loads.size[r])) {
                continue;
            }
            boolean atOnce = sums.provesAtOnce(r, host, delta, roomAfter);
            boolean inSequence = provesInSequence(r, host, delta, roomAfter);
            if (!(atOnce && inSequence) && sums.makes(r)) {
                atOnce = sums.provesAtOnce(r, host, delta, roomAfter);
                inSequence = provesInSequence(r, host, delta, roomAfter);
            }
            if (!atOnce) {
                return false;
            }
            any = any && (inSequence || closers.makes(r) && closers.proves(r, delta, host.room(), roomAfter));
            slots = slots && (r == 0 || sums.provesWholeSlots(r, host, delta, roomAfter));
        }
        return any || slots;
    }

    private boolean provesInSequence(int row, HostLoad host, VmDelta delta, long roomAfter) {
        return losses <= 1 // the first loss of a sequence is one at once
                || sums.provesInSequence(row, host, delta, roomAfter)
                || closers.proves(row, delta, host.room(), roomAfter);
    }
}
