package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import dev.liveset.Timings;
import dev.liveset.quorum.SurvivalJudge.Decision;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, steps 2 and 3: when views are equal, what is judged, and what a verdict leaves; host 0 of three or four. */
class VerdictTest {
    private static final long BEGAN = FaultDesk.BEGAN;
    private static final long SECOND = 1_000_000_000L;

    private static FaultDesk desk(int hosts) {
        return new FaultDesk(QuorumPools.pool(hosts));
    }

    private static FaultDesk byMajority(int hosts) {
        FaultDesk desk = new FaultDesk(QuorumPools.pool(hosts).withPolicy(PoolConfig.Policy.MAJORITY));
        desk.decision = Decision.MAJORITY;
        return desk;
    }

    /** Whether the round goes on at once, with everybody in the second phase of views. */
    private static boolean viewsAreEqual(FaultDesk desk) {
        for (int host = 1; host < desk.state.seen.hostCount; host++) {
            desk.says(host, Phase.FH2);
        }
        desk.faults.onRoundHeard(1);
        desk.advance(BEGAN);
        assertTrue(desk.state.phase == Phase.FH2 || desk.state.phase == Phase.FH2DONE);
        return desk.state.phase == Phase.FH2DONE;
    }

    /** Host 2 is heard, and says on its heartbeat that it sees these on the statefile; hosts 0 and 1 see {@code sfdomain}. */
    private static boolean agreesWith(FaultDesk desk, long sfdomain, long theirs) {
        desk.sees(0b111, sfdomain);
        desk.saysItSees(1, 0b111, sfdomain);
        desk.saysItSees(2, 0b111, sfdomain);
        desk.state.seen.heardSfdomain[2] = theirs;
        return viewsAreEqual(desk);
    }

    @Test
    void shouldExcuseWhereAMajorityCountsWhoLostTheStatefileWhenBothKnowIt() {
        assertTrue(agreesWith(byMajority(3), 0b011, 0));
        assertFalse(agreesWith(byMajority(3), 0b111, 0), "it says so, but is seen there");
        assertFalse(agreesWith(byMajority(3), 0b011, 0b111), "it is not seen there, but does not say so");
        assertFalse(agreesWith(desk(3), 0b011, 0), "where everybody must have the statefile it is judged by the merge");
    }

    /** This host reads nothing; host 1 says the same of itself, host 2 that it sees these. */
    private static boolean agreesWithTheBlind(FaultDesk desk, long theirs) {
        desk.sees(0b111, 0);
        desk.state.withoutStatefile = 0;
        desk.saysItSees(1, 0b111, 0);
        desk.saysItSees(2, 0b111, theirs);
        return viewsAreEqual(desk);
    }

    @Test
    void shouldExcuseWhereAMajorityCountsThatItLostTheStatefileItselfOnceTheOthersKnow() {
        assertTrue(agreesWithTheBlind(byMajority(3), 0b100));
        assertFalse(agreesWithTheBlind(byMajority(3), 0b101), "host 2 still sees our section");
        assertFalse(agreesWithTheBlind(desk(3), 0b100));
        assertTrue(agreesWithTheBlind(desk(3), 0), "nobody reads anything");
    }

    @Test
    void shouldExcuseNobodyWhoHearsOthers() {
        FaultDesk desk = byMajority(3);
        desk.sees(0b111, 0b011);
        desk.saysItSees(1, 0b111, 0b011);
        desk.saysItSees(2, 0b101, 0);
        assertFalse(viewsAreEqual(desk));
    }

