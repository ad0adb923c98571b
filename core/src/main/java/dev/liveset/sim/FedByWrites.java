package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.agent.Effect;

/**
 * The premise of the silence rule (PROTOCOL.md §3): a host feeds its watchdog for no longer than Ws after its last own
 * section write landed, before its first write no longer than Ws after it was armed, and under rule 2 no longer than Ws
 * after every other host of its liveset last heard it, and T1 more, for which what they say of it may be on its way. Where
 * a majority counts: no longer than Ws after more than half of the pool had heard it, and 5/4·T1.
 */
final class FedByWrites extends Checker {
    /** How much later than the watchdog the agent counts from, because it hears of the arming later. */
    private static final long ANSWER_NANOS = 6_000_000;
    /** Peers tell in milliseconds how long ago they heard a host. */
    private static final long TOLD_NANOS = 2_000_000;

    private static final long CLOCKS_APART = 50;

    private final long[] landedNanos;
    /** What was proven while the host was under rule 2 stays proven when that is over. */
    private final long[] ruledNanos;

    /** A feed that nothing explains, until the host's next heartbeat shows the liveset and rule by which it was given. */
    private final long[] unexplainedNanos;

    FedByWrites(SimPool pool) {
        super(pool);
        landedNanos = new long[pool.hosts().size()];
        ruledNanos = new long[pool.hosts().size()];
        unexplainedNanos = new long[pool.hosts().size()];
    }

    @Override
    void onLanded(SimHost host, Effect effect) {
        if (effect instanceof Effect.WriteSection) {
            landedNanos[host.index()] = host.clock().nanos();
        }
    }

    @Override
    void onAgentGone(SimHost host) {
        unexplainedNanos[host.index()] = 0;
        ruledNanos[host.index()] = 0;
        landedNanos[host.index()] = 0; // The next life has another clock.
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (effect instanceof Effect.ArmWatchdog) {
            landedNanos[host.index()] = host.clock().nanos() + ANSWER_NANOS;
        } else if (effect instanceof Effect.FeedWatchdog feed && host.watchdog().armed()) {
            boolean explained = feed.deadlineNanos <= allowedNanos(host);
            unexplainedNanos[host.index()] = explained ? 0 : feed.deadlineNanos;
        } else if (effect instanceof Effect.SendHeartbeat && unexplainedNanos[host.index()] != 0) {
            long excess = unexplainedNanos[host.index()] - allowedNanos(host);
            unexplainedNanos[host.index()] = 0;
            if (excess > 0) {
                violated(host.name() + " feeds its watchdog " + excess / 1_000_000
                        + " ms further than its last section write, or under rule 2 its peers, allow");
            }
        }
    }

    private long allowedNanos(SimHost host) {
        if (host.published().sr2) {
            ruledNanos[host.index()] = Math.max(ruledNanos[host.index()], heardByAllNanos(host));
        }
        if (pool.config().policy() == PoolConfig.Policy.MAJORITY) {
            ruledNanos[host.index()] = Math.max(ruledNanos[host.index()], heardByMajorityNanos(host));
        }
        long proven = Math.max(landedNanos[host.index()], ruledNanos[host.index()]);
        return proven + pool.config().timings().statefileWatchdogTimeoutNanos();
    }

    /**
     * When the last of the other hosts in its liveset heard it, by its own clock; now when it is alone. The ages are by the
     * clocks of those who tell them, and by which they wait before they remove anybody: also one that stood still.
     */
    private long heardByAllNanos(SimHost host) {
        long age = 0;
        for (long rest = HostSet.without(host.published().liveset, host.index()); rest != 0; rest &= rest - 1) {
            age = Math.max(age, pool.host(HostSet.lowest(rest)).heardAgeNanos(host.index()));
        }
        return onItsClock(host, age, pool.config().timings().heartbeatTimeoutNanos());
    }

    /** When more than half of the pool, it included, had heard it, by its own clock. */
    private long heardByMajorityNanos(SimHost host) {
        long[] ages = pool.hosts().stream()
                .filter(other -> other != host)
                .mapToLong(other -> other.heardAgeNanos(host.index()))
                .sorted()
                .toArray();
        long age = ages[(ages.length + 1) / 2 - 1];
        return onItsClock(host, age, pool.config().timings().heartbeatTimeoutNanos() * 5 / 4);
    }

    private long onItsClock(SimHost host, long age, long onItsWay) {
        return host.clock().nanos() - age + age / CLOCKS_APART + TOLD_NANOS + onItsWay;
    }
}
