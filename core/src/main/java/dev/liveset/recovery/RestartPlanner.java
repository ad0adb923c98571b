package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import dev.liveset.failover.FailoverPlan;
import dev.liveset.failover.FailoverPlanner;
import dev.liveset.failover.LeftOver;
import dev.liveset.failover.Placement;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.RestartWave;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Gives a host to every VM that needs one: the planner says where, rule E4 says whether. */
final class RestartPlanner {
    private final RecoverySettings settings;
    private final FailoverPlanner planner;
    private final MasterTable table;
    private final Clearance clearance;
    private final StartNeeds needs;
    private final PoolModel model;
    private final RestartPacer pacer;
    private final RestartNews news;
    private final Map<VmId, Integer> preferred = new HashMap<>();

    RestartPlanner(
            RecoverySettings settings,
            FailoverPlanner planner,
            MasterTable table,
            Clearance clearance,
            StartNeeds needs,
            PoolModel model,
            RestartPacer pacer,
            RestartNews news) {
        this.settings = settings;
        this.planner = planner;
        this.table = table;
        this.clearance = clearance;
        this.needs = needs;
        this.model = model;
        this.pacer = pacer;
        this.news = news;
    }

    void clear() {
        preferred.clear();
        pacer.clear();
        needs.clear();
        news.clear();
    }

    /** Remembers where an operator wants the VM that needs a host now. */
    void prefer(VmId vm, int host) {
        preferred.put(vm, host);
    }

    void advance(RecoveryView view, RecoveryActions actions) {
        pacer.update(table, view);
        boolean planNeeded = false;
        for (int place = 0; place < table.size(); place++) {
            VmRecord record = table.at(place);
            if (needs.isNeeded(record, view)) {
                planNeeded |= !goesWhereItIsClaimed(record, view) && !goesWhereItIsPreferred(record, view);
            } else {
                tell(record, view, actions);
                shutDownAgain(record, view);
            }
        }
        if (planNeeded) {
            plan(view, actions);
        }
    }

    private void tell(VmRecord record, RecoveryView view, RecoveryActions actions) {
        int claimer = clearance.claimer(record.vm(), view);
        if (!record.desiredRunning()
                || claimer >= 0 && clearance.claim(claimer, record.vm(), view).state() == ClaimState.RUNNING) {
            news.recovered(record.vm());
            needs.recovered(record.vm());
            preferred.remove(record.vm());
            return;
        }
        String blocked = needs.blocked(record, view);
        if (blocked != null) {
            news.failed(record.vm(), blocked, actions);
        } else if (record.move() == null && record.assignment() != null) {
            Answer answer = clearance.answer(record.vm(), record.assignment());
            if (answer != null && answer.kind() == Answer.Kind.FAILED) {
                news.failed(record.vm(), "its start failed on host " + hostName(record), actions);
            }
        }
    }

    /** What ran unasked was told to stop by a former master, and the permit came too late: it gets one of this epoch. */
    private void shutDownAgain(VmRecord record, RecoveryView view) {
        Permit last = record.assignment();
        if (record.desiredRunning() || record.move() != null || last == null || last.epoch() == table.epoch()) {
            return;
        }
        Claim claim = clearance.claim(last.host(), record.vm(), view);
        Answer answer = clearance.answer(record.vm(), last);
        boolean refused = answer != null && answer.kind() == Answer.Kind.REFUSED;
        if (refused && claim != null && claim.permit().epoch() == 0 && clearance.isReceiving(last.host(), view)) {
            assign(record, last.host(), view);
        }
    }

    private String hostName(VmRecord record) {
        return settings.name(record.assignment().host());
    }

    /** What may run on a member already is left there, under a new permit. */
    private boolean goesWhereItIsClaimed(VmRecord record, RecoveryView view) {
        int claimer = clearance.claimer(record.vm(), view);
        if (claimer < 0) {
            return false;
        }
        if (clearance.isReceiving(claimer, view) && clearance.isClear(record.vm(), claimer, view)) {
            assign(record, claimer, view);
        }
        return true;
    }

    private boolean goesWhereItIsPreferred(VmRecord record, RecoveryView view) {
        Integer host = preferred.get(record.vm());
        if (host == null
                || !clearance.isReceiving(host, view)
                || !HostSet.contains(record.allowedHosts(), host)
                || !clearance.isClear(record.vm(), host, view)) {
            return false;
        }
        preferred.remove(record.vm());
        if (!hasRoom(record, host, view)) {
            return false;
        }
        assign(record, host, view);
        return true;
    }

    boolean hasRoom(VmRecord record, int host, RecoveryView view) {
        PlannerPool pool = model.build(view, true);
        return pool.freeMib(host) >= record.memoryMib();
    }

    private void plan(RecoveryView view, RecoveryActions actions) {
        PlannerPool pool = model.build(view, true);
        FailoverPlan plan = planner.plan(pool, new BitSet());
        for (RestartWave wave : plan.waves()) {
            for (Placement placement : wave.placements()) {
                place(table.at(placement.vm()), placement.host(), view, actions);
            }
        }
        for (LeftOver leftOver : plan.leftOver()) {
            VmRecord record = table.at(leftOver.vm());
            if (needs.isNeeded(record, view)) {
                news.failed(record.vm(), why(leftOver), actions);
            }
        }
    }

    private void place(VmRecord record, int host, RecoveryView view, RecoveryActions actions) {
        if (!needs.isNeeded(record, view) || !pacer.mayStart(record)) {
            return;
        }
        Answer answer = record.assignment() == null ? null : clearance.answer(record.vm(), record.assignment());
        if (answer != null && answer.kind() == Answer.Kind.FAILED) {
            news.failed(record.vm(), "its start failed on host " + hostName(record), actions);
        }
        if (clearance.isClear(record.vm(), host, view)) {
            assign(record, host, view);
            pacer.assigned(record, view.nowNanos);
        }
    }

    private void assign(VmRecord record, int host, RecoveryView view) {
        Permit permit = table.permit(host, view.incarnation[host]);
        table.put(record.withAssignment(permit).withMove(null));
    }

    private static String why(LeftOver leftOver) {
        return switch (leftOver.reason()) {
            case STRANDED -> "no host that is in the liveset may run it";
            case ANTI_AFFINITY -> "every host with room already runs a VM of its anti-affinity group";
            case NO_ROOM -> "no host has room for it; the nearest lacks " + leftOver.missing() + " MiB of memory";
        };
    }
}
