package dev.liveset.sim;

import dev.liveset.agent.Effect;

/** After a host has fenced itself nothing that it wants is carried out. */
final class NothingAfterSelfFence extends Checker {
    private final boolean[] fenced;

    NothingAfterSelfFence(SimPool pool) {
        super(pool);
        fenced = new boolean[pool.hosts().size()];
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (fenced[host.index()]) {
            violated(host.name() + " wants " + effect + " after its self-fence");
        }
        fenced[host.index()] = effect instanceof Effect.SelfFence;
    }

    @Override
    void onAgentGone(SimHost host) {
        fenced[host.index()] = false;
    }
}
