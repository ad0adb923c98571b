package dev.liveset.failover;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Promises what was tried: plans every set and every order of 1, 2, ... losses until one breaks or the limit is hit. */
final class EveryLossPlanned {

    private final FailoverPlanner planner;
    private final int planLimit;
    private int plans;

    EveryLossPlanned(FailoverPlanner planner, int planLimit) {
        this.planner = planner;
        this.planLimit = planLimit;
    }

    FailoverPromise promise(PlannerPool pool) {
        FailoverPlan now = planner.plan(pool, new BitSet());
        List<NonAgileVm> nonAgile = NonAgileVms.of(pool);
        if (!now.isKept()) {
            PromisedLosses none = new PromisedLosses(
                    FailoverPromise.DOES_NOT_FIT,
                    UpperBounds.volume(pool.arrays()),
                    Proof.EVERY_LOSS_PLANNED,
                    Optional.of(new CounterExample(List.of(), now.leftOver(), false)));
            return new FailoverPromise(now, none, none, nonAgile);
        }
        return new FailoverPromise(now, losses(pool, now, true), losses(pool, now, false), nonAgile);
    }

    private PromisedLosses losses(PlannerPool pool, FailoverPlan now, boolean atOnce) {
        plans = 0;
        int alive = 0;
        for (boolean a : pool.arrays().alive) {
            alive += a ? 1 : 0;
        }
        int promised = 0;
        Optional<CounterExample> broken = Optional.empty();
        while (promised < alive && broken.isEmpty()) {
            broken = atOnce
                    ? breakingSet(pool, new ArrayList<>(), 0, promised + 1)
                    : breakingOrder(pool.after(now), new ArrayList<>(), promised + 1);
            if (plans > planLimit) {
                broken = Optional.empty();
                break;
            }
            promised += broken.isEmpty() ? 1 : 0;
        }
        Proof proof = promised == 0 ? Proof.NO_LOSS_PLANNED : Proof.EVERY_LOSS_PLANNED;
        int bound = UpperBounds.volume(pool.arrays());
        return new PromisedLosses(promised, bound, proof, broken);
    }

    private Optional<CounterExample> breakingSet(PlannerPool pool, List<Integer> lost, int from, int more) {
        if (more == 0) {
            BitSet set = new BitSet();
            lost.forEach(set::set);
            return broken(planner.plan(pool, set), lost);
        }
        for (int h = from; h < pool.hostCount() && plans <= planLimit; h++) {
            if (pool.host(h).alive()) {
                lost.add(h);
                Optional<CounterExample> found = breakingSet(pool, lost, h + 1, more - 1);
                lost.remove(lost.size() - 1);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<CounterExample> breakingOrder(PlannerPool pool, List<Integer> lost, int more) {
        for (int h = 0; more > 0 && h < pool.hostCount() && plans <= planLimit; h++) {
            if (!pool.host(h).alive()) {
                continue;
            }
            BitSet one = new BitSet();
            one.set(h);
            lost.add(h);
            FailoverPlan plan = planner.plan(pool, one);
            Optional<CounterExample> found = broken(plan, lost);
            if (found.isEmpty()) {
                found = breakingOrder(pool.after(plan), lost, more - 1);
            }
            lost.remove(lost.size() - 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<CounterExample> broken(FailoverPlan plan, List<Integer> lost) {
        plans++;
        return plan.isKept() ? Optional.empty() : Optional.of(new CounterExample(lost, plan.leftOver(), false));
    }
}
