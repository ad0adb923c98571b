package dev.liveset.examples.whatif;

import dev.liveset.failover.FailoverPlan;
import dev.liveset.failover.LeftOver;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerVm;
import dev.liveset.failover.Protection;
import java.util.Collection;
import java.util.stream.Collectors;

/** Names and amounts of a pool in words. */
final class Words {

    private final PlannerPool pool;

    Words(PlannerPool pool) {
        this.pool = pool;
    }

    String hosts(Collection<Integer> indices) {
        return indices.isEmpty()
                ? "no host"
                : indices.stream().map(h -> pool.host(h).name()).collect(Collectors.joining(", "));
    }

    String leftOver(LeftOver left) {
        PlannerVm vm = pool.vm(left.vm());
        String who = vm.name() + " (" + mib(vm.memoryMib()) + ")";
        return switch (left.reason()) {
            case STRANDED -> who + " may not run on any host that is left";
            case ANTI_AFFINITY -> who + " would have room, but only beside its anti-affinity group";
            case NO_ROOM ->
                left.nearestHost() == PlannerVm.NO_HOST
                        ? who + " finds no host at all"
                        : who + " lacks " + amount(left) + " on "
                                + pool.host(left.nearestHost()).name() + ", where least is missing";
        };
    }

    private static String amount(LeftOver left) {
        return left.resource().equals("memory") ? mib(left.missing()) : left.missing() + " " + left.resource();
    }

    /** What is set free by the loss of these hosts, and what the others have for it. */
    String volume(Collection<Integer> lost) {
        long needed = 0;
        for (int v = 0; v < pool.vmCount(); v++) {
            PlannerVm vm = pool.vm(v);
            boolean moves = vm.incomingHost() >= 0 && !isLost(vm.incomingHost(), lost);
            if (vm.protection() == Protection.PROTECTED && !moves && (vm.host() < 0 || isLost(vm.host(), lost))) {
                needed += vm.memoryMib();
            }
        }
        long room = 0;
        for (int h = 0; h < pool.hostCount(); h++) {
            room += pool.host(h).enabled() && !isLost(h, lost) ? pool.freeMib(h) : 0;
        }
        return "Their protected VMs need " + mib(needed) + ", the other hosts have " + mib(room) + " free.";
    }

    private boolean isLost(int host, Collection<Integer> lost) {
        return lost.contains(host) || !pool.host(host).alive();
    }

    String placements(FailoverPlan plan) {
        return plan.waves().stream()
                .flatMap(wave -> wave.placements().stream())
                .map(p -> pool.vm(p.vm()).name() + " to " + pool.host(p.host()).name())
                .collect(Collectors.joining(", "));
    }

    static String mib(long mib) {
        return mib >= 1024 && mib % 1024 == 0 ? mib / 1024 + " GiB" : mib + " MiB";
    }
}
