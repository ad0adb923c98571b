package dev.liveset.fencing;

import dev.liveset.HostSet;

/**
 * The published case table with a majority of the configured hosts:
 *
 * <ul>
 *   <li>lost the network and the statefile: unreachable; it fences itself, and the plan starts for the others
 *   <li>lost the statefile alone: it stays alive while it hears more than half of the pool, itself included, else it
 *       fences itself
 *   <li>lost the network but not the statefile: it fences itself, where lost means that no majority is heard
 * </ul>
 *
 * <p>So that a pool outlives its halving, and a pool of two the death of one, half of the pool is enough for who has the
 * statefile and wins by it (rule 1); hosts that have left the liveset for good count for it. Two sides never both
 * survive: two majorities share a host; beside a majority there is no half; and of two halves that both have the
 * statefile rule 1 lets one go on.
 *
 * <p><b>Why no VM runs twice.</b> A host without the statefile can neither be seen there nor see who was removed. What
 * keeps the silence rule (PROTOCOL.md §3) true is a lease. Its parts:
 *
 * <ol>
 *   <li><i>The duty.</i> The statefile duty of a host's dead-man switch counts from its last write, or from the last time
 *       at which more than half of the pool, itself included, had heard it, by what they themselves tell it of it; only
 *       the word of a host counts that is online and has it in its own current and proposed liveset. A host lives at most
 *       W (and the margin of the watchdog) after the later of both.
 *   <li><i>The proof.</i> Nobody removes a host by what it alone sees. Besides the silence rule it needs at least half of
 *       the pool, itself included, of which each has said within T1/2 before the read that it has not heard the host for X
 *       = W + margin + 3·T1, or was itself outside every liveset for X. More than half and at least half share a host. A boot
 *       that never heard it says so only of the time since that boot was first heard: its former life may have vouched.
 *   <li><i>Why that is enough.</i> Say the host is removed by a read that began at r. Take the first time at which one of
 *       those hosts heard it after having told of it: not before r − T1/2 − d, where d is how long a packet may be on
 *       its way. Until then everything the host lives by was told to the remover too: nobody of them heard it after r − X,
 *       so its lease, which counts from when it sent what they heard, ended at r − X + W + margin = r − 3·T1, which is
 *       before r − T1/2 − d. It was dead before it could be heard again, and stays so. This needs d &lt; 5/2·T1; what may
 *       have lain in the own buffer while a host stood still counts as that much older.
 *   <li><i>Who is outside.</i> A pool forms only when at least half of it is there, and the silence of the rest is proven
 *       in the same way; who joins does so with the ack of all. So everybody outside the liveset of an online host is
 *       dead, has left, or starts: none of them vouches for anybody.
 *   <li><i>The VMs.</i> A host without the statefile claims nothing new (E9); its claims stand on the disk, and rule E4 (b)
 *       opens them only with the proof above. It gets no VM meanwhile.
 * </ol>
 *
 * <p>What it costs: a removal takes 3·T1 longer than by XenServer's rules. While a host lives without the statefile nobody
 * joins, and the master lock stands still: its last published grants hold, and a master without the statefile commands
 * nothing until it has it again.
 */
public final class MajorityPolicy implements FencingPolicy {
    @Override
    public Decision decide(SurvivalFacts facts) {
        if (!HostSet.contains(facts.hbd(), facts.self())) {
            return Decision.FENCE_SELF; // merged away: this host is not in its own result
        }
        int pool = HostSet.size(facts.configuredHosts());
        int heard = HostSet.size(facts.hbd());
        boolean statefile = HostSet.contains(facts.sfd(), facts.self());
        boolean half = 2 * (heard + HostSet.size(facts.gone())) >= pool;
        boolean survives = 2 * heard > pool || statefile && half && facts.rule1();
        return survives ? Decision.SURVIVE_BY_MAJORITY : Decision.FENCE_SELF;
    }

    @Override
    public VerdictCode reason(SurvivalFacts facts) {
        if (HostSet.contains(facts.sfd(), facts.self())) {
            return VerdictCode.NETWORK_LOST;
        }
        boolean heard = HostSet.without(facts.hbd(), facts.self()) != 0;
        return heard ? VerdictCode.STATEFILE_LOST : VerdictCode.BOTH_LOST;
    }
}
