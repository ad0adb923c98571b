package dev.liveset.sim;

import dev.liveset.agent.Effect;

/** A VM is started only when every host that had it is dead or has confirmed the stop. */
final class RestartAfterDeath extends Checker {
    RestartAfterDeath(SimPool pool) {
        super(pool);
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (!(effect instanceof Effect.StartVm start)) {
            return;
        }
        for (SimHost other : pool.hosts()) {
            if (other == host || !other.isUp()) {
                continue;
            }
            boolean runs = other.hypervisor().running().stream()
                    .anyMatch(instance -> instance.vm().equals(start.vm().vm()));
            if (runs || other.hypervisor().starting(start.vm().vm())) {
                violated(host.name() + " starts VM " + start.vm().name() + " while it "
                        + (runs ? "runs" : "is being started") + " on " + other.name());
            }
        }
    }
}
