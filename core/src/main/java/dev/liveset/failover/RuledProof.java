package dev.liveset.failover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The packing tests for any pool: several resources, allowed hosts and hard anti-affinity; lemma 9 of the package
 * description. There is a row for every protected VM unlike those before it; rows are visited by descending memory.
 */
final class RuledProof implements PackingTest {

    private final PoolArrays pool;
    private final RuledVms vms;
    private final boolean inSequence;
    private final int kinds;
    private final int hosts;
    private final LastLoss[] losses;

    /** By class, kind and host: what its loss sets free for the VMs of that class to compete with. */
    private final long[][][] own;

    /** The same, of protected VMs with at least the memory of the row. */
    private final long[][][] ofRow;

    private final long[][] waiting;
    private final long[] loads;
    private RuledLoads taken;
    private int next;
    private final Set<List<Long>> seen = new HashSet<>();
    private final int[] rowVms;
    private int rowCount;

    private RuledProof(Survivors state, boolean inSequence) {
        pool = state.pool;
        vms = new RuledVms(state);
        this.inSequence = inSequence;
        taken = new RuledLoads(pool);
        kinds = taken.kinds;
        hosts = vms.hosts.length;
        losses = new LastLoss[kinds];
        for (int kind = 0; kind < kinds; kind++) {
            losses[kind] = new LastLoss(hosts);
        }
        ofRow = new long[vms.classes][kinds][hosts];
        own = inSequence ? new long[vms.classes][kinds][hosts] : ofRow;
        waiting = new long[vms.classes][kinds];
        loads = new long[hosts];
        rowVms = new int[vms.vm.length];
    }

    /** The test for losses at the same moment. */
    static RuledProof atOnce(Survivors state) {
        return new RuledProof(state, false);
    }

    /** The test for losses one after another, in a state in which no VM waits that has a place. */
    static RuledProof inSequence(Survivors state) {
        return new RuledProof(state, true);
    }

    @Override
    public int losses() {
        int proven = hosts;
        start();
        while (nextRows()) {
            for (int r = 0; r < rowCount; r++) {
                proven = Math.min(proven, row(rowVms[r], proven));
            }
        }
        return proven;
    }

    @Override
    public List<SuspectRow> suspects(int wanted) {
        List<SuspectRow> suspects = new ArrayList<>();
        start();
        while (nextRows()) {
            for (int r = 0; r < rowCount; r++) {
                if (row(rowVms[r], wanted) < wanted) {
                    suspects.add(suspect(rowVms[r]));
                }
            }
        }
        return suspects;
    }

    private SuspectRow suspect(int vm) {
        long memory = sums(0, vm);
        long count = sums(pool.resourceCount, vm);
        return new SuspectRow(losses[0].key.clone(), memory, losses[pool.resourceCount].key.clone(), count);
    }

    private void start() {
        taken = new RuledLoads(pool);
        next = 0;
        for (int c = 0; c < vms.classes; c++) {
            Arrays.fill(waiting[c], 0);
            for (int kind = 0; kind < kinds; kind++) {
                Arrays.fill(ofRow[c][kind], 0);
                Arrays.fill(own[c][kind], 0);
            }
        }
        for (int i = 0; i < vms.vm.length && inSequence; i++) {
            taken.take(vms.vm[i]);
            add(own, i);
        }
    }

    /** Takes in the VMs of the next smaller memory; false at the end. */
    private boolean nextRows() {
        rowCount = 0;
        seen.clear();
        int first = next;
        while (next < vms.vm.length && pool.need[vms.vm[next]] == pool.need[vms.vm[first]]) {
            int vm = vms.vm[next];
            if (pool.protection[vm] == Protection.PROTECTED) {
                taken.take(vm);
                add(ofRow, next);
                if (seen.add(vms.row(vm))) {
                    rowVms[rowCount++] = vm;
                }
            }
            next++;
        }
        return next > first;
    }

    private void add(long[][][] sums, int index) {
        int vm = vms.vm[index];
        for (int c = 0; c < vms.classes; c++) {
            if (vms.compete(c, vms.classOf(vm))) {
                for (int kind = 0; kind < kinds; kind++) {
                    if (vms.home[index] >= 0) {
                        sums[c][kind][vms.home[index]] += taken.amount(kind, vm);
                    } else {
                        waiting[c][kind] += taken.amount(kind, vm);
                    }
                }
            }
        }
    }

    /** How many losses, up to {@code most}, the row of this VM allows by the resource or number that proves most. */
    private int row(int vm, int most) {
        int proven = 0;
        for (int kind = 0; kind < kinds && proven < most; kind++) {
            long threshold = sums(kind, vm);
            proven = Math.max(proven, losses[kind].below(threshold));
            if (vms.isBound(vm)) {
                proven = Math.max(proven, sparingOne(kind, vm, threshold));
            }
        }
        return Math.min(proven, most);
    }

    /** Sets keys and discounts for the row of this VM; returns the threshold. */
    private long sums(int kind, int vm) {
        int c = vms.classOf(vm);
        long[] key = losses[kind].key;
        long[] discount = losses[kind].discount;
        long threshold = taken.amount(kind, vm) - waiting[c][kind];
        for (int h = 0; h < hosts; h++) {
            loads[h] = vms.mayTake(h, vm) ? load(kind, vm, h) : 0;
            key[h] = own[c][kind][h] + loads[h];
            discount[h] = own[c][kind][h] - ofRow[c][kind][h];
            threshold += loads[h];
        }
        int closed = vms.closedByGroup(vm);
        if (closed > 0) {
            Arrays.sort(loads);
            for (int i = hosts - 1; i >= Math.max(0, hosts - closed); i--) {
                threshold -= loads[i];
            }
        }
        return threshold;
    }

    /** The least restarted amount on a survivor that has too little left for the VM. */
    private long load(int kind, int vm, int host) {
        long least = Long.MAX_VALUE;
        for (int r = 0; r < pool.resourceCount; r++) {
            long need = pool.need(r, vm);
            long room = vms.room(r, host);
            if (need > room) {
                return 0;
            }
            if (need > 0) {
                long held = taken.held(kind, r, room - need + 1);
                if (kind == 0 && !inSequence) {
                    held = Math.max(held, taken.held(pool.resourceCount, r, room - need + 1) * pool.need[vm]);
                }
                least = Math.min(least, held);
            }
        }
        return least;
    }

    /** A loss that takes all hosts that a bound VM may run on strands it: only one that spares any of them leaves it over. */
    private int sparingOne(int kind, int vm, long threshold) {
        long[] key = losses[kind].key;
        int lightest = -1;
        for (int h = 0; h < hosts; h++) {
            if (vms.mayTake(h, vm) && (lightest < 0 || key[h] < key[lightest])) {
                lightest = h;
            }
        }
        long[] others = key.clone();
        others[lightest] = 0;
        return WorstLosses.below(others, hosts, threshold);
    }
}
