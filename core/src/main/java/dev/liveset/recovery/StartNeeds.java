package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import dev.liveset.recovery.AssignmentRule.Judgement;
import java.util.HashMap;
import java.util.Map;

/**
 * Which VMs need a host now: those told to start, protected ones that should run and whose last permit ended, and
 * best-effort ones whose host died. Remembers for a while where a VM was answered without running, so that it is tried
 * elsewhere first.
 */
final class StartNeeds {
    static final long AVOID_FAILED_NANOS = 30_000_000_000L;
    static final long AVOID_REFUSED_NANOS = 1_000_000_000L;

    /** What is avoided for a VM, and until when. */
    private static final class Avoided {
        Permit permit;
        long hosts;
        long untilNanos;
    }

    private final RecoverySettings settings;
    private final MasterTable table;
    private final Clearance clearance;
    private final WakeTime wake;
    private final Map<VmId, Avoided> avoided = new HashMap<>();

    StartNeeds(RecoverySettings settings, MasterTable table, Clearance clearance, WakeTime wake) {
        this.settings = settings;
        this.table = table;
        this.clearance = clearance;
        this.wake = wake;
    }

    void clear() {
        avoided.clear();
    }

    void recovered(VmId vm) {
        avoided.remove(vm);
    }

    /** Whether a move has turned, so that its permit stands for the assignment. */
    static boolean isFlipped(VmRecord record) {
        return record.move() != null && record.move().equals(record.assignment());
    }

    boolean isNeeded(VmRecord record, RecoveryView view) {
        Permit last = record.assignment();
        if (!record.desiredRunning() || record.move() != null && !isFlipped(record)) {
            return false;
        }
        if (last == null) {
            return true;
        }
        if (!clearance.isEnded(record.vm(), last, view)) {
            return false;
        }
        boolean protectedNow = record.protection() == VmRecord.Protection.RESTART && table.isHaEnabled();
        Answer answer = clearance.answer(record.vm(), last);
        if (answer == null || answer.kind() == Answer.Kind.REFUSED && isOfFormerAgent(last, view)) {
            return protectedNow
                    || record.protection() == VmRecord.Protection.BEST_EFFORT && table.isHaEnabled()
                    || isFlipped(record);
        }
        return protectedNow || answer.kind() == Answer.Kind.REFUSED || isFlipped(record);
    }

    boolean diedBestEffort(VmRecord record, RecoveryView view) {
        return record.protection() == VmRecord.Protection.BEST_EFFORT
                && record.assignment() != null
                && !HostSet.contains(view.liveset, record.assignment().host());
    }

    private static boolean isOfFormerAgent(Permit permit, RecoveryView view) {
        return permit.incarnation() < view.incarnation[permit.host()];
    }

    /** The hosts that may be tried now. */
    long open(VmRecord record, RecoveryView view) {
        Permit last = record.assignment();
        long open = -1L;
        if (last == null) {
            return open;
        }
        Answer answer = clearance.answer(record.vm(), last);
        if (answer != null && settings.acceptsUnarmed()) {
            KnownManifest known = clearance.current(last.host(), view);
            if (known != null && !known.manifest().armed()) {
                open = HostSet.of(last.host());
            }
        }
        return open & ~avoid(record, answer, view);
    }

    private long avoid(VmRecord record, Answer answer, RecoveryView view) {
        Avoided entry = avoided.get(record.vm());
        if (answer != null && answer.kind() != Answer.Kind.STOPPED && !isOfFormerAgent(answer.permit(), view)) {
            if (entry == null) {
                entry = new Avoided();
                avoided.put(record.vm(), entry);
            }
            if (!answer.permit().equals(entry.permit)) {
                entry.permit = answer.permit();
                boolean failed = answer.kind() == Answer.Kind.FAILED;
                boolean ours = answer.permit().epoch() == table.epoch();
                if (failed || ours) {
                    entry.hosts = HostSet.with(entry.hosts, answer.permit().host());
                    entry.untilNanos = view.nowNanos + (failed ? AVOID_FAILED_NANOS : AVOID_REFUSED_NANOS);
                }
            }
        }
        if (entry == null || entry.hosts == 0) {
            return 0;
        }
        if (view.nowNanos >= entry.untilNanos) {
            entry.hosts = 0;
            return 0;
        }
        wake.at(entry.untilNanos);
        return entry.hosts;
    }

    /** Why a VM's last host keeps it from starting elsewhere, when only a person can help; else null. */
    String blocked(VmRecord record, RecoveryView view) {
        Permit last = record.assignment();
        if (last == null || !record.desiredRunning() || clearance.answer(record.vm(), last) != null) {
            return null;
        }
        if (clearance.judge(last.host(), record.vm(), view) != Judgement.UNARMED) {
            return null;
        }
        return "host " + settings.name(last.host())
                + " was last seen without an armed watchdog, so it may still run there; confirm that the host is off";
    }
}
