package dev.liveset.failover;

import java.util.ArrayList;
import java.util.List;

/**
 * Hosts without VMs, which a search may do without: where it ends at its limit, it may still have come to an end in the
 * smaller pool. So what is promised at once does not drop when such a host is added; lemma 8 of the package description.
 */
final class SpareHosts {

    /** Each more doubles the searches. */
    private static final int MOST = 2;

    private SpareHosts() {}

    /** Which hosts to leave out of this picture, in every way but the one that leaves out none. */
    static List<int[]> choices(Survivors now) {
        int[] spare = new int[MOST];
        int count = 0;
        for (int h = now.pool.hostCount - 1; h >= 0 && count < MOST; h--) {
            if (now.isSpare(h)) {
                spare[count++] = h;
            }
        }
        List<int[]> choices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            choices.add(new int[] {spare[i]});
        }
        if (count == MOST) {
            choices.add(spare);
        }
        return choices;
    }

    /** The picture without those hosts. */
    static Survivors without(Survivors whole, int[] spare) {
        Survivors smaller = new Survivors(whole.pool);
        smaller.copyFrom(whole);
        smaller.lose(spare, spare.length);
        return smaller;
    }
}
