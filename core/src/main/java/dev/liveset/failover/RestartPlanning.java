package dev.liveset.failover;

import java.util.Arrays;

/**
 * Plans one loss on a {@link Survivors} picture and carries it out there: protected VMs all at once if they fit, else
 * by restart order; then best-effort VMs in what is left.
 */
final class RestartPlanning {

    /** Complete re-packings tried for the sake of single VMs, when not all fit. */
    private static final int REPACK_LIMIT = 64;

    private final PoolArrays pool;
    private final Packer packer;
    private final int[] vms;
    private boolean limitReached;

    RestartPlanning(PoolArrays pool, Packer packer) {
        this.pool = pool;
        this.packer = packer;
        vms = new int[pool.vmCount];
    }

    long steps() {
        return packer.steps();
    }

    /** Whether some VM was left over without proof that it has no place. */
    boolean isLimitReached() {
        return limitReached;
    }

    /** Starts every waiting protected VM, or none and returns false; stranded ones do not count. */
    boolean startProtected(Survivors state) {
        int count = state.waiting(Protection.PROTECTED, null, vms);
        boolean all = packer.startAll(state, vms, count);
        limitReached = packer.isLimitReached();
        return all;
    }

    /** Starts those best-effort VMs that lost their host since {@code nowhereBefore}, as far as there is room. */
    void startBestEffort(Survivors state, boolean[] nowhereBefore) {
        boolean[] candidate = new boolean[pool.vmCount];
        for (int v = 0; v < pool.vmCount; v++) {
            candidate[v] = !nowhereBefore[v];
        }
        int count = state.waiting(Protection.BEST_EFFORT, candidate, vms);
        sortByRank(count);
        for (int i = 0; i < count; i++) {
            Packer.start(state, packer.firstRule(), vms[i]);
        }
    }

    /** Starts what fits, the lower restart order first; a VM placed may move to another host to let one more in. */
    void startByOrder(Survivors state) {
        int count = state.waiting(Protection.PROTECTED, null, vms);
        int[] largestFirst = Arrays.copyOf(vms, count);
        boolean[] accepted = new boolean[pool.vmCount];
        sortByRank(count);
        int[] byRank = Arrays.copyOf(vms, count);
        int repacks = 0;
        packer.divideSearchBy(REPACK_LIMIT);
        int acceptedCount = 0;
        for (int vm : byRank) {
            boolean in = Packer.start(state, packer.firstRule(), vm);
            if (!in && repacks < REPACK_LIMIT && state.isReachable(vm)) {
                repacks++;
                accepted[vm] = true;
                in = repack(state, largestFirst, accepted, vm);
                limitReached |= packer.isLimitReached();
            } else if (!in && state.isReachable(vm)) {
                limitReached = true;
            }
            accepted[vm] = in;
            acceptedCount += in ? 1 : 0;
        }
        packer.divideSearchBy(1);
        if (acceptedCount == count) {
            limitReached = false;
        }
    }

    private boolean repack(Survivors state, int[] largestFirst, boolean[] accepted, int newcomer) {
        int[] all = new int[largestFirst.length];
        int[] before = state.places();
        int count = 0;
        for (int vm : largestFirst) {
            if (accepted[vm]) {
                all[count++] = vm;
                if (vm != newcomer) {
                    state.stop(vm);
                }
            }
        }
        if (packer.startAll(state, all, count)) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            if (all[i] != newcomer) {
                state.start(all[i], before[all[i]]);
            }
        }
        return false;
    }

    private void sortByRank(int count) {
        long[] key = new long[count];
        for (int i = 0; i < count; i++) {
            key[i] = ((long) pool.rank[vms[i]] << 32) + i;
        }
        Arrays.sort(key);
        int[] largestFirst = Arrays.copyOf(vms, count);
        for (int i = 0; i < count; i++) {
            vms[i] = largestFirst[(int) key[i]];
        }
    }
}
