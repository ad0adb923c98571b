package dev.liveset.failover;

import java.util.Arrays;

/**
 * What the packing proofs see of a pool: per live host the room that it offers as a survivor, and the VMs that its loss
 * sets free. Only pools that {@link #of} accepts have one.
 */
final class LossModel {

    /** Live hosts of the pool. */
    final int[] hosts;

    /** Free memory by position in {@link #hosts}; 0 for a host that may not receive. */
    final long[] room;

    /** Sizes of the VMs that a loss may set free or that wait already, descending. */
    final long[] size;

    /** Position of the host of each of them, or -1 for one that waits. */
    final int[] home;

    /** Whether it is protected; else best-effort. */
    final boolean[] isProtected;

    final SizeChain sizes;

    /** Whether any of them waits. */
    final boolean hasWaiting;

    /** Whether plans of this pool keep whole slots: sizes divide each other, and no group interferes. */
    final boolean keepsSlots;

    /** Whether plans of this pool take the host with least room: sizes do not divide each other, no group interferes. */
    final boolean fitsBest;

    private LossModel(
            int[] hosts,
            long[] room,
            long[] size,
            int[] home,
            boolean[] isProtected,
            SizeChain sizes,
            boolean keepsSlots,
            boolean fitsBest) {
        this.hosts = hosts;
        this.room = room;
        this.size = size;
        this.home = home;
        this.isProtected = isProtected;
        boolean anyWaiting = false;
        for (int host : home) {
            anyWaiting |= host < 0;
        }
        hasWaiting = anyWaiting;
        this.sizes = sizes;
        this.keepsSlots = keepsSlots;
        this.fitsBest = fitsBest;
    }

    /**
     * The model of this state, or null if the proofs do not hold for the pool: they need memory as the only resource that can run out,
     * no hard anti-affinity, and VMs that either may run everywhere or are stranded as soon as their host is lost.
     */
    static LossModel of(Survivors state) {
        PoolArrays pool = state.pool;
        if (!pool.memoryDecides) {
            return null;
        }
        for (boolean hard : pool.groupHard) {
            if (hard) {
                return null;
            }
        }
        int[] position = new int[pool.hostCount];
        int[] hosts = new int[pool.hostCount];
        long[] room = new long[pool.hostCount];
        int live = 0;
        for (int h = 0; h < pool.hostCount; h++) {
            position[h] = -1;
            if (!state.isGone(h)) {
                position[h] = live;
                hosts[live] = h;
                room[live++] = pool.receives[h] ? state.free[h] : 0;
            }
        }
        long[] size = new long[2 * pool.vmCount];
        int[] home = new int[2 * pool.vmCount];
        boolean[] isProtected = new boolean[2 * pool.vmCount];
        int count = 0;
        for (int vm : pool.largestFirst) {
            boolean guarded = pool.protection[vm] == Protection.PROTECTED;
            int host = state.hostOf(vm);
            if (pool.protection[vm] == Protection.UNPROTECTED || (host < 0 && !guarded)) {
                continue;
            }
            if (pool.allowed[vm] != null) {
                if (!isBoundToItsHost(state, vm)) {
                    return null;
                }
                continue;
            }
            int incoming = state.incomingOf(vm);
            // Lost only with both of its hosts; counting it on each of them is more than can happen.
            for (int h = host; ; h = incoming) {
                size[count] = pool.need[vm];
                home[count] = h < 0 ? -1 : position[h];
                isProtected[count++] = guarded;
                if (incoming < 0 || h == incoming) {
                    break;
                }
            }
        }
        return new LossModel(
                Arrays.copyOf(hosts, live),
                Arrays.copyOf(room, live),
                Arrays.copyOf(size, count),
                Arrays.copyOf(home, count),
                isProtected,
                pool.sizes,
                pool.sizes.divides && pool.groupCount == 0,
                !pool.sizes.divides && pool.groupCount == 0);
    }

    /** Whether {@link #after} is the model of the pool after the change: whether plans keep slots or fit best may change. */
    boolean isKnownAfter(VmDelta delta) {
        return !delta.mayDivide() && !(keepsSlots && delta.addsSize());
    }

    /** The model after a change of one VM. */
    LossModel after(VmDelta delta) {
        int position = Arrays.binarySearch(hosts, delta.host());
        long[] newRoom = room.clone();
        newRoom[position] = room[position] == 0 ? 0 : delta.roomAfter();
        long[] newSize = new long[size.length + 1];
        int[] newHome = new int[size.length + 1];
        boolean[] newProtected = new boolean[size.length + 1];
        boolean removed = delta.before() == 0;
        boolean added = delta.after() == 0;
        int count = 0;
        for (int i = 0; i <= size.length; i++) {
            if (!added && (i == size.length || size[i] <= delta.after())) {
                newSize[count] = delta.after();
                newHome[count] = position;
                newProtected[count++] = delta.protectedAfter();
                added = true;
            }
            if (i == size.length) {
                break;
            }
            if (!removed
                    && size[i] == delta.before()
                    && home[i] == position
                    && isProtected[i] == delta.protectedBefore()) {
                removed = true;
            } else {
                newSize[count] = size[i];
                newHome[count] = home[i];
                newProtected[count++] = isProtected[i];
            }
        }
        return new LossModel(
                hosts,
                newRoom,
                Arrays.copyOf(newSize, count),
                Arrays.copyOf(newHome, count),
                newProtected,
                sizes,
                keepsSlots,
                fitsBest);
    }

    private static boolean isBoundToItsHost(Survivors state, int vm) {
        if (state.incomingOf(vm) >= 0) {
            return false;
        }
        for (int h = 0; h < state.pool.hostCount; h++) {
            if (h != state.hostOf(vm) && state.isReachable(vm, h)) {
                return false;
            }
        }
        return state.hostOf(vm) >= 0 || !state.isReachable(vm);
    }
}
