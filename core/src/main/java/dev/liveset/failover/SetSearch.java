package dev.liveset.failover;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for a set of n hosts whose loss at once breaks the plan, the worst sets first. It visits only the sets that
 * the packing test leaves open.
 */
final class SetSearch {

    /** In place of the index of a row: all of them. */
    private static final int EVERY = -1;

    private static final int ROWS_PER_STEP = 32;

    private final Survivors now;
    private final Survivors scratch;
    private final int[] live;
    private final LossSearch search;
    private List<SuspectRow> rows;
    private int rowIndex;
    private int[] order;
    private long[] key;
    private long threshold;
    private int[] chosen;
    private int[] lost;

    /** Searches losses of the live hosts {@code live} of {@code now}. */
    SetSearch(Survivors now, int[] live, LossSearch search) {
        this.now = now;
        this.live = live;
        this.search = search;
        scratch = new Survivors(now.pool);
    }

    /** Searches the sets that these rows suspect. */
    LossSearch.Outcome suspects(int losses, List<SuspectRow> suspectRows) {
        rows = suspectRows;
        for (rowIndex = 0; rowIndex < rows.size(); rowIndex++) {
            SuspectRow row = rows.get(rowIndex);
            LossSearch.Outcome outcome = visit(losses, row.memory, row.memoryThreshold);
            if (outcome != LossSearch.Outcome.NONE_BREAKS) {
                return outcome;
            }
        }
        return LossSearch.Outcome.NONE_BREAKS;
    }

    /** The same where there are few sets but many rows: every set is looked at once, the heaviest by {@code burden} first. */
    LossSearch.Outcome all(int losses, List<SuspectRow> suspectRows, long[] burden) {
        rows = suspectRows;
        rowIndex = EVERY;
        return visit(losses, burden, 0);
    }

    /** How many sets of that many hosts there are, counted up to {@code most}. */
    static long sets(int hosts, int losses, long most) {
        long sets = 1;
        for (int i = 0; i < losses && sets <= most; i++) {
            sets = sets * (hosts - i) / (i + 1);
        }
        return sets;
    }

    private LossSearch.Outcome visit(int losses, long[] keys, long least) {
        order = IntStream.range(0, live.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> -keys[i]).thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        key = Arrays.stream(order).mapToLong(i -> keys[i]).toArray();
        threshold = least;
        chosen = new int[losses];
        lost = new int[losses];
        return choose(0, 0, 0);
    }

    private LossSearch.Outcome choose(int depth, int from, long sum) {
        int more = chosen.length - depth;
        if (more == 0) {
            return judge();
        }
        for (int i = from; i + more <= key.length; i++) {
            long most = sum;
            for (int j = i; j < i + more; j++) {
                most += key[j];
            }
            search.count(1);
            if (most < threshold) {
                return LossSearch.Outcome.NONE_BREAKS;
            }
            if (search.isAtLimit()) {
                return LossSearch.Outcome.LIMIT;
            }
            chosen[depth] = order[i];
            LossSearch.Outcome outcome = choose(depth + 1, i + 1, sum + key[i]);
            if (outcome != LossSearch.Outcome.NONE_BREAKS) {
                return outcome;
            }
        }
        return LossSearch.Outcome.NONE_BREAKS;
    }

    private LossSearch.Outcome judge() {
        if (!isDue()) {
            return LossSearch.Outcome.NONE_BREAKS;
        }
        search.count(now.pool.vmCount / 16);
        scratch.copyFrom(now);
        for (int i = 0; i < chosen.length; i++) {
            lost[i] = live[chosen[i]];
        }
        Arrays.sort(lost);
        scratch.lose(lost, lost.length);
        return search.survives(scratch, lost, lost.length, 0, true)
                ? LossSearch.Outcome.NONE_BREAKS
                : LossSearch.Outcome.BROKEN;
    }

    /** Whether the chosen set is suspected, and was not judged when an earlier row was visited. */
    private boolean isDue() {
        if (rowIndex == EVERY) {
            return isSuspected(rows.size());
        }
        return rows.get(rowIndex).suspects(chosen, chosen.length) && !isSuspected(rowIndex);
    }

    private boolean isSuspected(int firstRows) {
        for (int r = 0; r < firstRows; r++) {
            if (rows.get(r).suspects(chosen, chosen.length)) {
                return true;
            }
        }
        search.count(rowIndex == EVERY ? firstRows / ROWS_PER_STEP : 0);
        return false;
    }
}
