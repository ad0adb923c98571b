package dev.liveset.sim;

import dev.liveset.HostSet;

/**
 * One fault at a time costs at most what it must: a crash, or a fault of a host's own link or storage, at most that
 * host; one cut link at most one host.
 */
final class BlastRadius extends Checker {
    private boolean watching;
    private long mayDie;
    private int budget;
    private long among;
    private long died;

    BlastRadius(SimPool pool) {
        super(pool);
    }

    /** From now on only these hosts may die, and at most so many of them. */
    void begin(long hosts, int most) {
        begin(hosts, most, hosts);
    }

    /** From now on one of {@code hosts} may die, or at most so many of them if one of {@code culprits} is among them. */
    void begin(long hosts, int most, long culprits) {
        watching = true;
        mayDie = hosts;
        budget = most;
        among = culprits;
        died = 0;
    }

    void end() {
        watching = false;
    }

    @Override
    void onHostDied(SimHost host, String cause) {
        if (!watching) {
            return;
        }
        died = HostSet.with(died, host.index());
        if (!HostSet.contains(mayDie, host.index())) {
            violated(host.name() + " died (" + cause + ") of a fault that should have cost at most "
                    + HostSet.format(mayDie, pool.hosts().size()));
        } else if (HostSet.size(died) > budget) {
            violated("a fault that may cost " + budget + " host has cost "
                    + HostSet.format(died, pool.hosts().size()));
        } else if (HostSet.size(died) > 1 && (died & among) == 0) {
            violated("a fault of " + HostSet.format(among, pool.hosts().size()) + ", which goes on, has cost "
                    + HostSet.format(died, pool.hosts().size()));
        }
    }
}
