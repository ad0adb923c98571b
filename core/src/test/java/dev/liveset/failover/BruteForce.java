package dev.liveset.failover;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Answers by trying everything, from the public view of the pool only: the oracle for small pools. */
final class BruteForce {

    private BruteForce() {}

    /** Whether any placement of the protected VMs that {@code lost} leaves waiting exists, stranded ones left out. */
    static boolean canPlace(PlannerPool pool, BitSet lost) {
        PlannerPool after = pool.after(nothingPlaced(pool, lost));
        List<PlannerVm> waiting = new ArrayList<>();
        for (int v = 0; v < after.vmCount(); v++) {
            PlannerVm vm = after.vm(v);
            if (vm.protection() == Protection.PROTECTED && vm.host() < 0 && !isStranded(after, vm)) {
                waiting.add(vm);
            }
        }
        return place(after, waiting, 0, new ArrayList<>());
    }

    private static FailoverPlan nothingPlaced(PlannerPool pool, BitSet lost) {
        int[] nowhere = new int[pool.vmCount()];
        java.util.Arrays.fill(nowhere, PlannerVm.NO_HOST);
        return new FailoverPlan(pool, lost, nowhere, List.of(), false);
    }

    private static boolean receives(PlannerPool pool, int host) {
        return pool.host(host).alive() && pool.host(host).enabled();
    }

    private static boolean isStranded(PlannerPool pool, PlannerVm vm) {
        if (vm.allowedHosts() == null || vm.allowedHosts().cardinality() == pool.hostCount()) {
            return false;
        }
        for (int h = 0; h < pool.hostCount(); h++) {
            if (receives(pool, h) && vm.allowedHosts().get(h)) {
                return false;
            }
        }
        return true;
    }

    private static boolean place(PlannerPool pool, List<PlannerVm> waiting, int index, List<PlannerVm> placed) {
        if (index == waiting.size()) {
            return true;
        }
        for (int h = 0; h < pool.hostCount(); h++) {
            PlannerVm vm = waiting.get(index);
            if (receives(pool, h) && fits(pool, vm, h, placed)) {
                placed.add(vm.on(h));
                boolean done = place(pool, waiting, index + 1, placed);
                placed.remove(placed.size() - 1);
                if (done) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean fits(PlannerPool pool, PlannerVm vm, int host, List<PlannerVm> placed) {
        if (vm.allowedHosts() != null && !vm.allowedHosts().get(host)) {
            return false;
        }
        List<PlannerVm> there = new ArrayList<>();
        for (int v = 0; v < pool.vmCount(); v++) {
            there.add(pool.vm(v));
        }
        there.addAll(placed);
        there.removeIf(other -> other.host() != host && other.incomingHost() != host);
        boolean hard = vm.group() >= 0 && pool.groups().get(vm.group()).hard();
        if (hard && there.stream().anyMatch(other -> other.group() == vm.group())) {
            return false;
        }
        long memory = pool.host(host).memoryMib() - pool.host(host).reservedMib() - vm.memoryMib();
        if (there.stream().mapToLong(PlannerVm::memoryMib).sum() > memory) {
            return false;
        }
        for (String resource : pool.resources()) {
            long need = vm.resources().getOrDefault(resource, 0L);
            long used = there.stream()
                    .mapToLong(other -> other.resources().getOrDefault(resource, 0L))
                    .sum();
            if (need > 0 && used + need > pool.host(host).resources().getOrDefault(resource, 0L)) {
                return false;
            }
        }
        return true;
    }

    /** The largest n for which every set of at most n live hosts can be placed; -1 if not even none can. */
    static int simultaneous(PlannerPool pool) {
        for (int n = 0; n <= live(pool).size(); n++) {
            if (!allSets(pool, n, 0, new BitSet())) {
                return n - 1;
            }
        }
        return live(pool).size();
    }

    static List<Integer> live(PlannerPool pool) {
        List<Integer> live = new ArrayList<>();
        for (int h = 0; h < pool.hostCount(); h++) {
            if (pool.host(h).alive()) {
                live.add(h);
            }
        }
        return live;
    }

    private static boolean allSets(PlannerPool pool, int more, int from, BitSet lost) {
        if (more == 0) {
            return canPlace(pool, lost);
        }
        List<Integer> live = live(pool);
        for (int i = from; i < live.size(); i++) {
            lost.set(live.get(i));
            boolean placed = allSets(pool, more - 1, i + 1, lost);
            lost.clear(live.get(i));
            if (!placed) {
                return false;
            }
        }
        return true;
    }
}
