package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import dev.liveset.fencing.Evidence;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.quorum.LivesetQuorum;
import dev.liveset.quorum.QuorumRules;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.StatefileSnapshot;

/** Who tells this host to go, so that it must: by a fence request, or, in interop pools, by what an xhad publishes. */
final class EvictionNotice {
    private final PoolConfig pool;
    private final int self;
    private final LivesetQuorum quorum;
    private final QuorumRules rules;

    EvictionNotice(AgentConfig config, LivesetQuorum quorum, QuorumRules rules) {
        this.rules = rules;
        this.pool = config.pool();
        this.self = config.self();
        this.quorum = quorum;
    }

    /**
     * A request counts from a host that is in its own liveset and no longer proposes us. Ours: two hosts that survived on
     * views that differ ask each other; if both obeyed, one fault would cost both. A host of ours removes nobody who lives,
     * so they go on, and the next round decides on fresh views. An xhad removes by its own clock: it is obeyed.
     *
     * @return the notice, null when there is none
     */
    Evidence byPacket(HeartbeatMessage beat) {
        int sender = beat.hostIndex;
        boolean meant = HostSet.contains(beat.currentLiveset, sender) && !HostSet.contains(beat.proposedLiveset, self);
        boolean mutual = HostSet.contains(quorum.currentLiveset(), sender)
                && !HostSet.contains(quorum.proposedLiveset(), sender)
                && beat.trailer;
        if (beat.fenceRequest) {
            rules.hit(
                    !meant
                            ? RuleBranch.FENCE_REQUEST_NOT_MEANT
                            : mutual ? RuleBranch.FENCE_REQUEST_MUTUAL : RuleBranch.FENCE_REQUEST_MEANT);
        }
        // Where a majority is enough, who has lost the statefile does not command who has it.
        boolean blind = pool.policy() == PoolConfig.Policy.MAJORITY && beat.sfdomain == 0 && quorum.statefileAccess();
        return beat.fenceRequest && meant && !mutual && !blind && quorum.online()
                ? new Evidence(pool.host(sender).name(), "asked for it and no longer proposes this host")
                : null;
    }

    /**
     * An xhad that has survived a round waits a fixed time and then counts whoever it does not propose as dead, whatever it
     * sees meanwhile; its fence request may not get through, but its section does. When both sides have won, ours goes. So
     * it does when an xhad that it does not hear runs a liveset of its own: that one decided to form it on what it saw long
     * before, and nothing else ends two livesets on one statefile.
     *
     * @return the notice in a section that moved in this read, null when there is none
     */
    Evidence bySection(long nowNanos, StatefileSnapshot snapshot) {
        if (pool.mode() != PoolConfig.Mode.INTEROP || !quorum.online()) {
            return null;
        }
        for (int host = 0; host < pool.hostCount(); host++) {
            boolean moved = host != self && quorum.movedNanos(host) == nowNanos;
            if (!moved || !snapshot.status[host].usable() || snapshot.section[host].trailer) {
                continue;
            }
            if (evicts(snapshot.section[host], host)) {
                return new Evidence(pool.host(host).name(), "no longer proposes this host in its section");
            }
            if (isRival(snapshot.section[host], host)) {
                return new Evidence(pool.host(host).name(), "runs a liveset without this host, which does not hear it");
            }
        }
        return null;
    }

    private boolean evicts(HostSection section, int host) {
        boolean judged = section.phase >= Phase.FH3.ordinal() && section.phase <= Phase.FH4DONE.ordinal();
        return judged
                && HostSet.contains(section.currentLiveset, host)
                && HostSet.contains(quorum.currentLiveset(), host)
                && !HostSet.contains(section.proposedLiveset, self);
    }

    private boolean isRival(HostSection section, int host) {
        return !section.starting
                && HostSet.contains(section.currentLiveset, host)
                && !HostSet.contains(section.currentLiveset, self)
                && !HostSet.contains(quorum.currentLiveset() | quorum.hbdomain(), host);
    }
}
