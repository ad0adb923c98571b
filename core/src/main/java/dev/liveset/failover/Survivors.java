package dev.liveset.failover;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The pool while losses are planned: what the survivors have free, and which VM is where. The only mutable picture of a
 * pool, so that planning one loss and planning a long sequence of them are the same code.
 */
final class Survivors {

    /** Stands for "no room at all" on a host that may not receive: no need is that small. */
    private static final long CLOSED = -1;

    final PoolArrays pool;

    /** Room at {@code resource * hostCount + host}; the memory of a host that may not receive is {@link #CLOSED}. */
    final long[] free;

    private final boolean[] gone;
    private final int[] at;
    private final int[] incoming;
    private final int[] members;
    private int left;

    Survivors(PoolArrays pool) {
        this.pool = pool;
        free = pool.free.clone();
        gone = new boolean[pool.hostCount];
        at = pool.vmHost.clone();
        incoming = pool.vmIncoming.clone();
        members = new int[pool.groupCount * pool.hostCount];
        for (int h = 0; h < pool.hostCount; h++) {
            gone[h] = !pool.alive[h];
            left += pool.alive[h] ? 1 : 0;
            if (!pool.receives[h]) {
                free[h] = CLOSED;
            }
        }
        for (int v = 0; v < pool.vmCount && pool.groupCount > 0; v++) {
            count(v, at[v], 1);
            count(v, incoming[v], 1);
        }
        settle();
    }

    private void count(int vm, int host, int by) {
        if (host >= 0 && pool.group[vm] >= 0) {
            members[pool.group[vm] * pool.hostCount + host] += by;
        }
    }

    /** Makes this picture equal to {@code other}, which must be of the same pool. */
    void copyFrom(Survivors other) {
        System.arraycopy(other.free, 0, free, 0, free.length);
        System.arraycopy(other.gone, 0, gone, 0, gone.length);
        System.arraycopy(other.at, 0, at, 0, at.length);
        System.arraycopy(other.incoming, 0, incoming, 0, incoming.length);
        System.arraycopy(other.members, 0, members, 0, members.length);
        left = other.left;
    }

    /** The host that the VM runs on, or -1; for a VM in migration its source. */
    int hostOf(int vm) {
        return at[vm];
    }

    /** The host that the VM migrates to, or -1. */
    int incomingOf(int vm) {
        return incoming[vm];
    }

    boolean isGone(int host) {
        return gone[host];
    }

    /** How many hosts are not gone. */
    int left() {
        return left;
    }

    /** Whether the host receives VMs and has none, nor one on its way. */
    boolean isSpare(int host) {
        if (gone[host] || !pool.receives[host]) {
            return false;
        }
        for (int v = 0; v < at.length; v++) {
            if (at[v] == host || incoming[v] == host) {
                return false;
            }
        }
        return true;
    }

    void lose(int host) {
        close(host);
        settle();
    }

    private void close(int host) {
        left -= gone[host] ? 0 : 1;
        gone[host] = true;
        free[host] = CLOSED;
    }

    void lose(BitSet hosts) {
        for (int h = hosts.nextSetBit(0); h >= 0; h = hosts.nextSetBit(h + 1)) {
            close(h);
        }
        settle();
    }

    void lose(int[] hosts, int count) {
        for (int i = 0; i < count; i++) {
            close(hosts[i]);
        }
        settle();
    }

    /** Takes VMs off the hosts that are gone; a VM in migration goes on where it still is. */
    private void settle() {
        for (int v = 0; v < at.length; v++) {
            if (incoming[v] >= 0 && gone[incoming[v]]) {
                incoming[v] = -1;
            }
            if (at[v] >= 0 && gone[at[v]]) {
                at[v] = incoming[v];
                incoming[v] = -1;
            }
        }
    }

    /** Whether any survivor that receives is allowed for the VM, whatever room it has. */
    boolean isReachable(int vm) {
        for (int h = 0; h < pool.hostCount; h++) {
            if (isReachable(vm, h)) {
                return true;
            }
        }
        return false;
    }

    boolean isReachable(int vm, int host) {
        return !gone[host] && pool.receives[host] && pool.allows(vm, host);
    }

    /** A VM pinned to hosts of which none is left: no plan could place it, so no promise speaks of it. */
    boolean isStranded(int vm) {
        return pool.allowed[vm] != null && !isReachable(vm);
    }

    boolean hasRoom(int vm, int host) {
        for (int r = 0; r < pool.resourceCount; r++) {
            long need = pool.need(r, vm);
            if (need > 0 && need > free[r * pool.hostCount + host]) {
                return false;
            }
        }
        return true;
    }

    boolean sharesGroup(int vm, int host) {
        return pool.group[vm] >= 0 && members[pool.group[vm] * pool.hostCount + host] > 0;
    }

    boolean fits(int vm, int host) {
        return hasRoom(vm, host) && pool.allows(vm, host) && !(sharesGroup(vm, host) && pool.groupHard[pool.group[vm]]);
    }

    void start(int vm, int host) {
        change(vm, host, 1);
        at[vm] = host;
    }

    /** Takes back a {@link #start}. */
    void stop(int vm) {
        change(vm, at[vm], -1);
        at[vm] = -1;
    }

    private void change(int vm, int host, int by) {
        for (int r = 0; r < pool.resourceCount; r++) {
            free[r * pool.hostCount + host] -= by * pool.need(r, vm);
        }
        count(vm, host, by);
    }

    /** The VMs of this protection that run nowhere, largest first, without the stranded ones; the count is returned. */
    int waiting(Protection protection, boolean[] candidate, int[] into) {
        int count = 0;
        for (int vm : pool.largestFirst) {
            if (at[vm] < 0 && pool.protection[vm] == protection && (candidate == null || candidate[vm])) {
                if (!isStranded(vm)) {
                    into[count++] = vm;
                }
            }
        }
        return count;
    }

    /** Explains why {@code vm} fits nowhere, with the survivor that lacks least. */
    LeftOver explain(int vm) {
        if (isStranded(vm)) {
            return new LeftOver(vm, LeftOver.Reason.STRANDED, PlannerVm.NO_HOST, "", 0);
        }
        int nearest = PlannerVm.NO_HOST;
        int resource = 0;
        long missing = pool.need(0, vm);
        for (int h = 0; h < pool.hostCount; h++) {
            if (!isReachable(vm, h)) {
                continue;
            }
            if (hasRoom(vm, h)) {
                return new LeftOver(vm, LeftOver.Reason.ANTI_AFFINITY, h, "", 0);
            }
            int lacking = firstLacking(vm, h);
            long lack = pool.need(lacking, vm) - free[lacking * pool.hostCount + h];
            if (nearest < 0 || lacking < resource || (lacking == resource && lack < missing)) {
                nearest = h;
                resource = lacking;
                missing = lack;
            }
        }
        return new LeftOver(vm, LeftOver.Reason.NO_ROOM, nearest, pool.resourceName[resource], missing);
    }

    private int firstLacking(int vm, int host) {
        int r = 0;
        while (pool.need(r, vm) <= free[r * pool.hostCount + host]) {
            r++;
        }
        return r;
    }

    /** Which VMs run nowhere now. */
    boolean[] nowhere() {
        boolean[] nowhere = new boolean[at.length];
        for (int v = 0; v < at.length; v++) {
            nowhere[v] = at[v] < 0;
        }
        return nowhere;
    }

    int[] places() {
        return Arrays.copyOf(at, at.length);
    }
}
