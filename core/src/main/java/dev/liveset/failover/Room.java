package dev.liveset.failover;

/** The room on the survivors while a plan is made: what is free, and which groups are where. */
final class Room {

    private final PoolArrays pool;
    private final long[] free;
    private final boolean[] usable;
    private final int[] members;

    Room(PoolArrays pool, boolean[] gone) {
        this.pool = pool;
        free = pool.free.clone();
        usable = new boolean[pool.hostCount];
        members = new int[pool.groupCount * pool.hostCount];
        for (int h = 0; h < pool.hostCount; h++) {
            usable[h] = pool.receives[h] && !gone[h];
        }
        for (int v = 0; v < pool.vmCount; v++) {
            if (pool.group[v] >= 0) {
                count(v, pool.vmHost[v], 1);
                count(v, pool.vmIncoming[v], 1);
            }
        }
    }

    private void count(int vm, int host, int by) {
        if (host >= 0 && pool.group[vm] >= 0) {
            members[pool.group[vm] * pool.hostCount + host] += by;
        }
    }

    long freeMib(int host) {
        return free[host];
    }

    boolean reachable(int vm, int host) {
        return usable[host] && pool.allows(vm, host);
    }

    boolean hasRoom(int vm, int host) {
        for (int r = 0; r < pool.resourceCount; r++) {
            if (pool.need(r, vm) > free[r * pool.hostCount + host]) {
                return false;
            }
        }
        return true;
    }

    boolean sharesGroup(int vm, int host) {
        return pool.group[vm] >= 0 && members[pool.group[vm] * pool.hostCount + host] > 0;
    }

    boolean fits(int vm, int host) {
        return reachable(vm, host) && hasRoom(vm, host) && !(sharesGroup(vm, host) && pool.groupHard[pool.group[vm]]);
    }

    void take(int vm, int host) {
        change(vm, host, 1);
    }

    void giveBack(int vm, int host) {
        change(vm, host, -1);
    }

    private void change(int vm, int host, int by) {
        for (int r = 0; r < pool.resourceCount; r++) {
            free[r * pool.hostCount + host] -= by * pool.need(r, vm);
        }
        count(vm, host, by);
    }

    Room copy() {
        return new Room(pool, usable, members.clone(), free.clone());
    }

    private Room(PoolArrays pool, boolean[] usable, int[] members, long[] free) {
        this.pool = pool;
        this.usable = usable;
        this.members = members;
        this.free = free;
    }

    /** Explains why {@code vm} fits nowhere, with the survivor that lacks least memory, then least of the others. */
    LeftOver explain(int vm) {
        boolean anyHost = false;
        int nearest = PlannerVm.NO_HOST;
        int resource = 0;
        long missing = Long.MAX_VALUE;
        for (int h = 0; h < pool.hostCount; h++) {
            if (!reachable(vm, h)) {
                continue;
            }
            anyHost = true;
            if (hasRoom(vm, h)) {
                return new LeftOver(vm, LeftOver.Reason.ANTI_AFFINITY, h, "", 0);
            }
            int scarcest = scarcest(vm, h);
            long lack = pool.need(scarcest, vm) - free[scarcest * pool.hostCount + h];
            if (nearest < 0 || scarcest < resource || (scarcest == resource && lack < missing)) {
                nearest = h;
                resource = scarcest;
                missing = lack;
            }
        }
        if (!anyHost && pool.allowed[vm] != null) {
            return new LeftOver(vm, LeftOver.Reason.STRANDED, PlannerVm.NO_HOST, "", 0);
        }
        return new LeftOver(
                vm,
                LeftOver.Reason.NO_ROOM,
                nearest,
                pool.resourceName[resource],
                anyHost ? missing : pool.need(0, vm));
    }

    private int scarcest(int vm, int host) {
        for (int r = 0; r < pool.resourceCount; r++) {
            if (pool.need(r, vm) > free[r * pool.hostCount + host]) {
                return r;
            }
        }
        throw new IllegalStateException("there is room for VM " + vm + " on host " + host);
    }
}
