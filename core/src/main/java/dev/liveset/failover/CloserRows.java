package dev.liveset.failover;

/**
 * By row, how far lemma 3 is from failing for one number of losses, so that the start of a VM is checked against each
 * row in a few operations.
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

    /** The rows that are {@code wanted}, or none of them where plans of the model do not fit best. */
    CloserRows(LossModel model, RowLoads loads, int losses, boolean[] wanted) {
        this.model = model;
        this.loads = loads;
        this.losses = losses;
        sums = new LastLoss(model.hosts.length);
        test = new CloserTest(model, loads.gcdOfAll, sums);
        part = new int[wanted.length];
        slack = new long[wanted.length];
        for (int r = 0; r < wanted.length && model.fitsBest; r++) {
            for (int p = CloserTest.PARTS - 1; p > 0 && wanted[r]; p--) {
                long left = test.set(loads.size[r], p) - sums.worst(losses);
                if (left > slack[r]) {
                    slack[r] = left;
                    part[r] = p;
                }
            }
        }
    }

    /** Whether the row proves the losses. */
    boolean proves(int row) {
        return slack[row] > 0;
    }

    /** Whether the row proves the losses after the VM of {@code delta} has started on a host. */
    boolean proves(int row, VmDelta delta, long room, long roomAfter) {
        if (slack[row] <= 0 || delta.before() > 0) {
            return false; // a size less may let all others divide each other, and then plans do not fit best
        }
        long s = loads.size[row];
        long t = s * part[row] / CloserTest.PARTS;
        long weight = delta.after() == 0 ? 0 : CloserTest.weight(s, t, delta.after());
        long more = test.load(s, t, roomAfter) - test.load(s, t, room);
        long asLast = delta.after() >= s ? weight : 0;
        return Math.max(0, Math.max(weight, asLast) + more) - more < slack[row];
    }

    /** Whether a new row for the size of the VM of {@code delta}, between the rows, proves the losses. */
    boolean provesBetween(VmDelta delta, int changed, long roomAfter) {
        if (!model.fitsBest || delta.before() > 0) {
            return false;
        }
        long s = delta.after();
        test.restart();
        for (int p = CloserTest.PARTS - 1; p > 0; p--) {
            long t = s * p / CloserTest.PARTS;
            long more = test.load(s, t, roomAfter) - test.load(s, t, model.room[changed]);
            long threshold = test.set(s, p) + more;
            sums.key[changed] += CloserTest.weight(s, t, s) + more;
            if (sums.worst(losses) < threshold) {
                return true;
            }
        }
        return false;
    }
}
