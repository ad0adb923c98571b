package dev.liveset.failover;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks for an order of n losses, each planned and carried out before the next, that breaks the plan. Where the
 * sequential test proves the rest of a sequence, it is not followed further.
 */
final class OrderSearch {

    private final LossSearch search;
    private final List<Survivors> states = new ArrayList<>();
    private final int[] live;
    private int[] lost;

    /** Searches losses of the live hosts {@code live} of {@code now}, in which no protected VM waits. */
    OrderSearch(Survivors now, int[] live, LossSearch search) {
        this.search = search;
        this.live = live;
        states.add(now);
    }

    LossSearch.Outcome orders(int losses) {
        lost = new int[losses];
        return follow(0);
    }

    private LossSearch.Outcome follow(int depth) {
        Survivors before = states.get(depth);
        int more = lost.length - depth;
        if (more == 0 || (depth > 0 && more > 1 && isProven(before, more))) {
            return LossSearch.Outcome.NONE_BREAKS;
        }
        if (states.size() == depth + 1) {
            states.add(new Survivors(before.pool));
        }
        Survivors after = states.get(depth + 1);
        boolean[] nowhereBefore = before.nowhere();
        boolean[] safe = more == 1 ? safe(before) : new boolean[before.pool.hostCount];
        // Whether the last loss can be planned does not depend on a look ahead.
        int goal = more == 1 ? 0 : search.planning().goal(before, 1);
        for (int host : live) {
            if (before.isGone(host) || safe[host]) {
                continue;
            }
            if (search.isAtLimit()) {
                return LossSearch.Outcome.LIMIT;
            }
            lost[depth] = host;
            after.copyFrom(before);
            after.lose(host);
            if (!search.survives(after, lost, depth + 1, goal, depth == 0)) {
                return LossSearch.Outcome.BROKEN;
            }
            search.planning().startBestEffort(after, nowhereBefore);
            LossSearch.Outcome outcome = follow(depth + 1);
            if (outcome != LossSearch.Outcome.NONE_BREAKS) {
                return outcome;
            }
        }
        return LossSearch.Outcome.NONE_BREAKS;
    }

    /** The hosts of which the packing test proves that the loss of just one can be planned. */
    private boolean[] safe(Survivors state) {
        boolean[] safe = new boolean[state.pool.hostCount];
        LossModel model = LossModel.of(state);
        if (model == null) {
            return safe;
        }
        SimultaneousProof test = new SimultaneousProof(model);
        List<SuspectRow> rows = test.suspects(1);
        int[] one = new int[1];
        for (one[0] = 0; one[0] < model.hosts.length; one[0]++) {
            safe[model.hosts[one[0]]] = rows.stream().noneMatch(row -> row.suspects(one, 1));
        }
        count(test.rows(), model);
        return safe;
    }

    private void count(int rows, LossModel model) {
        // A row looks at all hosts a few times; the model looks at every VM.
        search.count((long) (rows + 1) * model.hosts.length / 8 + model.size.length / 8);
    }

    private boolean isProven(Survivors state, int losses) {
        LossModel model = LossModel.of(state);
        if (model == null) {
            return false;
        }
        SequentialProof test = new SequentialProof(model);
        boolean proven = test.proves(losses);
        count(test.rows(), model);
        return proven;
    }
}
