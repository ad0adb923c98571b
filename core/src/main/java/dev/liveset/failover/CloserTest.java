package dev.liveset.failover;

/** The sums of lemma 3: what the loss of a host sets free, weighed by a part t of the size s, and what survivors hold. */
final class CloserTest {

    /** A quarter, a half and three quarters of the size are tried; finer parts proved no more. */
    static final int PARTS = 4;

    private final LossModel model;
    private final long gcd;
    private final LastLoss losses;
    private final long[] memory;
    private final SizeCursor ofSize;
    private final SizeCursor[] ofPart = new SizeCursor[PARTS];

    /** Sums for {@code losses}; {@code gcd} divides all sizes of the model. */
    CloserTest(LossModel model, long gcd, LastLoss losses) {
        this.model = model;
        this.gcd = gcd;
        this.losses = losses;
        memory = new long[model.hosts.length];
        for (int i = 0; i < model.size.length; i++) {
            if (model.home[i] >= 0) {
                memory[model.home[i]] += model.size[i];
            }
        }
        ofSize = new SizeCursor(model);
        for (int part = 1; part < PARTS; part++) {
            ofPart[part] = new SizeCursor(model);
        }
    }

    /** Goes back to the largest size; between two calls, sizes only fall. */
    void restart() {
        ofSize.restart();
        for (int part = 1; part < PARTS; part++) {
            ofPart[part].restart();
        }
    }

    /** Sets keys and discounts for size {@code s} and this part of it; returns the threshold. */
    long set(long s, int part) {
        long t = s * part / PARTS;
        ofSize.moveTo(s);
        ofPart[part].moveTo(t);
        SizeCursor ofCloser = ofPart[part];
        long threshold = s;
        for (int h = 0; h < memory.length; h++) {
            long load = load(s, t, model.room[h]);
            long small = ofCloser.memory(h) - ofSize.memory(h) - t * (ofCloser.count(h) - ofSize.count(h));
            losses.key[h] = memory[h] + small + (s - t) * ofSize.count(h) + load;
            losses.discount[h] = memory[h] - ofSize.memory(h) + small;
            threshold += load;
        }
        return threshold;
    }

    /** The least weight on a survivor with this room that is closed to s. */
    long load(long s, long t, long room) {
        return room < s ? 0 : SimultaneousProof.roundUp(room + 1, gcd) - t;
    }

    /** What a VM of this size weighs. */
    static long weight(long s, long t, long size) {
        return size + Math.max(0, Math.min(size, s) - t);
    }
}