    @Test
    void shouldJudgeByWhatEachHostWasLastHeardAndReadToSay() {
        FaultDesk desk = desk(3);
        desk.sees(0b011, 0b011);
        desk.othersAgree(BEGAN, Phase.FH2);
        Sightings seen = desk.state.seen;
        desk.state.weight = 7;
        seen.weight[1] = 17;
        seen.heardHbdomain[2] = 0b100;
        seen.heardSfdomain[2] = 0b110;
        seen.readHbdomain[2] = 0b101;
        seen.readSfdomain[2] = 0b111;
        desk.state.nextWeight = 7;
        desk.advance(BEGAN);
        SurvivalView view = desk.faults.view();
        assertArrayEquals(new long[] {0b011, 0b100}, new long[] {view.heardHbdomain[1], view.heardHbdomain[2]});
        assertArrayEquals(new long[] {0b011, 0b110}, new long[] {view.heardSfdomain[1], view.heardSfdomain[2]});
        assertArrayEquals(new long[] {0b011, 0b011, 0b101}, Arrays.copyOf(view.readHbdomain, 3));
        assertArrayEquals(new long[] {0b011, 0b011, 0b111}, Arrays.copyOf(view.readSfdomain, 3));
        assertArrayEquals(new int[] {7, 17, 1}, Arrays.copyOf(view.weight, 3));
    }

    /** Host 2 lives without the statefile, and host 1 does not hear host 3; nobody takes anything back. */
    private static FaultDesk cutBetweenTheOthers(FaultDesk desk) {
        desk.sees(0b1111, 0b1011);
        desk.othersAgree(BEGAN, Phase.FH4);
        desk.saysItSees(1, 0b0111, 0b1011);
        desk.saysItSees(3, 0b1101, 0b1011);
        desk.advance(BEGAN);
        assertEquals(Phase.FH2, desk.state.phase);
        desk.advance(BEGAN + desk.state.timings.longestTimeoutNanos());
        assertEquals(Phase.FH4, desk.state.phase);
        return desk;
    }

    @Test
    void shouldKeepInMergedViewsWhoIsHeardWithoutTheStatefileOnlyWhereAMajorityCounts() {
        FaultDesk majority = cutBetweenTheOthers(byMajority(4));
        assertEquals(0b0111, majority.judgedHbdomain);
        assertEquals(0b0111, majority.state.proposed, "host 3 goes, which host 1 does not hear");
        assertEquals(0b0100, majority.state.withoutStatefile);
        FaultDesk strict = cutBetweenTheOthers(desk(4));
        assertEquals(0b0011, strict.judgedHbdomain);
        assertEquals(0b0011, strict.state.proposed);
    }

    private static FaultDesk withoutStatefileOfHost2(Decision decision) {
        FaultDesk desk = byMajority(4);
        desk.decision = decision;
        desk.state.withoutStatefile = 0b0010;
        desk.sees(0b0111, 0b0011);
        desk.othersAgree(BEGAN, Phase.FH4);
        desk.advance(BEGAN);
        assertEquals(Phase.FH4, desk.state.phase);
        return desk;
    }

    @Test
    void shouldKeepWhoIsHeardWithoutTheStatefileByMajorityOrRule2AndByRule1Not() {
        FaultDesk majority = withoutStatefileOfHost2(Decision.MAJORITY);
        assertEquals(0b0111, majority.state.proposed);
        assertEquals(0b0100, majority.state.withoutStatefile);
        assertFalse(majority.state.sr2);
        FaultDesk rule2 = withoutStatefileOfHost2(Decision.RULE2);
        assertEquals(0b0111, rule2.state.proposed);
        assertEquals(0, rule2.state.withoutStatefile);
        assertTrue(rule2.state.sr2);
        FaultDesk rule1 = withoutStatefileOfHost2(Decision.RULE1);
        assertEquals(0b0011, rule1.state.proposed);
        assertEquals(0, rule1.state.withoutStatefile);
        assertEquals(0b0011, rule1.state.hbdomain, "who is evicted is in no domain");
    }

    @Test
    void shouldTakeItsAckBackFromWhoIsEvictedAndFromNobodyElse() {
        FaultDesk desk = desk(4);
        desk.state.current = 0b0111;
        desk.state.proposed = 0b1111;
        desk.state.acked = 0b1100;
        desk.sees(0b1011, 0b1011);
        desk.othersAgree(BEGAN, Phase.FH4);
        desk.advance(BEGAN);
        assertEquals(Phase.FH4, desk.state.phase);
        assertEquals(0b1000, desk.state.acked, "the joiner is heard and seen: it goes on joining");
        assertEquals(0b1011, desk.state.proposed);
    }

