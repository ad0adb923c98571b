package dev.liveset.failover;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Exhaustive search for a placement, within a number of nodes.
 *
 * <p>VMs are placed in decreasing size, each on every host in turn, the tightest first. Cut off: hosts that look the
 * same, orders of VMs that look the same, and nodes where the room that any VM to come could use is less than what
 * they need.
 */
final class BranchAndBound {

    /** Deeper than this the search is hopeless, and its recursion would need a larger stack. */
    private static final int MAX_VMS = 1_000;

    private final PoolArrays pool;
    private final int fullLimit;
    private int nodeLimit;
    private int nodes;
    private boolean limitReached;

    private BooleanSupplier hopeful;
    private BooleanSupplier accepted;
    private boolean sameRoomIsSame;
    private Survivors state;
    private int[] vms;
    private int count;
    private long[] needFrom;

    BranchAndBound(PoolArrays pool, int nodeLimit) {
        this.pool = pool;
        fullLimit = nodeLimit;
        this.nodeLimit = nodeLimit;
    }

    /** Lets each of the next searches spend only this part of the limit. */
    void divideLimitBy(int parts) {
        nodeLimit = fullLimit / parts;
    }

    int nodes() {
        return nodes;
    }

    /** Whether the last search ended at its limit instead of at the end of all placements. */
    boolean isLimitReached() {
        return limitReached;
    }

    /** Starts all of {@code vms} (largest first) in the first way that {@code accept} agrees to, or none. */
    boolean startAll(Survivors survivors, int[] largestFirst, int vmCount, BooleanSupplier accept) {
        sameRoomIsSame = pool.isPlain;
        return search(survivors, largestFirst, vmCount, () -> true, accept);
    }

    /**
     * The same where hosts of the same room are told apart, by the VMs that they have; and after each VM goes on only if
     * {@code hope} is left that {@code accept} will agree.
     */
    boolean startAll(
            Survivors survivors, int[] largestFirst, int vmCount, BooleanSupplier hope, BooleanSupplier accept) {
        sameRoomIsSame = false;
        return search(survivors, largestFirst, vmCount, hope, accept);
    }

    private boolean search(
            Survivors survivors, int[] largestFirst, int vmCount, BooleanSupplier hope, BooleanSupplier accept) {
        hopeful = hope;
        accepted = accept;
        nodes = 0;
        limitReached = false;
        state = survivors;
        count = vmCount;
        vms = pool.isPlain ? largestFirst : leastChoiceFirst(largestFirst);
        needFrom = new long[count + 1];
        for (int i = count - 1; i >= 0; i--) {
            needFrom[i] = needFrom[i + 1] + pool.need[vms[i]];
        }
        if (usableRoom(largestFirst[count - 1]) < needFrom[0]) {
            return false;
        }
        if (count > MAX_VMS) {
            limitReached = true;
            return false;
        }
        return place(0);
    }

    private int[] leastChoiceFirst(int[] largestFirst) {
        long[] key = new long[count];
        for (int i = 0; i < count; i++) {
            int choices = 0;
            for (int h = 0; h < pool.hostCount; h++) {
                choices += state.fits(largestFirst[i], h) ? 1 : 0;
            }
            key[i] = ((long) choices << 32) + i;
        }
        Arrays.sort(key);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = largestFirst[(int) key[i]];
        }
        return order;
    }

    private long usableRoom(int smallest) {
        long need = pool.need[smallest];
        long room = 0;
        for (int h = 0; h < pool.hostCount; h++) {
            room += state.free[h] >= need ? state.free[h] : 0;
        }
        return room;
    }

    private boolean place(int index) {
        if (index == count) {
            return accepted.getAsBoolean();
        }
        int vm = vms[index];
        if (pool.isPlain && usableRoom(vms[count - 1]) < needFrom[index]) {
            return false;
        }
        int from = index > 0 && looksLike(vm, vms[index - 1]) ? state.hostOf(vms[index - 1]) : 0;
        long last = -1;
        int lastHost = -1;
        while (true) {
            int host = nextTightest(vm, from, last, lastHost);
            if (host < 0) {
                return false;
            }
            if (++nodes > nodeLimit) {
                limitReached = true;
                return false;
            }
            last = state.free[host];
            lastHost = host;
            state.start(vm, host);
            if (hopeful.getAsBoolean() && place(index + 1)) {
                return true;
            }
            state.stop(vm);
            if (limitReached) {
                return false;
            }
        }
    }

    private boolean looksLike(int vm, int other) {
        return pool.isPlain && pool.need[vm] == pool.need[other];
    }

    /** The host after {@code (last, lastHost)} in ascending order of (free, index); hosts that look the same count once. */
    private int nextTightest(int vm, int from, long last, int lastHost) {
        int best = -1;
        for (int h = from; h < pool.hostCount; h++) {
            long free = state.free[h];
            boolean after = free > last || (!sameRoomIsSame && free == last && h > lastHost);
            if (after && (best < 0 || free < state.free[best]) && state.fits(vm, h)) {
                best = h;
            }
        }
        return best;
    }
}
