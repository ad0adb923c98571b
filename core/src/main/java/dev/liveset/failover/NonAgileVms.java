package dev.liveset.failover;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Finds the protected VMs that may not run on every enabled host. */
final class NonAgileVms {

    private NonAgileVms() {}

    static List<NonAgileVm> of(PlannerPool pool) {
        PoolArrays arrays = pool.arrays();
        List<NonAgileVm> found = new ArrayList<>();
        for (int v = 0; v < arrays.vmCount; v++) {
            if (arrays.allowed[v] == null || arrays.protection[v] != Protection.PROTECTED) {
                continue;
            }
            BitSet hosts = new BitSet();
            boolean everywhere = true;
            for (int h = 0; h < arrays.hostCount; h++) {
                if (arrays.receives[h] && arrays.allows(v, h)) {
                    hosts.set(h);
                } else if (arrays.receives[h]) {
                    everywhere = false;
                }
            }
            if (!everywhere) {
                found.add(new NonAgileVm(v, hosts));
            }
        }
        return found;
    }
}
