package dev.liveset.failover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** What {@link RuledProof} sees of a pool: the VMs that losses may set free, by descending memory. */
final class RuledVms {

    /** VMs of one class may run on the same hosts. So many classes are told apart, and the others taken for agile. */
    private static final int MOST_CLASSES = 64;

    /** Competes with every VM for room. */
    private static final int AGILE = 0;

    /** Live hosts of the pool. */
    final int[] hosts;

    /** The VMs, one in migration once for each of its hosts. */
    final int[] vm;

    /** Where each of them is, as a position in {@link #hosts}; -1 for one that waits. */
    final int[] home;

    final int classes;

    private final Survivors state;
    private final int[] classOf;
    private final boolean[][] competes;
    private final int[] occupied;

    RuledVms(Survivors state) {
        this.state = state;
        PoolArrays pool = state.pool;
        hosts = IntStream.range(0, pool.hostCount).filter(h -> !state.isGone(h)).toArray();
        int[] found = new int[2 * pool.vmCount];
        int[] at = new int[2 * pool.vmCount];
        int count = 0;
        for (int v : pool.largestFirst) {
            if (isEverRestarted(v)) {
                found[count] = v;
                at[count++] = position(state.hostOf(v));
                if (state.incomingOf(v) >= 0 && state.incomingOf(v) != state.hostOf(v)) {
                    found[count] = v;
                    at[count++] = position(state.incomingOf(v));
                }
            }
        }
        vm = Arrays.copyOf(found, count);
        home = Arrays.copyOf(at, count);
        classOf = new int[pool.vmCount];
        int[] first = classify();
        classes = first.length;
        competes = new boolean[classes][classes];
        for (int a = 0; a < classes; a++) {
            for (int b = 0; b < classes; b++) {
                competes[a][b] = a == AGILE || b == AGILE || mayMeet(first[a], first[b]);
            }
        }
        occupied = new int[pool.groupCount];
        for (int v = 0; v < pool.vmCount; v++) {
            if (pool.group[v] >= 0) {
                occupied[pool.group[v]] += hostsOf(v);
            }
        }
    }

    private int position(int host) {
        return host < 0 ? -1 : Arrays.binarySearch(hosts, host);
    }

    private int hostsOf(int v) {
        return state.incomingOf(v) >= 0 ? 2 : 1;
    }

    /** A bound VM is not, if its hosts are lost with it: it is stranded then. */
    private boolean isEverRestarted(int v) {
        PoolArrays pool = state.pool;
        boolean waits = state.hostOf(v) < 0;
        if (pool.protection[v] == Protection.UNPROTECTED || (waits && pool.protection[v] != Protection.PROTECTED)) {
            return false;
        }
        return pool.allowed[v] == null
                || IntStream.of(hosts)
                        .anyMatch(h -> h != state.hostOf(v) && h != state.incomingOf(v) && state.isReachable(v, h));
    }

    /** Gives every VM its class; returns a VM of each. */
    private int[] classify() {
        Map<String, Integer> known = new HashMap<>();
        int[] first = new int[MOST_CLASSES];
        int count = 1;
        for (int v : vm) {
            long[] allowed = state.pool.allowed[v];
            Integer which = allowed == null ? Integer.valueOf(AGILE) : known.get(Arrays.toString(allowed));
            if (which == null) {
                which = count < MOST_CLASSES ? count++ : AGILE;
                first[which] = v;
                known.put(Arrays.toString(allowed), which);
            }
            classOf[v] = which;
        }
        return Arrays.copyOf(first, count);
    }

    private boolean mayMeet(int v, int other) {
        return IntStream.of(hosts).anyMatch(h -> state.isReachable(v, h) && state.isReachable(other, h));
    }

    int classOf(int v) {
        return classOf[v];
    }

    /** Whether VMs of both classes may run on the same host. */
    boolean compete(int oneClass, int otherClass) {
        return competes[oneClass][otherClass];
    }

    /** How many hosts may be closed to the VM by others of its group. */
    int closedByGroup(int v) {
        int group = state.pool.group[v];
        return group < 0 || !state.pool.groupHard[group] ? 0 : occupied[group] - hostsOf(v);
    }

    boolean isBound(int v) {
        return state.pool.allowed[v] != null;
    }

    /** Whether the host at this position may take the VM, whatever room it has. */
    boolean mayTake(int position, int v) {
        return state.isReachable(v, hosts[position]);
    }

    /** Room of the host at this position. */
    long room(int resource, int position) {
        return state.free[resource * state.pool.hostCount + hosts[position]];
    }

    /** What tells the row of this VM from those of others with the same memory. */
    List<Long> row(int v) {
        PoolArrays pool = state.pool;
        List<Long> row = new ArrayList<>();
        for (int r = 1; r < pool.resourceCount; r++) {
            row.add(pool.need(r, v));
        }
        row.add((long) closedByGroup(v));
        if (isBound(v)) {
            LongStream.of(pool.allowed[v]).forEach(row::add);
        }
        return row;
    }
}
