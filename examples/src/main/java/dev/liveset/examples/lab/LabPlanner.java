package dev.liveset.examples.lab;

import dev.liveset.failover.FailoverPlan;
import dev.liveset.failover.Placement;
import dev.liveset.failover.PlannerHost;
import dev.liveset.failover.PlannerLimits;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerSession;
import dev.liveset.failover.PlannerVm;
import dev.liveset.failover.PoolChange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What the planner says of the lab's pool: how many host failures it can take now, and after changes only thought of. */
final class LabPlanner {
    private final PlannerSession session;

    /** The pool with the VM on the first host. */
    LabPlanner(List<String> hosts, long hostMib, String vm, long vmMib) {
        PlannerPool.Builder pool = PlannerPool.builder();
        hosts.forEach(name -> pool.add(PlannerHost.of(name, hostMib)));
        pool.add(PlannerVm.named(vm, vmMib).on(0));
        session = new PlannerSession(pool.build(), hosts.size() - 1, PlannerLimits.QUICK);
    }

    /** How many host failures can be tolerated. */
    int tolerable() {
        return session.promise().tolerate();
    }

    /** The same if the memory of every other host were only this much. */
    int tolerableWithMemory(long mib) {
        PlannerPool pool = session.pool();
        for (int h = 1; h < pool.hostCount(); h++) {
            pool = new PoolChange.SetHost(h, pool.host(h).withMemory(mib)).applyTo(pool);
        }
        return new PlannerSession(pool, 0, PlannerLimits.QUICK).promise().tolerate();
    }

    /** The same if every other host had a VM of this size too. */
    int tolerableWithVmsOf(long mib) {
        PlannerPool pool = new PoolChange.SetVm(
                        0, PlannerVm.named(session.pool().vm(0).name(), mib).on(0))
                .applyTo(session.pool());
        for (int h = 1; h < pool.hostCount(); h++) {
            pool = new PoolChange.AddVm(PlannerVm.named("another " + h, mib).on(h)).applyTo(pool);
        }
        return new PlannerSession(pool, 0, PlannerLimits.QUICK).promise().tolerate();
    }

    /** The same with one more host. */
    int tolerableWithOneMore() {
        PlannerHost like = session.pool().host(0);
        return session.whatIf(new PoolChange.AddHost(PlannerHost.of("one more", like.memoryMib())))
                .tolerate();
    }

    /** The same without the last host. */
    int tolerableWithout() {
        int last = session.pool().hostCount() - 1;
        PlannerHost host = session.pool().host(last).alive(false);
        return session.whatIf(new PoolChange.SetHost(last, host)).tolerate();
    }

    /** Where the VM would start again if its host were lost: names of hosts, one when there is room. */
    List<String> restartsOn() {
        BitSet lost = new BitSet();
        lost.set(0);
        FailoverPlan plan = session.plan(lost);
        List<String> hosts = new ArrayList<>();
        plan.waves().forEach(wave -> {
            for (Placement placement : wave.placements()) {
                hosts.add(session.pool().host(placement.host()).name());
            }
        });
        return hosts;
    }
}
