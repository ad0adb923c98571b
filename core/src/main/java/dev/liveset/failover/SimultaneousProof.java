package dev.liveset.failover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The packing test for losses at the same moment, in polynomial time; lemma 1 of the package description.
 *
 * <p>For every size s of a protected VM there is one row: if the decreasing any-fit leaves over a VM of size s, the
 * survivors hold at least their L(s) of restarted memory in VMs of at least that size. Rows are visited by descending
 * size.
 */
final class SimultaneousProof implements PackingTest {

    private final LossModel model;
    private final boolean bestEffortToo;
    private final int hosts;
    private final long[] memory;
    private final long[] count;
    private final long[] keys;
    private long largest;
    private long gcd;
    private long waitingMemory;
    private long waitingCount;
    private int next;
    private int rows;

    SimultaneousProof(LossModel model) {
        this(model, false);
    }

    /** With {@code bestEffortToo}, rows stay those of protected sizes, but best-effort VMs may take room before. */
    SimultaneousProof(LossModel model, boolean bestEffortToo) {
        this.model = model;
        this.bestEffortToo = bestEffortToo;
        hosts = model.hosts.length;
        memory = new long[hosts];
        count = new long[hosts];
        keys = new long[hosts];
    }

    @Override
    public int losses() {
        return losses(hosts);
    }

    /** The same, but no more than {@code most} are counted. */
    int losses(int most) {
        int losses = Math.min(hosts, most);
        start();
        for (long s = nextSize(); s > 0 && losses >= 0; s = nextSize()) {
            losses = Math.min(losses, row(s, losses));
        }
        return losses;
    }

    /** Number of rows looked at so far. */
    int rows() {
        return rows;
    }

    @Override
    public List<SuspectRow> suspects(int losses) {
        List<SuspectRow> rows = new ArrayList<>();
        start();
        for (long s = nextSize(); s > 0; s = nextSize()) {
            if (row(s, losses) < losses) {
                rows.add(suspect(s));
            }
        }
        return rows;
    }

    private SuspectRow suspect(long s) {
        long[] byMemory = new long[hosts];
        long[] byCount = new long[hosts];
        long memoryThreshold = s - waitingMemory;
        long countThreshold = 1 - waitingCount;
        for (int h = 0; h < hosts; h++) {
            long least = leastLoad(model.room[h], s);
            byMemory[h] = memory[h] + least;
            memoryThreshold += least;
            least = leastCount(model.room[h], s);
            byCount[h] = count[h] + least;
            countThreshold += least;
        }
        return new SuspectRow(byMemory, memoryThreshold, byCount, countThreshold);
    }

    private void start() {
        Arrays.fill(memory, 0);
        Arrays.fill(count, 0);
        largest = 0;
        gcd = 0;
        waitingMemory = 0;
        waitingCount = 0;
        next = 0;
    }

    /** Takes in the next smaller size of a protected VM, or returns 0 at the end. */
    private long nextSize() {
        long s = 0;
        while (next < model.size.length && (s == 0 || model.size[next] == s)) {
            if (model.isProtected[next]) {
                s = model.size[next];
            }
            if (model.isProtected[next] || bestEffortToo) {
                take(model.size[next], model.home[next]);
            }
            next++;
        }
        return s;
    }

    private void take(long s, int home) {
        largest = Math.max(largest, s);
        gcd = WorstLosses.gcd(gcd, s);
        if (home < 0) {
            waitingMemory += s;
            waitingCount++;
        } else {
            memory[home] += s;
            count[home]++;
        }
    }

    /** How many losses, up to {@code most}, row {@code s} allows: by memory or by number of VMs, whichever proves more. */
    private int row(long s, int most) {
        rows++;
        long threshold = s - waitingMemory;
        for (int h = 0; h < hosts; h++) {
            long least = leastLoad(model.room[h], s);
            threshold += least;
            keys[h] = memory[h] + least;
        }
        int byMemory = WorstLosses.below(keys, hosts, threshold, most);
        if (byMemory >= most) {
            return byMemory;
        }
        threshold = 1 - waitingCount;
        for (int h = 0; h < hosts; h++) {
            long least = leastCount(model.room[h], s);
            threshold += least;
            keys[h] = count[h] + least;
        }
        return Math.max(byMemory, WorstLosses.below(keys, hosts, threshold, most));
    }

    /** L(s): the least restarted memory, in VMs of at least s, that leaves a host with this room less than s. */
    private long leastLoad(long room, long s) {
        if (room < s) {
            return 0;
        }
        long byGcd = roundUp(room - s + 1, gcd);
        return Math.max(byGcd, leastCount(room, s) * s);
    }

    private long leastCount(long room, long s) {
        return room < s ? 0 : (room - s) / largest + 1;
    }

    static long roundUp(long value, long unit) {
        return unit == 1 ? value : (value + unit - 1) / unit * unit;
    }
}
