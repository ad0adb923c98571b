package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.agent.Effect;

/**
 * Two sides never go on without each other: two hosts that are online never have disjoint livesets, and never are both
 * missing in the other's liveset for longer than news takes to get around. (Two hosts that join at once are, for a
 * moment, until they hear of each other through the members they share. Where nothing passes between them and one of them is
 * without the disk, neither comes to see that the other has entered, and news begins to get around when that is over.)
 */
final class NoDisjointLivesets extends Checker {
    private final long[] strangersSince;

    NoDisjointLivesets(SimPool pool) {
        super(pool);
        int hosts = pool.hosts().size();
        strangersSince = new long[hosts * hosts];
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (!(effect instanceof Effect.SendHeartbeat) && !(effect instanceof Effect.WriteSection)) {
            return;
        }
        long mine = host.published().liveset;
        for (SimHost other : pool.hosts()) {
            long theirs = other.published().liveset;
            boolean strangers = other != host
                    && acts(host)
                    && acts(other)
                    && !HostSet.contains(mine, other.index())
                    && !HostSet.contains(theirs, host.index());
            if (!strangers) {
                since(host, other, 0);
            } else if ((mine & theirs) == 0) {
                violated(host.name() + " and " + other.name() + " are online with disjoint livesets");
            } else {
                judgeAge(host, other);
            }
        }
    }

    /**
     * A host that has left acts no more, also when it stood still before it came to say so; of one whose watchdog an
     * operator has had disarmed nobody claims that it is gone.
     */
    private static boolean acts(SimHost host) {
        DisarmState state = host.disarmState();
        return host.isOnline() && !state.hasLeft() && !state.isUnguarded();
    }

    private void judgeAge(SimHost host, SimHost other) {
        long now = pool.queue().now();
        long since = strangersSince[pair(host, other)];
        if (since == 0 || !getsAround(host, other)) {
            since(host, other, now);
        } else if (now - since > pool.config().timings().longestTimeoutNanos()) {
            violated(host.name() + " and " + other.name() + " stay online, neither in the other's liveset");
        }
    }

    private boolean getsAround(SimHost host, SimHost other) {
        if (host.standsStill() || other.standsStill()) {
            return false;
        }
        return pool.network().reaches(host.index(), other.index())
                || pool.network().reaches(other.index(), host.index())
                || carriesNews(host.storage()) && carriesNews(other.storage());
    }

    private static boolean carriesNews(StorageLink storage) {
        return storage.works() && !storage.slow();
    }

    private void since(SimHost host, SimHost other, long nanos) {
        strangersSince[pair(host, other)] = nanos;
        strangersSince[pair(other, host)] = nanos;
    }

    private int pair(SimHost from, SimHost to) {
        return from.index() * pool.hosts().size() + to.index();
    }
}
