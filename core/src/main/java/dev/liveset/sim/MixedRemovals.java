package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.Timings;
import dev.liveset.agent.Effect;

/**
 * In a mixed pool: a host of ours removes nobody who lives, and a host of ours that the original removes is dead when it
 * does.
 */
final class MixedRemovals extends Checker {
    private static final long SECOND = 1_000_000_000L;

    private final long[] liveset;

    MixedRemovals(SimPool pool) {
        super(pool);
        liveset = new long[pool.hosts().size()];
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (effect instanceof Effect.SendHeartbeat || effect instanceof Effect.WriteSection) {
            judge(host);
        }
    }

    @Override
    void onShown(SimHost host) {
        judge(host);
    }

    private void judge(SimHost host) {
        long now = host.published().liveset;
        long removed = liveset[host.index()] & ~now & ~HostSet.of(host.index());
        liveset[host.index()] = now;
        if (!HostSet.contains(now, host.index())) {
            return;
        }
        boolean original = pool.makeup().isXhad(host.index());
        for (; removed != 0; removed &= removed - 1) {
            SimHost other = pool.host(HostSet.lowest(removed));
            pool.tally().count(original ? "evictions by the original" : "evictions by ours");
            if (!other.membership().lives()) {
                continue;
            }
            boolean ours = !pool.makeup().isXhad(other.index());
            if (ours && original && !HostSet.contains(host.published().sfdomain, host.index())) {
                // It forgot that it lost the statefile after its views were compared; a lock it holds is OneMaster's
                // matter.
                pool.tally().count("ORIGINAL goes on without the statefile");
            } else if (ours) {
                violated(host.name() + " removes " + other.name() + ", which is not dead");
            } else if (original) {
                pool.tally().count("ORIGINAL removes a living host");
            } else {
                judgeOurs(host, other);
            }
        }
    }

    /** The silence rule holds for who lives no longer than its watchdogs promise, and for who was asked in. */
    private void judgeOurs(SimHost host, SimHost other) {
        Timings timings = pool.config().timings();
        long now = pool.queue().now();
        long cycle = timings.statefileIntervalNanos() + SECOND;
        long promised = 2 * timings.statefileWatchdogTimeoutNanos() + cycle;
        boolean heard = pool.network().reaches(other.index(), host.index());
        if (now - other.published().memberSinceNanos < 2 * cycle) {
            pool.tally().count("ORIGINAL takes a liveset for its own that counts its former life");
        } else if (!heard && now - other.published().landedNanos > promised) {
            pool.tally().count("ORIGINAL lives on without heartbeat and statefile");
        } else {
            violated(host.name() + " removes " + other.name() + ", which is not dead");
        }
    }

    @Override
    void onAgentGone(SimHost host) {
        liveset[host.index()] = 0;
    }
}
