package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.fencing.Evidence;
import dev.liveset.fencing.SurvivalFacts;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.Sightings;
import dev.liveset.quorum.SurvivalRules;
import dev.liveset.quorum.SurvivalView;
import java.util.ArrayList;
import java.util.List;

/** Puts what the host saw into words, once, at the moment of a verdict. */
final class FenceVerdicts {
    private final PoolConfig pool;
    private final int self;
    private final LivesetQuorum quorum;
    private final PowerDesk power;

    FenceVerdicts(PoolConfig pool, int self, LivesetQuorum quorum, PowerDesk power) {
        this.pool = pool;
        this.self = self;
        this.quorum = quorum;
        this.power = power;
    }

    /** The facts of a judgement, as the fencing policy wants them. */
    static SurvivalFacts facts(SurvivalView view, boolean rule1, boolean rule2) {
        long others = HostSet.without(view.sfd(), view.self);
        for (long rest = HostSet.without(view.hbd(), view.self); rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (HostSet.contains(view.heardSfdomain[host], host)) {
                others = HostSet.with(others, host);
            }
        }
        return new SurvivalFacts(
                view.self,
                view.configured,
                view.liveset,
                view.gone,
                view.hbd(),
                view.sfd(),
                others != 0,
                view.sr2,
                rule1,
                rule2);
    }

    Verdict ownFence(VerdictCode code, long nowNanos, Evidence first) {
        List<Evidence> evidence = new ArrayList<>();
        if (first != null) {
            evidence.add(first);
        }
        Evidence underlying = code == VerdictCode.WATCHDOG_STARVED ? underlying(nowNanos) : null;
        if (underlying != null) {
            evidence.add(underlying);
        }
        addDomains(evidence);
        for (int host = 0; host < pool.hostCount(); host++) {
            if (host != self && HostSet.contains(quorum.currentLiveset(), host)) {
                evidence.add(lastSeen(host, nowNanos));
            }
        }
        return new Verdict(code, self, evidence);
    }

    /** The judgement's sets in words. */
    Evidence judgement(SurvivalView view) {
        int best = SurvivalRules.bestPartition(view);
        String winner = best < 0 ? "nobody" : "the side of " + pool.host(best).name();
        if (pool.policy() == PoolConfig.Policy.MAJORITY) {
            return new Evidence(
                    "a majority of the pool",
                    "was not found with heartbeat domain " + bits(view.hbd()) + " and statefile domain "
                            + bits(view.sfd()) + " of liveset " + bits(view.liveset)
                            + ", and hosts outside every liveset "
                            + bits(view.gone));
        }
        return new Evidence(
                "survival rules 1 and 2",
                "failed for heartbeat domain " + bits(view.hbd()) + " and statefile domain " + bits(view.sfd())
                        + " of liveset " + bits(view.liveset) + "; by the statefile " + winner + " goes on");
    }

    Verdict removed(int host, long nowNanos) {
        VerdictCode code = quorum.restarted(host)
                ? VerdictCode.HOST_RESTARTED
                : quorum.poweredOff(host) ? VerdictCode.HOST_POWERED_OFF : VerdictCode.HOST_REMOVED;
        List<Evidence> evidence = new ArrayList<>(List.of(lastSeen(host, nowNanos)));
        Evidence off = power.evidence(host);
        if (off != null) {
            evidence.add(code == VerdictCode.HOST_POWERED_OFF ? 0 : 1, off);
        }
        return new Verdict(code, host, evidence);
    }

    private void addDomains(List<Evidence> evidence) {
        evidence.add(new Evidence(
                "this host",
                "in phase " + quorum.phase() + " had heartbeat domain " + bits(quorum.hbdomain())
                        + ", statefile domain " + bits(quorum.sfdomain()) + ", weight " + quorum.weight()));
    }

    private Evidence lastSeen(int host, long nowNanos) {
        return new Evidence(
                pool.host(host).name(),
                "was last heard " + age(nowNanos, quorum.heardNanos(host)) + ", its section last moved "
                        + age(nowNanos, quorum.movedNanos(host)),
                List.of(
                        new Evidence.Age(
                                Evidence.Channel.NETWORK,
                                Publisher.ageMillis(nowNanos, quorum.heardNanos(host)),
                                pool.timings().heartbeatTimeoutNanos() / 1_000_000),
                        new Evidence.Age(
                                Evidence.Channel.STATEFILE,
                                Publisher.ageMillis(nowNanos, quorum.movedNanos(host)),
                                pool.timings().statefileTimeoutNanos() / 1_000_000)));
    }

    /** What lies under a duty that starved, as far as this host knows; null when it is only that. */
    private Evidence underlying(long nowNanos) {
        if (quorum.sr2()) {
            long outside = pool.allHosts() & ~quorum.currentLiveset();
            String unheard = "not every liveset host said any more that it hears this one";
            return new Evidence(
                    "under it",
                    "lies survival rule 2: the whole pool had lost the heartbeat disk, and "
                            + (outside == 0
                                    ? unheard
                                    : "either " + unheard + ", or of " + bits(outside)
                                            + ", outside the liveset, one was not"
                                            + " excluded, or was being taken in, or a write of this host from less than"
                                            + " ten minutes ago might still hide its exclusion, so that it might form"
                                            + " the pool alone"));
        }
        if (quorum.online() && !quorum.statefileAccess()) {
            return new Evidence(
                    "under it",
                    "lies the heartbeat disk: the own section was last read back "
                            + age(nowNanos, quorum.movedNanos(self)));
        }
        return quorum.inRound()
                ? new Evidence("under it", "lies a round of fault handling without a verdict, which caps every feed")
                : null;
    }

    private static String age(long nowNanos, long thenNanos) {
        return thenNanos <= Sightings.NEVER ? "never" : (nowNanos - thenNanos) / 1_000_000 + " ms ago";
    }

    private String bits(long set) {
        return HostSet.format(set, pool.hostCount());
    }
}
