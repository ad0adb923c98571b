package dev.liveset.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.liveset.PoolConfig;
import dev.liveset.fencing.FencingPolicy.Decision;
import org.junit.jupiter.api.Test;

/** The case table by a majority, row by row; host 0 decides. {@code PolicyTableTest} goes through all small pools. */
class MajorityPolicyTest {
    private static final long OF_FOUR = 0b1111;
    private static final long OF_FIVE = 0b11111;
    private static final long NOBODY = 0;

    private final MajorityPolicy policy = new MajorityPolicy();

    private static SurvivalFacts facts(long pool, long gone, long hbd, long sfd, boolean rule1) {
        return new SurvivalFacts(0, pool, pool & ~gone, gone, hbd, sfd, true, false, rule1, false);
    }

    private Decision decide(long pool, long gone, long hbd, long sfd, boolean rule1) {
        return policy.decide(facts(pool, gone, hbd, sfd, rule1));
    }

    @Test
    void shouldStayWithoutTheStatefileWhileItHearsMoreThanHalf() {
        assertEquals(Decision.SURVIVE_BY_MAJORITY, decide(OF_FIVE, NOBODY, 0b00111, 0b11110, false));
        assertEquals(Decision.FENCE_SELF, decide(OF_FIVE, NOBODY, 0b00011, 0b11110, true));
        assertEquals(
                Decision.FENCE_SELF, decide(OF_FOUR, NOBODY, 0b0011, 0b1110, true), "half is not enough without it");
    }

    @Test
    void shouldGoOnWithHalfOfThePoolThatHasTheStatefileAndWinsByIt() {
        assertEquals(Decision.SURVIVE_BY_MAJORITY, decide(OF_FOUR, NOBODY, 0b0011, OF_FOUR, true));
        assertEquals(Decision.FENCE_SELF, decide(OF_FOUR, NOBODY, 0b0011, OF_FOUR, false), "the other half goes on");
        assertEquals(Decision.FENCE_SELF, decide(OF_FIVE, NOBODY, 0b00011, OF_FIVE, true), "that is less than half");
    }

    @Test
    void shouldCountWhoIsGoneForGoodForTheHalfButNotForTheMajority() {
        assertEquals(Decision.SURVIVE_BY_MAJORITY, decide(OF_FIVE, 0b10000, 0b00011, 0b00011, true));
        assertEquals(Decision.FENCE_SELF, decide(OF_FIVE, 0b10000, 0b00011, NOBODY, true));
    }

    @Test
    void shouldFenceItselfWhenItWasMergedAwayWhoeverIsHeard() {
        assertEquals(Decision.FENCE_SELF, decide(OF_FIVE, NOBODY, 0b11110, OF_FIVE, true));
    }

    @Test
    void shouldTellALostStatefileFromALostNetworkAndFromBoth() {
        assertEquals(VerdictCode.NETWORK_LOST, policy.reason(facts(OF_FOUR, NOBODY, 0b0001, OF_FOUR, false)));
        assertEquals(VerdictCode.STATEFILE_LOST, policy.reason(facts(OF_FOUR, NOBODY, 0b0011, 0b1110, false)));
        assertEquals(VerdictCode.BOTH_LOST, policy.reason(facts(OF_FOUR, NOBODY, 0b0001, 0b1110, false)));
    }

    @Test
    void shouldBeThePolicyOfAPoolThatAsksForIt() {
        assertInstanceOf(MajorityPolicy.class, FencingPolicy.of(PoolConfig.Policy.MAJORITY));
        assertInstanceOf(XenServerPolicy.class, FencingPolicy.of(PoolConfig.Policy.XENSERVER));
    }
}
