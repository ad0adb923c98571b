package dev.liveset.recovery;

import dev.liveset.HostSet;
import dev.liveset.failover.AntiAffinityGroup;
import dev.liveset.failover.PlannerHost;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerVm;
import dev.liveset.failover.Protection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The pool as the planner sees it: hosts by index, VMs by their place in the table. */
final class PoolModel {
    private static final long MAX_MIB = 1L << 40;

    private final RecoverySettings settings;
    private final MasterTable table;
    private final RegionBook book;
    private final Clearance clearance;
    private final StartNeeds needs;

    PoolModel(RecoverySettings settings, MasterTable table, RegionBook book, Clearance clearance, StartNeeds needs) {
        this.settings = settings;
        this.table = table;
        this.book = book;
        this.clearance = clearance;
        this.needs = needs;
    }

    /**
     * @param placing whether VMs that need a host now are to be placed whatever their protection, away from hosts where
     *     they just failed
     */
    PlannerPool build(RecoveryView view, boolean placing) {
        PlannerPool.Builder pool = PlannerPool.builder();
        for (int host = 0; host < settings.hostCount(); host++) {
            pool.add(host(host, view));
        }
        Map<Integer, Integer> groups = new HashMap<>();
        for (int place = 0; place < table.size(); place++) {
            pool.add(vm(table.at(place), view, placing, groups, pool));
        }
        return pool.build();
    }

    private PlannerHost host(int host, RecoveryView view) {
        KnownManifest known = host == settings.self() ? clearance.current(host, view) : book.anyManifest(host);
        long memory = known == null
                ? 0
                : Math.max(0, Math.min(MAX_MIB, known.manifest().memoryMib()));
        return PlannerHost.of(settings.name(host), memory)
                .alive(HostSet.contains(view.liveset, host))
                .enabled(clearance.isReceiving(host, view));
    }

    private PlannerVm vm(
            VmRecord record,
            RecoveryView view,
            boolean placing,
            Map<Integer, Integer> groups,
            PlannerPool.Builder pool) {
        String name = record.name().isBlank() ? record.vm().toString() : record.name();
        boolean needed = placing && needs.isNeeded(record, view);
        int on = needed && !needs.diedBestEffort(record, view) ? PlannerVm.NO_HOST : occupied(record, view);
        PlannerVm vm = PlannerVm.named(name, Math.max(1, Math.min(MAX_MIB, record.memoryMib())))
                .on(on)
                .with(protection(record, needed && on == PlannerVm.NO_HOST))
                .ordered(record.order(), Duration.ofMillis(Math.max(0, record.startDelayMillis())));
        long all = HostSet.firstHosts(settings.hostCount());
        long allowed = record.allowedHosts() & all;
        if (needed) {
            allowed &= needs.open(record, view);
        }
        if (allowed != all) {
            vm = vm.allowedOn(allowed);
        }
        if (record.group() != 0) {
            vm = vm.inGroup(groups.computeIfAbsent(
                    record.group(), group -> pool.add(new AntiAffinityGroup("group " + group, record.hardGroup()))));
        }
        Permit move = record.move();
        boolean arriving = move != null && on != PlannerVm.NO_HOST && move.host() != on;
        return arriving ? vm.migratingTo(move.host()) : vm;
    }

    private Protection protection(VmRecord record, boolean toBePlaced) {
        if (toBePlaced) {
            return Protection.PROTECTED;
        }
        if (!record.desiredRunning()) {
            return Protection.UNPROTECTED;
        }
        return switch (record.protection()) {
            case RESTART -> table.isHaEnabled() ? Protection.PROTECTED : Protection.UNPROTECTED;
            case BEST_EFFORT -> Protection.BEST_EFFORT;
            case UNPROTECTED -> Protection.UNPROTECTED;
        };
    }

    /** The host whose memory the VM takes: where it is claimed, else where it is assigned and not ended. */
    private int occupied(VmRecord record, RecoveryView view) {
        int claimer = clearance.claimer(record.vm(), view);
        if (claimer >= 0) {
            return claimer;
        }
        Permit assignment = record.assignment();
        if (!record.desiredRunning() || assignment == null) {
            return PlannerVm.NO_HOST;
        }
        boolean answered = clearance.answer(record.vm(), assignment) != null;
        return answered ? PlannerVm.NO_HOST : assignment.host();
    }
}
