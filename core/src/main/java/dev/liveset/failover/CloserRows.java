package dev.liveset.failover;

/**
 * By row, how far lemma 3 is from failing for one number of losses, so that the start or stop of a VM is checked against
 * each row in a few operations. Of a row that was only carried over such changes this is a bound: it may be further.
 */
final class CloserRows {

    private final LossModel model;
    private final RowLoads loads;
    private final int losses;
    private final LastLoss sums;
    private final CloserTest test;

    /** The part of the size that proves most, and by how much; 0 where none proves. */
    private final int[] part;

    private final long[] slack;

    /** Whether a row is exact, not only carried. */
    private final boolean[] made;

    private boolean walks;

    /** Rows that prove nothing yet. */
    CloserRows(LossModel model, RowLoads loads, int losses) {
        this.model = model;
        this.loads = loads;
        this.losses = losses;
        sums = new LastLoss(model.hosts.length);
        test = new CloserTest(model, loads.gcdOfAll, sums);
        part = new int[loads.size.length];
        slack = new long[loads.size.length];
        made = new boolean[loads.size.length];
    }

    /** Goes back to the first row; between two calls, rows are made in their order. */
    void restart() {
        walks = false;
    }

    /** Makes the row exact and returns true, or false if it was. It proves nothing where plans do not fit best. */
    boolean makes(int row) {
        if (made[row]) {
            return false;
        }
        if (!walks) {
            test.restart();
            walks = true;
        }
        slack[row] = 0;
        for (int p = CloserTest.PARTS - 1; p > 0 && model.fitsBest; p--) {
            long left = test.set(loads.size[row], p) - sums.worst(losses);
            if (left > slack[row]) {
                slack[row] = left;
                part[row] = p;
            }
        }
        made[row] = true;
        return true;
    }

    /** Sets a row to what is surely left of one of {@code before} after the change of a VM. */
    void carry(int row, CloserRows before, int rowBefore, VmDelta delta, long room, long roomAfter) {
        part[row] = before.part[rowBefore];
        slack[row] = model.fitsBest ? before.slackAfter(rowBefore, delta, room, roomAfter) : 0;
    }

    /** Whether the row proves the losses after the change of a VM on a host with this room. */
    boolean proves(int row, VmDelta delta, long room, long roomAfter) {
        return !delta.mayDivide() && slackAfter(row, delta, room, roomAfter) > 0;
    }

    private long slackAfter(int row, VmDelta delta, long room, long roomAfter) {
        if (slack[row] <= 0) {
            return 0;
        }
        long s = loads.size[row];
        long t = s * part[row] / CloserTest.PARTS;
        long added = delta.after() == 0 ? 0 : CloserTest.weight(s, t, delta.after());
        long removed = delta.before() == 0 ? 0 : CloserTest.weight(s, t, delta.before());
        long more = test.load(s, t, roomAfter) - test.load(s, t, room);
        long asLast = (delta.after() >= s ? added : 0) - (delta.before() >= s ? removed : 0);
        return slack[row] + more - Math.max(0, Math.max(added - removed, asLast) + more);
    }

    /** Whether a new row for the size of the VM of {@code delta}, between the rows, proves the losses. */
    boolean provesBetween(VmDelta delta, int changed, long roomAfter) {
        if (!model.fitsBest || delta.mayDivide()) {
            return false;
        }
        long s = delta.after();
        test.restart();
        for (int p = CloserTest.PARTS - 1; p > 0; p--) {
            long t = s * p / CloserTest.PARTS;
            long more = test.load(s, t, roomAfter) - test.load(s, t, model.room[changed]);
            long threshold = test.set(s, p) + more;
            long removed = delta.before() == 0 ? 0 : CloserTest.weight(s, t, delta.before());
            sums.key[changed] += CloserTest.weight(s, t, s) - removed + more;
            sums.discount[changed] -= delta.before() < s ? removed : 0;
            if (sums.worst(losses) < threshold) {
                return true;
            }
        }
        return false;
    }
}
