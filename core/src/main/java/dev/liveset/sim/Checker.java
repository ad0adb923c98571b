package dev.liveset.sim;

import dev.liveset.agent.Effect;
import java.util.List;

/**
 * Looks at the simulated world whenever it changes and says when a rule of DESIGN.md does not hold in it. It reads what
 * runs, what is on the disk and what hosts sent, never what an agent believes.
 */
abstract class Checker {
    final SimPool pool;

    Checker(SimPool pool) {
        this.pool = pool;
    }

    /** An effect is about to be carried out; what it publishes is already published. */
    void onEffect(SimHost host, Effect effect) {}

    /** A model of the original has shown something of itself; it is published. */
    void onShown(SimHost host) {}

    /** A write has landed on the disk, all of it. */
    void onLanded(SimHost host, Effect effect) {}

    /** A VM now runs; it is in its hypervisor's list. */
    void onVmStarted(VmInstance instance) {}

    /** A machine lost its power or was reset; nothing runs on it any more. */
    void onHostDied(SimHost host, String cause) {}

    /** The process of an agent is gone, with its machine or without. */
    void onAgentGone(SimHost host) {}

    /** All other instances of the same VM that run now. */
    final List<VmInstance> twins(VmInstance instance) {
        return pool.hosts().stream()
                .flatMap(host -> host.hypervisor().running().stream())
                .filter(other -> other.host() != instance.host() && other.vm().equals(instance.vm()))
                .toList();
    }

    final void violated(String sentence) {
        pool.claims().violated(getClass().getSimpleName(), sentence);
    }
}
