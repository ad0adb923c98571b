package dev.liveset.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.fencing.FencingPolicy.Decision;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md section 5, fault handling, step 3: rule 1, else rule 2, else fence; host 1 of a pool of three decides. */
class XenServerPolicyTest {
    private static final long ALL = 0b111;

    private final XenServerPolicy policy = new XenServerPolicy();

    private static SurvivalFacts facts(long liveset, long hbd, long sfd, boolean sr2, boolean rule1, boolean rule2) {
        return new SurvivalFacts(1, ALL, liveset, 0, hbd, sfd, true, sr2, rule1, rule2);
    }

    @Test
    void shouldFenceOnlyWhenBothRulesFail() {
        assertEquals(Decision.SURVIVE_BY_RULE1, policy.decide(facts(ALL, ALL, ALL, false, true, true)));
        assertEquals(Decision.SURVIVE_BY_RULE1, policy.decide(facts(ALL, ALL, ALL, false, true, false)));
        assertEquals(Decision.SURVIVE_BY_RULE2, policy.decide(facts(ALL, ALL, 0, false, false, true)));
        assertEquals(Decision.FENCE_SELF, policy.decide(facts(ALL, 0b010, 0, false, false, false)));
    }

    @Test
    void shouldTellALostStatefileFromALostNetworkAndFromBoth() {
        assertEquals(VerdictCode.STATEFILE_LOST, policy.reason(facts(ALL, ALL, 0b101, false, false, false)));
        assertEquals(VerdictCode.NETWORK_LOST, policy.reason(facts(ALL, 0b010, ALL, false, false, false)));
        assertEquals(VerdictCode.BOTH_LOST, policy.reason(facts(ALL, 0b010, 0b101, false, false, false)));
    }

    @Test
    void shouldNotBlameTheNetworkWhenThereIsNobodyElseToHear() {
        assertEquals(VerdictCode.STATEFILE_LOST, policy.reason(facts(0b010, 0b010, 0, false, false, false)));
    }

    @Test
    void shouldSayThatRule2WasBrokenByAFurtherLoss() {
        assertEquals(VerdictCode.RULE2_BROKEN, policy.reason(facts(ALL, ALL, 0, true, false, false)));
    }
}
