package dev.liveset.recovery;

import dev.liveset.failover.FailoverPlanner;
import dev.liveset.failover.PlannerAlert;
import dev.liveset.failover.PlannerAlerts;
import dev.liveset.failover.PlannerPool;

/** Keeps what can be promised, and tells when it drops, falls below the operator's target or reaches it again. */
final class OvercommitWatch {
    static final long EVERY_NANOS = 500_000_000L;

    /** While HA is off, nothing is too little. */
    private static final int NO_TARGET = Integer.MIN_VALUE;

    private final FailoverPlanner planner;
    private final MasterTable table;
    private final PoolModel model;
    private final RegionBook book;
    private final OwnManifest own;
    private final WakeTime wake;
    private boolean asked;
    private long askedNanos;
    private long askedOf;
    private PlannerAlerts alerts = new PlannerAlerts();
    private int planExistsFor = -1;
    /** The pool that the planner was asked about last, and its answer. */
    private PlannerPool plannedFor;

    private int promised;

    OvercommitWatch(
            FailoverPlanner planner,
            MasterTable table,
            PoolModel model,
            RegionBook book,
            OwnManifest own,
            WakeTime wake) {
        this.planner = planner;
        this.table = table;
        this.model = model;
        this.book = book;
        this.own = own;
        this.wake = wake;
    }

    int planExistsFor() {
        return planExistsFor;
    }

    /** This host is not master, as it may be told in every step: then nothing is allocated. */
    void clear() {
        if (asked) {
            planExistsFor = -1;
            alerts = new PlannerAlerts();
            asked = false;
        }
    }

    /** Asks the planner when what it looks at may have changed, at most twice a second. */
    void advance(RecoveryView view, RecoveryActions actions) {
        long state = ((table.edits() * 31 + book.news()) * 31 + own.durableSequence()) * 31 + view.liveset;
        if (asked && state == askedOf) {
            return;
        }
        if (asked && view.nowNanos - askedNanos < EVERY_NANOS) {
            wake.at(askedNanos + EVERY_NANOS);
            return;
        }
        asked = true;
        askedOf = state;
        askedNanos = view.nowNanos;
        PlannerPool pool = model.build(view, false);
        if (!pool.equals(plannedFor)) {
            plannedFor = pool;
            promised = planner.maxHostFailuresToTolerate(pool).tolerate();
        }
        planExistsFor = Math.max(0, promised);
        int target = table.isHaEnabled() ? table.hostFailuresToTolerate() : NO_TARGET;
        for (PlannerAlert alert : alerts.onPromise(promised, target)) {
            tell(alert, actions);
        }
    }

    private void tell(PlannerAlert alert, RecoveryActions actions) {
        if (alert instanceof PlannerAlert.PromiseDropped dropped) {
            if (table.isHaEnabled() && dropped.before() > planExistsFor) {
                actions.promiseDropped(dropped.before(), planExistsFor);
            }
        } else {
            actions.overcommitted(
                    alert instanceof PlannerAlert.Overcommitted, table.hostFailuresToTolerate(), planExistsFor);
        }
    }
}
