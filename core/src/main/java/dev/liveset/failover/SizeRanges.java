package dev.liveset.failover;

import java.util.Arrays;

/**
 * Decides whether the packing tests prove a number of losses, for whole ranges of sizes at once where that suffices.
 *
 * <p>Of all sizes from {@code low} to {@code high}, what a loss sets free is no more than for {@code low}, and what a
 * survivor holds no less than for {@code high}. A range that proves nothing is made shorter, down to a single size, which
 * is the row of lemmas 1 to 3: so the answer is that of all rows, mostly after a few looks.
 */
final class SizeRanges {

    private static final int SHORTER = 4;

    private final LossModel model;
    private final int hosts;

    /** Distinct sizes of protected VMs, descending. */
    private final long[] row;

    /** Divides all protected sizes down to the row. */
    private final long[] divisor;

    private final long gcd;
    private final long largest;
    private final long[] memory;
    private final long[] count;
    private final SizeCursor guarded;
    private final SizeCursor atLow;
    private final SizeCursor atHigh;
    private final SizeCursor[] atPart = new SizeCursor[CloserTest.PARTS];
    private final LastLoss byMemory;
    private final LastLoss byCount;
    private final LastLoss[] byPart = new LastLoss[CloserTest.PARTS];
    private int losses;

    /** A range of rows from size {@code low}, row {@code last}, up to size {@code high}. */
    private interface Test {
        boolean proves(long high, int last);
    }

    /** The tests for a state in which no VM waits. */
    SizeRanges(LossModel model) {
        this.model = model;
        hosts = model.hosts.length;
        memory = new long[hosts];
        count = new long[hosts];
        long[] sizes = new long[model.size.length];
        long[] divisors = new long[model.size.length];
        long divisorOfAll = 0;
        long divisorOfProtected = 0;
        int rows = 0;
        for (int i = 0; i < model.size.length; i++) {
            long size = model.size[i];
            memory[model.home[i]] += size;
            count[model.home[i]]++;
            divisorOfAll = divisorOfAll == 1 ? 1 : WorstLosses.gcd(divisorOfAll, size);
            if (model.isProtected[i]) {
                divisorOfProtected = divisorOfProtected == 1 ? 1 : WorstLosses.gcd(divisorOfProtected, size);
                rows += rows == 0 || sizes[rows - 1] != size ? 1 : 0;
                sizes[rows - 1] = size;
                divisors[rows - 1] = divisorOfProtected;
            }
        }
        row = Arrays.copyOf(sizes, rows);
        divisor = Arrays.copyOf(divisors, rows);
        gcd = divisorOfAll;
        largest = model.size.length == 0 ? 1 : model.size[0];
        guarded = SizeCursor.ofProtected(model);
        atLow = new SizeCursor(model);
        atHigh = new SizeCursor(model);
        byMemory = new LastLoss(hosts);
        byCount = new LastLoss(hosts);
        for (int part = 1; part < CloserTest.PARTS; part++) {
            atPart[part] = new SizeCursor(model);
            byPart[part] = new LastLoss(hosts);
        }
    }

    /** Whether lemma 1 proves this many losses at once, at most as many as there are hosts. */
    boolean proveAtOnce(int wanted) {
        losses = wanted;
        Arrays.fill(byMemory.discount, 0);
        Arrays.fill(byCount.discount, 0);
        return every(this::provesAtOnce);
    }

    /** The same for losses in sequence, by lemmas 2 to 4; where whole slots are kept there are few rows. */
    boolean proveInSequence(int wanted) {
        if (model.keepsSlots) {
            return new SequentialProof(model).proves(wanted);
        }
        losses = wanted;
        return every(this::provesInSequence) || (wanted == 1 && proveAtOnce(1));
    }

    private boolean every(Test test) {
        int length = 1;
        for (int first = 0; first < row.length; ) {
            int last = Math.min(first + length, row.length) - 1;
            if (test.proves(row[first], last)) {
                length = 2 * (last + 1 - first);
                first = last + 1;
            } else if (last == first) {
                return false;
            } else {
                length = Math.max(1, (last + 1 - first) / SHORTER);
            }
        }
        return true;
    }

    private boolean provesAtOnce(long high, int last) {
        long low = row[last];
        guarded.moveTo(low);
        long most = row[0];
        long threshold = low;
        long countThreshold = 1;
        for (int h = 0; h < hosts; h++) {
            long room = model.room[h];
            long leastCount = room < high ? 0 : (room - high) / most + 1;
            long least = room < high
                    ? 0
                    : Math.max(SimultaneousProof.roundUp(room - high + 1, divisor[last]), leastCount * low);
            byMemory.key[h] = guarded.memory(h) + least;
            byCount.key[h] = guarded.count(h) + leastCount;
            threshold += least;
            countThreshold += leastCount;
        }
        return byMemory.worst(losses) < threshold || byCount.worst(losses) < countThreshold;
    }

    private boolean provesInSequence(long high, int last) {
        long low = row[last];
        atLow.moveTo(low);
        atHigh.moveTo(high);
        for (int part = CloserTest.PARTS - 1; part > 0 && model.fitsBest; part--) {
            if (provesByPart(part, high, low)) {
                return true;
            }
        }
        long threshold = low;
        long countThreshold = 1;
        for (int h = 0; h < hosts; h++) {
            long room = model.room[h];
            long least = room < high ? 0 : SimultaneousProof.roundUp(room - high + 1, gcd);
            long leastCount = room < high ? 0 : (room - high) / largest + 1;
            byMemory.key[h] = memory[h] + least;
            byMemory.discount[h] = memory[h] - atLow.memory(h);
            byCount.key[h] = count[h] + leastCount;
            byCount.discount[h] = count[h] - atLow.count(h);
            threshold += least;
            countThreshold += leastCount;
        }
        return byMemory.worst(losses) < threshold || byCount.worst(losses) < countThreshold;
    }

    /** Lemma 3 with this part of each size for t: a VM weighs most with the least t, and a survivor holds least with the largest. */
    private boolean provesByPart(int part, long high, long low) {
        long least = low * part / CloserTest.PARTS;
        long most = high * part / CloserTest.PARTS;
        SizeCursor above = atPart[part];
        above.moveTo(least);
        LastLoss sums = byPart[part];
        long threshold = low;
        for (int h = 0; h < hosts; h++) {
            long room = model.room[h];
            long load = room < high ? 0 : SimultaneousProof.roundUp(room + 1, gcd) - most;
            long below = above.memory(h) - atHigh.memory(h) - least * (above.count(h) - atHigh.count(h));
            sums.key[h] = memory[h] + below + (high - least) * atHigh.count(h) + load;
            sums.discount[h] =
                    memory[h] - 2 * atLow.memory(h) + above.memory(h) - least * (above.count(h) - atLow.count(h));
            threshold += load;
        }
        return sums.worst(losses) < threshold;
    }
}