    @Test
    void shouldKeepOnlyWhomItCountsWhileItIsDisarmed() {
        FaultDesk desk = desk(4);
        desk.state.current = 0b0111;
        desk.state.proposed = 0b0111;
        desk.state.disarmed = true;
        desk.sees(0b0011, 0b0011);
        desk.othersAgree(BEGAN, Phase.FH4);
        desk.advance(BEGAN);
        assertEquals(0b0100, desk.state.kept, "host 3 may join later and be missed then");
        assertEquals(0b0111, desk.state.proposed);
    }

    @Test
    void shouldTellByWhichRuleItLivesOn() {
        FaultDesk first = withoutStatefileOfHost2(Decision.RULE1);
        assertEquals(0, first.hits(RuleBranch.RULE_1_UNDER_RULE_2));
        FaultDesk entered = withoutStatefileOfHost2(Decision.RULE2);
        assertEquals(1, entered.hits(RuleBranch.RULE_2_ENTERED));
        assertEquals(0, entered.hits(RuleBranch.RULE_2_HOLDS_AGAIN));
        FaultDesk again = desk(3);
        again.decision = Decision.RULE2;
        again.state.sr2 = true;
        again.roundWithoutLast(BEGAN);
        assertEquals(1, again.hits(RuleBranch.RULE_2_HOLDS_AGAIN));
        assertEquals(0, again.hits(RuleBranch.RULE_2_ENTERED));
        FaultDesk back = desk(3);
        back.state.sr2 = true;
        back.roundWithoutLast(BEGAN);
        assertEquals(1, back.hits(RuleBranch.RULE_1_UNDER_RULE_2));
    }

    @Test
    void shouldTellWhetherItLostUnderRule2() {
        for (boolean underRule2 : new boolean[] {false, true}) {
            FaultDesk lost = desk(3);
            lost.decision = Decision.FENCE;
            lost.state.sr2 = underRule2;
            lost.roundWithoutLast(BEGAN);
            assertTrue(lost.faults.fenced());
            assertFalse(lost.faults.stuck());
            assertEquals(underRule2 ? 1 : 0, lost.hits(RuleBranch.RULE_2_LOST_AGAIN));
            assertEquals(underRule2 ? 0 : 1, lost.hits(RuleBranch.SURVIVAL_LOST));
        }
    }

    /** Beside xhad, with timings in which the wait of the original is longer than its ten seconds: T1 and T2 are 10 s, W 20 s. */
    private static void assertRemovedBesideXhadAfter(long seconds, long hbdomain, long sfdomain) {
        Timings timings = Timings.builder().build();
        FaultDesk desk = new FaultDesk(QuorumPools.pool(3, timings, PoolConfig.Mode.INTEROP));
        desk.sees(hbdomain, sfdomain);
        desk.othersAgree(BEGAN, Phase.FH4);
        desk.advance(BEGAN);
        desk.advance(BEGAN + timings.longestTimeoutNanos()); // where the views differ
        assertEquals(Phase.FH4, desk.state.phase);
        desk.state.seen.restarted = 0b100; // for hosts of ours its former life is over
        long judged = desk.hits(RuleBranch.VIEWS_MERGED) == 0 ? BEGAN : BEGAN + timings.longestTimeoutNanos();
        desk.advance(judged + seconds * SECOND - 1);
        assertTrue((desk.state.current & 0b100) != 0, "xhad may still count it");
        desk.advance(judged + seconds * SECOND);
        assertEquals(0b011, desk.state.current);
    }

    @Test
    void shouldWaitBesideXhadAsLongAsItLongerWhenWhoLostIsStillShownOnAChannel() {
        assertRemovedBesideXhadAfter(11, 0b011, 0b011);
        assertRemovedBesideXhadAfter(21, 0b111, 0b011);
        assertRemovedBesideXhadAfter(21, 0b011, 0b111);
    }
}
