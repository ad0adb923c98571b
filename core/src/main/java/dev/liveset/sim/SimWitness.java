package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.agent.Event;

/** An address outside the pool that every host looks for, once somebody wants it: who has a link reaches it, unless it is cut off or gone. */
final class SimWitness {
    private final SimPool pool;
    private final int[] cuts;
    private int lost;
    private boolean there;
    /** What each host's runtime has told its present agent last. */
    private long told;

    SimWitness(SimPool pool, int hosts) {
        this.pool = pool;
        cuts = new int[hosts];
    }

    /** The pool has a witness from now on. */
    void install() {
        there = true;
    }

    /** The way of one host to it breaks ({@code +1}) or heals ({@code -1}). */
    void cut(int host, int change) {
        cuts[host] += change;
        look(host);
    }

    /** It is gone for everybody, or back. */
    void lose(int change) {
        lost += change;
        for (int host = 0; host < cuts.length; host++) {
            look(host);
        }
    }

    /** A new agent knows nothing of it. */
    void agentStarts(int host) {
        told = HostSet.without(told, host);
        look(host);
    }

    /** Something that matters may have changed for the host; its agent hears of it after a quarter of T1. */
    void look(int host) {
        if (there) {
            pool.queue().after(pool.config().timings().heartbeatTimeoutNanos() / 4, () -> tell(host));
        }
    }

    private void tell(int host) {
        boolean reached = lost == 0 && cuts[host] == 0 && pool.network().linkUp(host);
        if (reached != HostSet.contains(told, host) && pool.host(host).agentRuns()) {
            told = reached ? HostSet.with(told, host) : HostSet.without(told, host);
            pool.host(host).deliver(new Event.WitnessChanged(reached));
        }
    }
}
