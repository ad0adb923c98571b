package dev.liveset.failover;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Makes the plan for one loss from a pool and a packer. */
final class PlanMaking {

    private PlanMaking() {}

    static FailoverPlan plan(PlannerPool pool, BitSet lostHosts, PlannerLimits limits) {
        PoolArrays arrays = pool.arrays();
        Packer packer = Packer.searching(arrays, limits.nodesPerPlan());
        return plan(pool, lostHosts, packer, true);
    }

    static FailoverPlan plan(PlannerPool pool, BitSet lostHosts, Packer packer, boolean mayLookAhead) {
        PoolArrays arrays = pool.arrays();
        BitSet lost = arrays.newlyLost(lostHosts);
        Survivors state = new Survivors(arrays);
        RestartPlanning planning = new RestartPlanning(arrays, packer, mayLookAhead);
        int goal = planning.goal(state, lost.cardinality());
        List<int[]> spareHosts = SpareHosts.choices(state);
        state.lose(lost);
        boolean[] nowhereBefore = new boolean[arrays.vmCount];
        boolean[] startedHere = state.nowhere();
        for (int v = 0; v < arrays.vmCount; v++) {
            nowhereBefore[v] = arrays.vmHost[v] < 0;
        }
        boolean all = planning.startProtected(state, goal)
                || planning.isLimitReached() && planning.startWithout(spareHosts, state);
        if (!all) {
            planning.startByOrder(state);
        }
        boolean limitReached = planning.isLimitReached();
        planning.startBestEffort(state, nowhereBefore);
        int[] hostOf = new int[arrays.vmCount];
        for (int v = 0; v < arrays.vmCount; v++) {
            hostOf[v] = startedHere[v] ? state.hostOf(v) : PlannerVm.NO_HOST;
        }
        return new FailoverPlan(pool, lost, hostOf, leftOver(state, nowhereBefore), limitReached);
    }

    private static List<LeftOver> leftOver(Survivors state, boolean[] nowhereBefore) {
        List<LeftOver> leftOver = leftOver(state, Protection.PROTECTED);
        leftOver(state, Protection.BEST_EFFORT).stream()
                .filter(l -> !nowhereBefore[l.vm()])
                .forEach(leftOver::add);
        return leftOver;
    }

    /** The VMs of this protection that run nowhere, largest first. */
    static List<LeftOver> leftOver(Survivors state, Protection protection) {
        List<LeftOver> leftOver = new ArrayList<>();
        for (int vm : state.pool.largestFirst) {
            if (state.pool.protection[vm] == protection && state.hostOf(vm) < 0) {
                leftOver.add(state.explain(vm));
            }
        }
        return leftOver;
    }
}
