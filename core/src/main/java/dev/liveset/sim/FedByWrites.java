package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.agent.Effect;

/**
 * The premise of the silence rule (PROTOCOL.md §3): a host feeds its watchdog for no longer than Ws after its last own
 * section write landed, before its first write no longer than Ws after it was armed, and under rule 2 no longer than Ws
 * after every other host of its liveset last heard it. Where a majority counts: no longer than Ws after more than half of
 * the pool had heard it. Beside xhad, which tells ages only, T1 more, for which its word may be on its way.
 */
final class FedByWrites extends Checker {
    /** How much later than the watchdog the agent counts from, because it hears of the arming later. */
    private static final long ANSWER_NANOS = 6_000_000;
    /** xhad tells in milliseconds how long ago it heard a host. */
    private static final long TOLD_NANOS = 2_000_000;

    private static final long CLOCKS_APART = 50;

    private final long[] landedNanos;
    /** What was proven while the host was under rule 2 stays proven when that is over. */
    private final long[] ruledNanos;
    /** The liveset in which the host was under rule 2 by its last heartbeat, 0 when it was not: it is until the next one. */
    private final long[] ruledLiveset;

    /** A feed that nothing explains, until the host's next heartbeat shows the liveset and rule by which it was given. */
    private final long[] unexplainedNanos;

    FedByWrites(SimPool pool) {
        super(pool);
        landedNanos = new long[pool.hosts().size()];
        ruledNanos = new long[pool.hosts().size()];
        ruledLiveset = new long[pool.hosts().size()];
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
        ruledLiveset[host.index()] = 0;
        landedNanos[host.index()] = 0; // The next life has another clock.
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (effect instanceof Effect.ArmWatchdog) {
            landedNanos[host.index()] = host.clock().nanos() + ANSWER_NANOS;
        } else if (effect instanceof Effect.FeedWatchdog feed && host.watchdog().armed()) {
            boolean explained = feed.deadlineNanos <= allowedNanos(host);
            unexplainedNanos[host.index()] = explained ? 0 : feed.deadlineNanos;
        } else if (effect instanceof Effect.SendHeartbeat) {
            noteRule2(host);
            ruledLiveset[host.index()] = host.published().sr2 ? host.published().liveset : 0;
            explain(host);
        }
    }

    private void explain(SimHost host) {
        if (unexplainedNanos[host.index()] != 0) {
            long excess = unexplainedNanos[host.index()] - allowedNanos(host);
            unexplainedNanos[host.index()] = 0;
            if (excess > 0) {
                violated(host.name() + " feeds its watchdog " + excess / 1_000_000
                        + " ms further than its last section write, or under rule 2 its peers, allow");
            }
        }
    }

    private void noteRule2(SimHost host) {
        long liveset = ruledLiveset[host.index()];
        if (liveset != 0) {
            ruledNanos[host.index()] = Math.max(ruledNanos[host.index()], heardByAllNanos(host, liveset));
        }
    }

    private long allowedNanos(SimHost host) {
        noteRule2(host);
        if (pool.config().policy() == PoolConfig.Policy.MAJORITY) {
            ruledNanos[host.index()] = Math.max(ruledNanos[host.index()], heardByMajorityNanos(host));
        }
        long proven = Math.max(landedNanos[host.index()], ruledNanos[host.index()]);
        return proven + pool.config().timings().statefileWatchdogTimeoutNanos();
    }

    /** When the last of the other hosts of the liveset heard it, by its own clock; now when it is alone. */
    private long heardByAllNanos(SimHost host, long liveset) {
        long earliest = host.clock().nanos();
        for (long rest = HostSet.without(liveset, host.index()); rest != 0; rest &= rest - 1) {
            earliest = Math.min(earliest, heardNanos(pool.host(HostSet.lowest(rest)), host));
        }
        return earliest;
    }

    /** When more than half of the pool, it included, had heard it, by its own clock. */
    private long heardByMajorityNanos(SimHost host) {
        long[] heard = pool.hosts().stream()
                .filter(other -> other != host)
                .mapToLong(other -> heardNanos(other, host))
                .sorted()
                .toArray();
        return heard[heard.length / 2];
    }

    /** When the first host heard the second, by the clock of the second. */
    private long heardNanos(SimHost by, SimHost host) {
        return pool.config().mode() == PoolConfig.Mode.INTEROP
                ? toldNanos(host, by.heardAgeNanos(host.index()))
                : by.heardAtItsNanos(host.index());
    }

    /** The ages are by the clocks of those who tell them, and by which they wait: also one that stood still. */
    private long toldNanos(SimHost host, long age) {
        long onItsWay = pool.config().timings().heartbeatTimeoutNanos();
        return host.clock().nanos() - age + age / CLOCKS_APART + TOLD_NANOS + onItsWay;
    }
}
