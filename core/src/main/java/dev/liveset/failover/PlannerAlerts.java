package dev.liveset.failover;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns successive promises and restart results into alerts, each told when it begins. */
public final class PlannerAlerts {

    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final Set<String> failed = new HashSet<>();
    private int last = UNKNOWN;
    private boolean overcommitted;

    /** What to tell now that {@code promised} losses are promised and {@code target} are wanted. */
    public List<PlannerAlert> onPromise(int promised, int target) {
        List<PlannerAlert> alerts = new ArrayList<>();
        if (last != UNKNOWN && promised < last) {
            alerts.add(new PlannerAlert.PromiseDropped(last, promised));
        }
        boolean now = promised < target;
        if (now && !overcommitted) {
            alerts.add(new PlannerAlert.Overcommitted(target, promised));
        } else if (!now && overcommitted) {
            alerts.add(new PlannerAlert.NoLongerOvercommitted(target));
        }
        last = promised;
        overcommitted = now;
        return alerts;
    }

    /** What to tell now that the restart of a VM failed: nothing if it failed before and did not recover. */
    public List<PlannerAlert> onRestartFailed(String vm) {
        return failed.add(vm) ? List.of(new PlannerAlert.RestartFailed(vm)) : List.of();
    }

    /** Notes that the VM runs again. */
    public void onRecovered(String vm) {
        failed.remove(vm);
    }
}
