package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import java.util.List;

/** What a timeline expects of the world at a moment; what does not hold is a violation like any other. */
final class Expectations {
    private final SimPool pool;

    Expectations(SimPool pool) {
        this.pool = pool;
    }

    void check(SimAction action) {
        boolean holds = switch (action.verb()) {
            case EXPECT_ONLINE -> online() == action.set() && agreed(action.set());
            case EXPECT_DIED -> pool.died() == action.set();
            case EXPECT_VM -> runsOn(action.number()).equals(List.of(action.host()));
            case EXPECT_NO_VM -> runsOn(action.number()).isEmpty();
            case EXPECT_MASTER -> pool.diskView().lockHolder(online()) == action.host();
            default -> throw new IllegalArgumentException(action.verb() + " expects nothing");
        };
        if (!holds) {
            int hosts = pool.hosts().size();
            pool.violated(
                    "Expectations",
                    "'" + action.line(hosts) + "' does not hold: online " + HostSet.format(online(), hosts) + ", died "
                            + HostSet.format(pool.died(), hosts) + ", master "
                            + pool.diskView().lockHolder(online()) + ", VM on " + runsOn(action.number()));
        }
    }

    private long online() {
        long online = 0;
        for (SimHost host : pool.hosts()) {
            online |= host.isOnline() ? HostSet.of(host.index()) : 0;
        }
        return online;
    }

    private boolean agreed(long liveset) {
        return pool.hosts().stream().filter(SimHost::isOnline).allMatch(host -> host.published().liveset == liveset);
    }

    private List<Integer> runsOn(int number) {
        VmId vm = ActionRunner.vm(number);
        return pool.hosts().stream()
                .flatMap(host -> host.hypervisor().running().stream())
                .filter(instance -> instance.vm().equals(vm))
                .map(VmInstance::host)
                .toList();
    }
}
