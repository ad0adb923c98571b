package dev.liveset.examples.whatif;

import dev.liveset.failover.FailoverPlan;
import dev.liveset.failover.LeftOver;
import dev.liveset.failover.PlannerPool;
import dev.liveset.failover.PlannerVm;
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
