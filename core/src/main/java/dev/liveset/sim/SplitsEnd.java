package dev.liveset.sim;

import dev.liveset.agent.Effect;

/**
 * Of two hosts between which nothing passes, one goes: they do not both stay online for longer than two failovers while
 * both have the statefile.
 */
final class SplitsEnd extends Checker {
    private final long[] togetherNanos;
    private final long patienceNanos;

    SplitsEnd(SimPool pool) {
        super(pool);
        int hosts = pool.hosts().size();
        togetherNanos = new long[hosts * hosts];
        patienceNanos = 2 * Convergence.failoverNanos(pool.config())
                + pool.config().timings().rendezvous2LimitNanos();
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        boolean beat = effect instanceof Effect.SendHeartbeat; // under rule 2 nobody writes
        if (!beat && !(effect instanceof Effect.WriteSection)) {
            return;
        }
        long now = pool.queue().now();
        for (SimHost other : pool.hosts()) {
            int pair = host.index() * pool.hosts().size() + other.index();
            if (other == host || !separated(host, other)) {
                togetherNanos[pair] = now;
            } else if (now - togetherNanos[pair] > patienceNanos) {
                violated(host.name() + " and " + other.name()
                        + " both stay online although nothing passes between them");
            }
        }
    }

    private boolean separated(SimHost host, SimHost other) {
        boolean cut = !pool.network().reaches(host.index(), other.index())
                && !pool.network().reaches(other.index(), host.index());
        return cut
                && host.isOnline()
                && other.isOnline()
                && !host.disarmState().isUnguarded() // evicts nobody and stays until people come
                && !other.disarmState().isUnguarded()
                && host.storage().works()
                && other.storage().works();
    }
}
