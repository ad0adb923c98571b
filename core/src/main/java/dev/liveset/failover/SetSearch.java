package dev.liveset.failover;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Looks for a set of n hosts whose loss at once breaks the plan, the worst sets first. With suspect rows it visits only
 * the sets that the packing test leaves open; without, all of them.
 */
final class SetSearch {

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

    /** Searches all sets, those that are heaviest by {@code burden} first. */
    LossSearch.Outcome all(int losses, long[] burden) {
        rows = List.of();
        rowIndex = -1;
        return visit(losses, burden, 0);
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
        if (rowIndex >= 0 && !rows.get(rowIndex).suspects(chosen, chosen.length)) {
            return LossSearch.Outcome.NONE_BREAKS;
        }
        for (int r = 0; r < rowIndex; r++) {
            if (rows.get(r).suspects(chosen, chosen.length)) {
                return LossSearch.Outcome.NONE_BREAKS; // judged when row r was visited
            }
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
}
