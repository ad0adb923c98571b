package dev.liveset.fencing;

import dev.liveset.HostSet;

/**
 * The published case table with a majority. A host that lost both channels is unreachable and fences itself; one that
 * lost the statefile alone lives while it reaches a majority of the configured hosts; one that lost the network but not
 * the statefile fences itself, and the network counts as lost when no majority is reached.
 *
 * <p>So that a pool survives its halving by a crash, half of the hosts are enough for those who have the statefile and
 * hear everybody who has it. Two sides never both survive: two majorities share a host; beside a half there is no
 * majority; and of two halves that both have the statefile, neither hears everybody who has it.
 */
public final class MajorityPolicy implements FencingPolicy {
    /** The policy's number in the trailer. */
    public static final int NUMBER = 1;

    @Override
    public Decision decide(SurvivalFacts facts) {
        if (!HostSet.contains(facts.hbd(), facts.self())) {
            return Decision.FENCE_SELF; // merged away: this host is not in its own result
        }
        boolean statefile = HostSet.contains(facts.sfd(), facts.self());
        int twice = 2 * HostSet.size(facts.hbd());
        int pool = HostSet.size(facts.configuredHosts());
        if (twice > pool) {
            boolean allHaveIt = statefile && HostSet.isSubset(facts.hbd(), facts.sfd());
            return allHaveIt ? Decision.SURVIVE_BY_RULE1 : Decision.SURVIVE_BY_RULE2;
        }
        boolean hearsAll = statefile && HostSet.isSubset(facts.sfd(), facts.hbd());
        return hearsAll && twice == pool ? Decision.SURVIVE_BY_RULE1 : Decision.FENCE_SELF;
    }

    @Override
    public VerdictCode reason(SurvivalFacts facts) {
        if (HostSet.contains(facts.sfd(), facts.self())) {
            return VerdictCode.NETWORK_LOST;
        }
        boolean heard = HostSet.without(facts.hbd(), facts.self()) != 0;
        return heard ? VerdictCode.STATEFILE_LOST : VerdictCode.BOTH_LOST;
    }

    @Override
    public int number() {
        return NUMBER;
    }
}
