package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Restart order: a VM waits while one of a lower order is starting, and for the pause after that order's wave. */
final class RestartPacer {
    /** A start that takes longer holds up nobody. */
    static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final class Started {
        int rank;
        long delayNanos;
        long assignedNanos;
        boolean runs;
        long runsSinceNanos;
    }

    private final Clearance clearance;
    private final WakeTime wake;
    private final Map<VmId, Started> started = new HashMap<>();

    RestartPacer(Clearance clearance, WakeTime wake) {
        this.clearance = clearance;
        this.wake = wake;
    }

    void clear() {
        started.clear();
    }

    /** Restart order with every negative order last. */
    static int rank(VmRecord record) {
        return record.order() < 0 ? Integer.MAX_VALUE : record.order();
    }

    void assigned(VmRecord record, long nowNanos) {
        Started entry = new Started();
        entry.rank = rank(record);
        entry.delayNanos = Math.max(0, record.startDelayMillis()) * 1_000_000L;
        entry.assignedNanos = nowNanos;
        started.put(record.vm(), entry);
    }

    /** Forgets starts that hold up nobody any more. */
    void update(MasterTable table, RecoveryView view) {
        if (started.isEmpty()) {
            return; // the usual case, at no cost
        }
        for (Iterator<Map.Entry<VmId, Started>> all = started.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<VmId, Started> next = all.next();
            if (isOver(next.getValue(), table.find(next.getKey()), view)) {
                all.remove();
            }
        }
    }

    private boolean isOver(Started entry, VmRecord record, RecoveryView view) {
        if (record == null
                || !record.desiredRunning()
                || record.assignment() == null
                || view.nowNanos - entry.assignedNanos >= PATIENCE_NANOS
                || clearance.answer(record.vm(), record.assignment()) != null) {
            return true;
        }
        Claim claim = clearance.claim(record.assignment().host(), record.vm(), view);
        if (!entry.runs && claim != null && claim.state() == ClaimState.RUNNING) {
            entry.runs = true;
            entry.runsSinceNanos = view.nowNanos;
        }
        if (entry.runs && view.nowNanos - entry.runsSinceNanos >= entry.delayNanos) {
            return true;
        }
        wake.at(entry.runs ? entry.runsSinceNanos + entry.delayNanos : entry.assignedNanos + PATIENCE_NANOS);
        return false;
    }

    boolean mayStart(VmRecord record) {
        int rank = rank(record);
        for (Started entry : started.values()) {
            if (entry.rank < rank) {
                return false;
            }
        }
        return true;
    }
}
