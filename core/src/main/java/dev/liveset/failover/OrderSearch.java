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
        if (more == 0 || (depth > 0 && isProven(before, more))) {
            return LossSearch.Outcome.NONE_BREAKS;
        }
        if (states.size() == depth + 1) {
            states.add(new Survivors(before.pool));
        }
        Survivors after = states.get(depth + 1);
        boolean[] nowhereBefore = before.nowhere();
        int goal = search.planning().prepared(before) - 1;
        for (int host : live) {
            if (before.isGone(host)) {
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

    private boolean isProven(Survivors state, int losses) {
        LossModel model = LossModel.of(state);
        if (model == null) {
            return false;
        }
        SequentialProof test = new SequentialProof(model);
        // The last loss is simultaneous with itself, and that test is sharper.
        boolean proven = losses == 1 ? new SimultaneousProof(model).losses() >= 1 : test.proves(losses);
        // A row looks at all hosts several times; the model looks at every VM.
        search.count((long) (test.rows() + 1) * model.hosts.length / 4 + model.size.length / 8);
        return proven;
    }
}
