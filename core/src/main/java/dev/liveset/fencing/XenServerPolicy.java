package dev.liveset.fencing;

import dev.liveset.HostSet;

/** XenServer's rules: survive by rule 1, or by rule 2 when nobody has the statefile, otherwise fence. The default. */
public final class XenServerPolicy implements FencingPolicy {
    @Override
    public Decision decide(SurvivalFacts facts) {
        if (facts.rule1()) {
            return Decision.SURVIVE_BY_RULE1;
        }
        return facts.rule2() ? Decision.SURVIVE_BY_RULE2 : Decision.FENCE_SELF;
    }

    @Override
    public VerdictCode reason(SurvivalFacts facts) {
        boolean statefile = HostSet.contains(facts.sfd(), facts.self());
        boolean heard = HostSet.without(facts.hbd(), facts.self()) != 0;
        if (facts.sr2()) {
            return VerdictCode.RULE2_BROKEN;
        }
        if (!statefile) {
            return heard || facts.liveset() == HostSet.of(facts.self())
                    ? VerdictCode.STATEFILE_LOST
                    : VerdictCode.BOTH_LOST;
        }
        return VerdictCode.NETWORK_LOST;
    }
}
