package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import dev.liveset.fencing.Evidence;
import dev.liveset.fencing.PowerReport;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.QuorumRules;
import java.util.List;

/**
 * Asks the {@link dev.liveset.fencing.PowerFencer}, when there is one, about the hosts whose removal is waited for: one
 * question at a time for a host, the next no sooner than a deadline later. An answer to a question that is over, or about a boot that is not
 * the counted one any more, is nobody's; the wait itself never looks at who is asked.
 */
final class PowerDesk {
    private final PoolConfig pool;
    private final long deadlineNanos;
    private final LivesetQuorum quorum;
    private final QuorumRules rules;
    private final List<Effect> effects;
    private final long[] askedNanos = new long[HostSet.MAX_HOSTS];
    /** By host: the newest question, and the boot that it is about. */
    private final long[] callId = new long[HostSet.MAX_HOSTS];

    private final long[] boot = new long[HostSet.MAX_HOSTS];
    /** By host: what became of the newest question, null before the first. */
    private final String[] outcome = new String[HostSet.MAX_HOSTS];
    /** Hosts whose newest question is not answered. */
    private long open;

    private long lastCall;

    PowerDesk(AgentConfig config, LivesetQuorum quorum, QuorumRules rules, List<Effect> effects) {
        this.pool = config.pool();
        this.deadlineNanos = config.powerDeadlineNanos();
        this.quorum = quorum;
        this.rules = rules;
        this.effects = effects;
    }

    /** Asks what there is to ask; {@code armed}: this host is one that others may rely on. */
    void advance(long nowNanos, boolean armed) {
        if (deadlineNanos == 0 || !armed) {
            return;
        }
        giveUp(nowNanos);
        for (long rest = quorum.mayBeOff() & ~open; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (callId[host] == 0 || nowNanos - askedNanos[host] >= deadlineNanos) {
                ask(nowNanos, host);
            }
        }
    }

    private void giveUp(long nowNanos) {
        for (long rest = open; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            if (nowNanos - askedNanos[host] > deadlineNanos) {
                rules.hit(RuleBranch.POWER_FENCER_LATE);
                open = HostSet.without(open, host);
                outcome[host] = "did not answer within " + deadlineNanos / 1_000_000 + " ms";
            }
        }
    }

    private void ask(long nowNanos, int host) {
        open = HostSet.with(open, host);
        callId[host] = ++lastCall;
        boot[host] = quorum.incarnation(host);
        askedNanos[host] = nowNanos;
        outcome[host] = "has not answered";
        effects.add(new Effect.PowerOff(host, lastCall));
    }

    void onReported(long nowNanos, Event.PowerReported answer) {
        giveUp(nowNanos);
        int host = answer.host();
        if (!HostSet.contains(open, host) || answer.callId() != callId[host]) {
            return;
        }
        open = HostSet.without(open, host);
        PowerReport report = answer.report();
        outcome[host] = "answered " + report.status() + " after " + (nowNanos - askedNanos[host]) / 1_000_000 + " ms: "
                + report.evidence();
        boolean confirms = report.status().isOff();
        rules.hit(confirms ? RuleBranch.POWER_FENCER_CONFIRMED : RuleBranch.POWER_FENCER_CONFIRMED_NOTHING);
        if (confirms) {
            quorum.onPowerOff(host, boot[host], askedNanos[host], nowNanos);
        }
    }

    /** What the power fencer said of this boot of the host, null when it was not asked. */
    Evidence evidence(int host) {
        boolean asked = callId[host] != 0 && boot[host] == quorum.incarnation(host);
        return asked ? new Evidence("the power fencer of " + pool.host(host).name(), outcome[host]) : null;
    }
}
