package dev.liveset.failover;

import java.util.stream.IntStream;

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
    private final long[] keys;
    private final long[] load;
    private final long[] excess;
    private final long[] excessFrom;
    private final int[] order;
    private long gcd;
    private long largest;
    private int rows;

    /** The tests for a state in which no protected VM waits. */
    SequentialProof(LossModel model) {
        this.model = model;
        hosts = model.hosts.length;
        memory = new long[hosts];
        count = new long[hosts];
        keys = new long[hosts];
        load = new long[hosts];
        excess = new long[hosts];
        excessFrom = new long[hosts + 1];
        order = IntStream.range(0, hosts).toArray();
        for (int i = 0; i < model.size.length; i++) {
            gcd = WorstLosses.gcd(gcd, model.size[i]);
            largest = Math.max(largest, model.size[i]);
            if (model.home[i] >= 0) {
                memory[model.home[i]] += model.size[i];
                count[model.home[i]]++;
            }
        }
    }

    /** How many losses the tests prove. */
    int losses() {
        int losses = anyPlacements(hosts, 0);
        return model.keepsSlots ? Math.max(losses, wholeSlots()) : losses;
    }

    /** Whether the tests prove this many losses. */
    boolean proves(int losses) {
        return anyPlacements(losses, losses) >= losses || (model.keepsSlots && wholeSlots() >= losses);
    }

    /** Number of rows looked at so far. */
    int rows() {
        return rows;
    }

    private int anyPlacements(int most, int enough) {
        int losses = most;
        long last = 0;
        for (int i = 0; i < model.size.length && losses >= enough; i++) {
            if (model.isProtected[i] && model.size[i] != last) {
                last = model.size[i];
                losses = Math.min(losses, row(last));
                rows++;
            }
        }
        return losses;
    }

    private int row(long s) {
        long threshold = s;
        for (int h = 0; h < hosts; h++) {
            long room = model.room[h];
            long least = room < s ? 0 : SimultaneousProof.roundUp(room - s + 1, gcd);
            load[h] = least;
            if (model.fitsBest && room >= s) {
                load[h] = Math.max(least, SimultaneousProof.roundUp((s + 1) / 2, gcd));
            }
            excess[h] = load[h] - least;
            threshold += load[h];
        }
        int byMemory = belowWithOneExcess(threshold);
        if (byMemory == hosts) {
            return byMemory;
        }
        threshold = 1;
        for (int h = 0; h < hosts; h++) {
            long least = model.room[h] < s ? 0 : (model.room[h] - s) / largest + 1;
            threshold += least;
            keys[h] = count[h] + least;
        }
        return Math.max(byMemory, WorstLosses.below(keys, hosts, threshold));
    }

    /**
     * The largest n for which no n hosts, with the excess of one host more, reach the threshold. That one host is
     * either none of the n heaviest, or it is and the next heaviest takes its place.
     */
    private int belowWithOneExcess(long threshold) {
        sortHeaviestFirst();
        excessFrom[hosts] = 0;
        for (int i = hosts - 1; i >= 0; i--) {
            excessFrom[i] = Math.max(excessFrom[i + 1], excess[order[i]]);
        }
        long sum = 0;
        long bestSwap = Long.MIN_VALUE;
        for (int n = 0; n <= hosts; n++) {
            boolean outside = sum + excessFrom[n] >= threshold;
            boolean inside = n > 0 && n < hosts && sum + keys[n] + bestSwap >= threshold;
            if (outside || inside) {
                return n - 1;
            }
            if (n < hosts) {
                sum += keys[n];
                bestSwap = Math.max(bestSwap, excess[order[n]] - keys[n]);
            }
        }
        return hosts;
    }

    /** From one row to the next little changes, so that insertion is close to linear. */
    private void sortHeaviestFirst() {
        for (int i = 0; i < hosts; i++) {
            int host = order[i];
            long key = memory[host] + load[host];
            int at = i;
            for (; at > 0 && keys[at - 1] < key; at--) {
                keys[at] = keys[at - 1];
                order[at] = order[at - 1];
            }
            keys[at] = key;
            order[at] = host;
        }
    }

    private int wholeSlots() {
        int losses = new SimultaneousProof(model, true).losses();
        long[] sizes = model.sizes.sizes;
        for (int i = 0; i + 1 < sizes.length; i++) {
            long threshold = sizes[0];
            for (int h = 0; h < hosts; h++) {
                long slots = model.room[h] / sizes[i] * sizes[i];
                threshold += slots;
                keys[h] = memory[h] + slots;
            }
            losses = Math.min(losses, WorstLosses.below(keys, hosts, threshold));
            rows++;
        }
        return losses;
    }
}
