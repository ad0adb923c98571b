package dev.liveset.sim;

import dev.liveset.agent.Effect;

/**
 * The premise of the silence rule (PROTOCOL.md §3): a host feeds its watchdog for no longer than Ws after its
 * last own section write landed, or after rule 2 last held; before its first write no longer than Ws after it was armed.
 */
final class FedByWrites extends Checker {
    /** How much later than the watchdog the agent counts from, because it hears of the arming later. */
    private static final long ANSWER_NANOS = 6_000_000;

    private final long[] landedNanos;
    /** Until when the host was under rule 2, which feeds without writes. */
    private final long[] ruledNanos;

    private final boolean[] ruled;
    /** A feed that only rule 2 could explain, until the host's next heartbeat says whether it does. */
    private final String[] unexplained;

    FedByWrites(SimPool pool) {
        super(pool);
        landedNanos = new long[pool.hosts().size()];
        ruledNanos = new long[pool.hosts().size()];
        ruled = new boolean[pool.hosts().size()];
        unexplained = new String[pool.hosts().size()];
    }

    @Override
    void onLanded(SimHost host, Effect effect) {
        if (effect instanceof Effect.WriteSection) {
            landedNanos[host.index()] = host.hostNanos();
        }
    }

    @Override
    void onAgentGone(SimHost host) {
        unexplained[host.index()] = null;
        ruled[host.index()] = false;
        ruledNanos[host.index()] = 0;
        landedNanos[host.index()] = 0; // The next life has another clock.
    }

    @Override
    void onEffect(SimHost host, Effect effect) {
        if (effect instanceof Effect.ArmWatchdog) {
            landedNanos[host.index()] = host.hostNanos() + ANSWER_NANOS;
        }
        if (host.published().sr2 || ruled[host.index()]) {
            unexplained[host.index()] = null;
            ruled[host.index()] = host.published().sr2;
            ruledNanos[host.index()] = host.hostNanos();
        } else if (effect instanceof Effect.FeedWatchdog feed && host.watchdog().armed()) {
            long proven = Math.max(landedNanos[host.index()], ruledNanos[host.index()]);
            long allowed = proven + pool.config().timings().statefileWatchdogTimeoutNanos();
            if (feed.deadlineNanos > allowed) {
                unexplained[host.index()] = host.name() + " feeds its watchdog "
                        + (feed.deadlineNanos - allowed) / 1_000_000
                        + " ms further than its last section write allows";
            }
        } else if (effect instanceof Effect.SendHeartbeat && unexplained[host.index()] != null) {
            violated(unexplained[host.index()]);
        }
    }
}
