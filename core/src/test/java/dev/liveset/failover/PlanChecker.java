package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;

/** Checks a plan against the pool from first principles, sharing no code with the planners. */
final class PlanChecker {

    private PlanChecker() {}

    static void check(PlannerPool pool, FailoverPlan plan) {
        Set<Integer> left = new HashSet<>();
        plan.leftOver().forEach(l -> assertTrue(left.add(l.vm()), "left over once"));
        long[][] used = new long[pool.hostCount()][1 + pool.resources().size()];
        for (int v = 0; v < pool.vmCount(); v++) {
            PlannerVm vm = pool.vm(v);
            boolean sourceGone = isGone(pool, plan, vm.host());
            boolean targetGone = isGone(pool, plan, vm.incomingHost());
            boolean hostLost = vm.host() >= 0 && sourceGone && targetGone;
            boolean wanted = (vm.protection() == Protection.PROTECTED && (vm.host() < 0 || hostLost))
                    || (vm.protection() == Protection.BEST_EFFORT && hostLost);
            int placed = plan.hostOf(v);
            assertEquals(wanted, placed >= 0 || left.contains(v), "VM " + v + " is planned for if and only if lost");
            assertFalse(placed >= 0 && left.contains(v), "VM " + v + " is either placed or left over");
            for (int host : new int[] {sourceGone ? -1 : vm.host(), targetGone ? -1 : vm.incomingHost(), placed}) {
                if (host >= 0) {
                    occupy(pool, vm, used[host]);
                }
            }
            if (placed >= 0) {
                checkTarget(pool, plan, v, placed);
            }
        }
        checkRoom(pool, plan, used);
    }

    private static boolean isGone(PlannerPool pool, FailoverPlan plan, int host) {
        return host < 0 || !pool.host(host).alive() || plan.lostHosts().get(host);
    }

    private static void occupy(PlannerPool pool, PlannerVm vm, long[] used) {
        used[0] += vm.memoryMib();
        for (int r = 1; r < used.length; r++) {
            used[r] += vm.resources().getOrDefault(pool.resources().get(r - 1), 0L);
        }
    }

    private static void checkTarget(PlannerPool pool, FailoverPlan plan, int v, int host) {
        PlannerVm vm = pool.vm(v);
        assertFalse(isGone(pool, plan, host), "VM " + v + " goes to a survivor");
        assertTrue(pool.host(host).enabled(), "VM " + v + " goes to an enabled host");
        assertTrue(vm.allowedHosts() == null || vm.allowedHosts().get(host), "VM " + v + " is allowed there");
        if (vm.group() < 0 || !pool.groups().get(vm.group()).hard()) {
            return;
        }
        for (int w = 0; w < pool.vmCount(); w++) {
            PlannerVm other = pool.vm(w);
            if (w != v && other.group() == vm.group()) {
                assertFalse(
                        other.host() == host || other.incomingHost() == host || plan.hostOf(w) == host,
                        "VMs " + v + " and " + w + " of a hard group stay apart");
            }
        }
    }

    /** Whoever receives has room afterwards, for every resource that it receives a need of. */
    private static void checkRoom(PlannerPool pool, FailoverPlan plan, long[][] used) {
        long[][] received = new long[pool.hostCount()][1 + pool.resources().size()];
        plan.waves().stream()
                .flatMap(w -> w.placements().stream())
                .forEach(p -> occupy(pool, pool.vm(p.vm()), received[p.host()]));
        for (int h = 0; h < pool.hostCount(); h++) {
            PlannerHost host = pool.host(h);
            for (int r = 0; r < used[h].length; r++) {
                long capacity = r == 0
                        ? host.memoryMib() - host.reservedMib()
                        : host.resources().getOrDefault(pool.resources().get(r - 1), 0L);
                assertTrue(received[h][r] == 0 || used[h][r] <= capacity, "resource " + r + " of host " + h);
            }
        }
    }
}
