package dev.liveset.failover;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Plans one loss on a {@link Survivors} picture and carries it out there: protected VMs all at once if they fit, else
 * by restart order; then best-effort VMs in what is left.
 */
final class RestartPlanning {

    /** VMs packed again, in all, for the sake of single ones, when not all fit; but a few times in any case. */
    private static final int REPACKED_VMS = 4_096;

    private static final int FEWEST_REPACKS = 4;
    private static final int MOST_REPACKS = 64;

    private final PoolArrays pool;
    private final Packer packer;
    private final Lookahead lookahead;
    private final NextLoss nextLoss;
    private final int[] vms;
    private boolean limitReached;

    /** Plans with this packer, and looks ahead where that suits the pool and {@code mayLookAhead}. */
    RestartPlanning(PoolArrays pool, Packer packer, boolean mayLookAhead) {
        this.pool = pool;
        this.packer = packer;
        lookahead = mayLookAhead && Lookahead.suits(pool) ? new Lookahead(pool) : null;
        nextLoss = lookahead == null ? null : new NextLoss(pool);
        vms = new int[pool.vmCount];
    }

    long steps() {
        return packer.steps() + (lookahead == null ? 0 : lookahead.steps() + nextLoss.steps());
    }

    /** Whether some VM was left over without proof that it has no place. */
    boolean isLimitReached() {
        return limitReached;
    }

    /**
     * Starts every waiting protected VM, or none and returns false; stranded ones do not count.
     *
     * @param goal how many more losses the pool should survive afterwards, if there is a choice
     */
    boolean startProtected(Survivors state, int goal) {
        int count = state.waiting(Protection.PROTECTED, null, vms);
        if (lookahead == null || goal <= 0) {
            boolean all = packer.startAll(state, vms, count);
            limitReached = packer.isLimitReached();
            return all;
        }
        return startBestPrepared(state, count, goal);
    }

    /** Starts every waiting protected VM, or none, without looking ahead. */
    boolean startProtected(Survivors state) {
        return startProtected(state, 0);
    }

    /** Starts every waiting protected VM, or none, after a search that ended at its limit: without some of the spare hosts. */
    boolean startWithout(List<int[]> spareHosts, Survivors state) {
        int count = state.waiting(Protection.PROTECTED, null, vms);
        for (int[] spare : spareHosts) {
            Survivors smaller = SpareHosts.without(state, spare);
            if (packer.startAll(smaller, vms, count)) {
                for (int i = 0; i < count; i++) {
                    state.start(vms[i], smaller.hostOf(vms[i]));
                }
                limitReached = false;
                return true;
            }
        }
        return false;
    }

    /** How many losses, beyond {@code lost} more, this state survives, as far as plans look ahead. */
    int goal(Survivors state, int lost) {
        return lookahead == null ? 0 : lookahead.number(state, lost + Lookahead.FAR) - lost;
    }

    private boolean startBestPrepared(Survivors state, int count, int goal) {
        int[] best = new int[count];
        int[] bestNumber = {-1};
        int[] seen = {0};
        boolean[] keepsFirst = {false};
        BooleanSupplier wellPrepared = () -> {
            int number = lookahead.number(state, goal);
            // The first placement is what the packing tests speak of: it is left only where it is surely worse.
            keepsFirst[0] |= seen[0] == 0 && !lookahead.isCertain();
            if (number > bestNumber[0]) {
                bestNumber[0] = number;
                for (int i = 0; i < count; i++) {
                    best[i] = state.hostOf(vms[i]);
                }
            }
            return ++seen[0] >= Lookahead.PLACEMENTS || number >= goal || keepsFirst[0];
        };
        boolean reached = packer.startByRules(state, vms, count, wellPrepared)
                || (bestNumber[0] >= 0 && packer.startVariants(state, vms, count, wellPrepared))
                || packer.startBySearch(state, vms, count, wellPrepared);
        limitReached = packer.isLimitReached() && bestNumber[0] < 0;
        if (bestNumber[0] < 0) {
            return reached;
        }
        for (int i = 0; i < count; i++) {
            if (reached) {
                state.stop(vms[i]);
            }
        }
        // Rarely: one in tens of thousands of small pools has a good placement that is not among the first.
        if (bestNumber[0] == 0 && !keepsFirst[0] && nextLoss.startPrepared(state, vms, count)) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            state.start(vms[i], best[i]);
        }
        return true;
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
        int repackLimit = Math.max(FEWEST_REPACKS, Math.min(MOST_REPACKS, REPACKED_VMS / Math.max(1, count)));
        packer.divideSearchBy(repackLimit);
        int acceptedCount = 0;
        for (int vm : byRank) {
            boolean in = Packer.start(state, packer.firstRule(), vm);
            if (!in && repacks < repackLimit && state.isReachable(vm)) {
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
