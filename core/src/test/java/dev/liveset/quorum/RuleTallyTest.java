package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liveset.RuleBranch;
import dev.liveset.RuleTally;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By what a side wins and by what a host is merged away, as the counters of a simulation tell it. */
class RuleTallyTest {
    private static final long[] HALVES = {0b0011, 0b0011, 0b1100, 0b1100};

    private final RuleTally tally = new RuleTally();
    private final QuorumRules rules = QuorumRules.OURS.countedIn(tally);

    private static SurvivalView view(int self, long... heard) {
        long all = (1L << heard.length) - 1;
        return SmallViews.view(heard, all, all, self);
    }

    private void assertCounted(Map<RuleBranch, Integer> expected) {
        Map<RuleBranch, Integer> counted = new EnumMap<>(RuleBranch.class);
        for (RuleBranch branch : RuleBranch.values()) {
            if (tally.count(branch) != 0) {
                counted.put(branch, (int) tally.count(branch));
            }
        }
        assertEquals(expected, counted);
    }

    @Test
    void shouldTellATieThatTheIndexBreaks() {
        SurvivalRules.rule1(view(0, HALVES), rules);
        assertCounted(Map.of(RuleBranch.RULE_1_TIE_BY_INDEX, 1, RuleBranch.RULE_1_WINNER, 1));
    }

    @Test
    void shouldTellWhoLosesATie() {
        SurvivalRules.rule1(view(2, HALVES), rules);
        assertCounted(Map.of(RuleBranch.RULE_1_TIE_BY_INDEX, 1, RuleBranch.RULE_1_NOT_WITH_WINNER, 1));
    }

    @Test
    void shouldTellWhoWinsBesideTheFirstOfItsSide() {
        SurvivalRules.rule1(view(1, HALVES), rules);
        assertCounted(Map.of(RuleBranch.RULE_1_TIE_BY_INDEX, 1, RuleBranch.RULE_1_WITH_WINNER, 1));
    }

    @Test
    void shouldTellThatTheLargerSideWins() {
        SurvivalRules.rule1(view(1, 0b001, 0b110, 0b110), rules);
        assertCounted(Map.of(RuleBranch.RULE_1_BY_SIZE, 1, RuleBranch.RULE_1_WINNER, 1));
    }

    @Test
    void shouldTellThatTheHeavierOfTwoEqualSidesWins() {
        SurvivalView view = view(2, HALVES);
        view.weight[3] = 5;
        SurvivalRules.rule1(view, rules);
        assertCounted(Map.of(RuleBranch.RULE_1_BY_WEIGHT, 1, RuleBranch.RULE_1_WINNER, 1));
    }

    @Test
    void shouldCompareTheWinnerWithTheNextBestSideAndNotWithTheFirst() {
        // 0 alone, then 1 and 2, then 3, 4 and 5, of which all weigh the same but 1: the best two differ by weight
        // alone
        SurvivalView view = view(3, 0b000001, 0b000110, 0b000110, 0b111000, 0b111000, 0b111000);
        SurvivalRules.rule1(view, rules);
        assertCounted(Map.of(RuleBranch.RULE_1_BY_SIZE, 1, RuleBranch.RULE_1_WINNER, 1));
        SurvivalView even = view(1, 0b00001, 0b00110, 0b00110, 0b11000, 0b11000);
        even.weight[1] = 2;
        SurvivalRules.rule1(even, rules);
        assertCounted(
                Map.of(RuleBranch.RULE_1_BY_SIZE, 1, RuleBranch.RULE_1_BY_WEIGHT, 1, RuleBranch.RULE_1_WINNER, 2));
    }

    @Test
    void shouldCompareTheFirstSideThatWinsWithTheOneThatScoresNext() {
        // the winner comes first, the weakest side last
        SurvivalView view = view(0, 0b00011, 0b00011, 0b01100, 0b01100, 0b10000);
        view.weight[0] = 2;
        SurvivalRules.rule1(view, rules);
        assertCounted(Map.of(RuleBranch.RULE_1_BY_WEIGHT, 1, RuleBranch.RULE_1_WINNER, 1));
    }

    @Test
    void shouldTellNoReasonWhereThereIsOneSideOnly() {
        SurvivalView view = view(0, 0b011, 0b011, 0b011);
        view.readHbdomain[2] = 0;
        SurvivalRules.rule1(view, rules);
        assertEquals(1, tally.count(RuleBranch.RULE_1_WINNER));
        SurvivalView same = view(0, 0b001, 0b001);
        SurvivalRules.rule1(same, rules);
        assertEquals(2, tally.count(RuleBranch.RULE_1_WINNER));
        assertEquals(0, tally.count(RuleBranch.RULE_1_TIE_BY_INDEX), "whoever sees the same is of the same side");
    }

    @Test
    void shouldTellByWhatTheFirstGoesThatIsMergedAway() {
        ViewMerge.merge(view(0, 0b011, 0b111, 0b110), rules);
        assertCounted(Map.of(RuleBranch.MERGE_REMOVES_BY_LOWEST_INDEX_HEARD, 1));
    }

    @Test
    void shouldTellThatTheHighestIndexGoesOfEqualHosts() {
        ViewMerge.merge(view(0, 0b111, 0b011, 0b101), rules);
        assertCounted(Map.of(RuleBranch.MERGE_REMOVES_BY_INDEX, 1));
    }

    @Test
    void shouldTellThatTheLightestGoes() {
        ViewMerge.merge(view(0, 0b001, 0b110, 0b110), rules);
        assertCounted(Map.of(RuleBranch.MERGE_REMOVES_BY_WEIGHT, 1));
    }

    @Test
    void shouldTellThatTheOneWhoHearsFewerOfTheSameWeightGoes() {
        SurvivalView view = view(0, 0b001, 0b110, 0b110);
        view.weight[0] = 2;
        ViewMerge.merge(view, rules);
        assertCounted(Map.of(RuleBranch.MERGE_REMOVES_BY_SIZE, 1));
    }

    @Test
    void shouldNotLetWeightsOutsideTheLivesetTellTheReason() {
        SurvivalView view = view(0, 0b0111, 0b1011, 0b0101, 0b1010);
        view.liveset = 0b0111;
        view.weight[3] = 9;
        ViewMerge.merge(view, rules);
        assertCounted(Map.of(RuleBranch.MERGE_REMOVES_BY_INDEX, 1));
        assertEquals(0b011, view.hbdomain);
    }

    @Test
    void shouldGoByWeightAndSizeEvenWhereAnEvenScoreIsBrokenForItself() {
        SurvivalView view = view(0, 0b0001, 0b1110, 0b1110, 0b1110);
        view.weight[0] = 3;
        ViewMerge.merge(view, QuorumRules.OURS.without(QuorumRule.TIE_BY_INDEX));
        assertEquals(0, view.hbdomain, "the planted bug breaks ties only, and this is none");
    }
}
