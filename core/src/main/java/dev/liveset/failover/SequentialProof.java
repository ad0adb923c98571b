package dev.liveset.failover;

/**
 * The packing tests for losses one after another, in polynomial time.
 *
 * <p>Lemma 2 of the package description holds for whatever placements were chosen before. Lemma 3 is sharper, for plans
 * by {@link FitRule#BEST_FIT}; lemma 4 for sizes that divide each other and plans by {@link FitRule#WHOLE_SLOTS}.
 */
final class SequentialProof {

    private final LossModel model;
    private final int hosts;
    private final long[] memory;
    private final long[] count;
    private final LastLoss losses;
    private final SizeCursor ofSize;
    private final CloserTest closers;
    private long gcd;
    private long largest;
    private int rows;

    /** The tests for a state in which no protected VM waits. */
    SequentialProof(LossModel model) {
        this.model = model;
        hosts = model.hosts.length;
        memory = new long[hosts];
        count = new long[hosts];
        losses = new LastLoss(hosts);
        ofSize = new SizeCursor(model);
        for (int i = 0; i < model.size.length; i++) {
            gcd = WorstLosses.gcd(gcd, model.size[i]);
            largest = Math.max(largest, model.size[i]);
            if (model.home[i] >= 0) {
                memory[model.home[i]] += model.size[i];
                count[model.home[i]]++;
            }
        }
        closers = new CloserTest(model, gcd, losses);
    }

    /** How many losses the tests prove. */
    int losses() {
        int proven = rows(hosts, 0);
        if (model.keepsSlots && proven < hosts) {
            proven = Math.max(proven, wholeSlots());
        }
        // The first loss is one at once, and that test is sharper.
        return proven > 0 ? proven : Math.min(1, Math.max(0, new SimultaneousProof(model).losses()));
    }

    /** Whether the tests prove this many losses. */
    boolean proves(int wanted) {
        return (wanted == 1 && new SimultaneousProof(model).losses() >= 1)
                || rows(wanted, wanted) >= wanted
                || (model.keepsSlots && wholeSlots() >= wanted);
    }

    /** Number of rows looked at so far. */
    int rows() {
        return rows;
    }

    private int rows(int most, int enough) {
        ofSize.restart();
        closers.restart();
        int proven = most;
        long last = 0;
        for (int i = 0; i < model.size.length && proven >= enough; i++) {
            if (model.isProtected[i] && model.size[i] != last) {
                last = model.size[i];
                proven = Math.min(proven, row(last, proven));
                rows++;
            }
        }
        return proven;
    }

    /** How many losses row {@code s} allows by any of the tests; they stop at {@code enough}. */
    private int row(long s, int enough) {
        ofSize.moveTo(s);
        int proven = byMemory(s);
        for (int part = CloserTest.PARTS - 1; part > 0 && model.fitsBest && proven < enough; part--) {
            proven = Math.max(proven, losses.below(closers.set(s, part)));
        }
        return proven < enough ? Math.max(proven, byCount(s)) : proven;
    }

    private int byMemory(long s) {
        long threshold = s;
        for (int h = 0; h < hosts; h++) {
            long load = model.room[h] < s ? 0 : SimultaneousProof.roundUp(model.room[h] - s + 1, gcd);
            losses.key[h] = memory[h] + load;
            losses.discount[h] = memory[h] - ofSize.memory(h);
            threshold += load;
        }
        return losses.below(threshold);
    }

    private int byCount(long s) {
        long threshold = 1;
        for (int h = 0; h < hosts; h++) {
            long load = model.room[h] < s ? 0 : (model.room[h] - s) / largest + 1;
            losses.key[h] = count[h] + load;
            losses.discount[h] = count[h] - ofSize.count(h);
            threshold += load;
        }
        return losses.below(threshold);
    }

    private int wholeSlots() {
        int proven = new SimultaneousProof(model, true).losses();
        ofSize.restart();
        long[] sizes = model.sizes.sizes;
        for (int i = sizes.length - 2; i >= 0; i--) {
            ofSize.moveTo(sizes[i] + 1);
            long threshold = sizes[0];
            for (int h = 0; h < hosts; h++) {
                long slots = model.room[h] / sizes[i] * sizes[i];
                threshold += slots;
                losses.key[h] = memory[h] + slots;
                losses.discount[h] = memory[h] - ofSize.memory(h);
            }
            proven = Math.min(proven, losses.below(threshold));
            rows++;
        }
        return proven;
    }
}
