package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, steps 2 and 3, by example: the snapshot of host 0 in pools of three and four. */
class SurvivalRulesTest {
    private static SurvivalView whole(int hosts) {
        SurvivalView view = new SurvivalView();
        long all = (1L << hosts) - 1;
        view.hostCount = hosts;
        view.configured = all;
        view.liveset = all;
        view.hbdomain = all;
        view.sfdomain = all;
        view.statefileAccess = true;
        for (int host = 0; host < hosts; host++) {
            view.readHbdomain[host] = all;
            view.readSfdomain[host] = all;
            view.heardSfdomain[host] = all;
            view.weight[host] = 1;
        }
        return view;
    }

    private static boolean rule1(SurvivalView view) {
        return SurvivalRules.rule1(view, QuorumRules.OURS);
    }

    @Test
    void shouldSurviveWhenEverybodyOnTheStatefileIsHeard() {
        SurvivalView view = whole(3);
        view.sfdomain = 0b011;
        view.readSfdomain[0] = 0b011;
        assertTrue(rule1(view));
        view.hbdomain = 0b011;
        assertTrue(rule1(view));
    }

    @Test
    void shouldNotCountHostsOutsideTheLiveset() {
        SurvivalView view = whole(3);
        view.liveset = 0b011;
        view.hbdomain = 0b011;
        assertTrue(rule1(view), "host 2 is in the statefile, but of no liveset");
    }

    @Test
    void shouldNotSurviveByRule1WithoutTheStatefile() {
        SurvivalView view = whole(3);
        view.sfdomain = 0b110;
        assertFalse(rule1(view));
        view.sfdomain = 0;
        assertFalse(rule1(view), "an empty set is within every other, but nobody wins by it");
        assertFalse(SurvivalRules.rule1(view, QuorumRules.OURS.without(QuorumRule.WINNER_IS_IN_RESULT)));
    }

    @Test
    void shouldSurviveBesideTheWinnerOnlyWhenBothSeeEachOtherOnBothChannels() {
        assertTrue(rule1(besideTheWinner()));
        SurvivalView view = besideTheWinner();
        view.readHbdomain[1] = 0b0110;
        assertFalse(rule1(view), "it does not hear us");
        view = besideTheWinner();
        view.readSfdomain[1] = 0b1110;
        assertFalse(rule1(view), "it does not see us in the statefile");
        view = besideTheWinner();
        view.hbdomain = 0b0001;
        assertFalse(rule1(view), "we do not hear it");
    }

    /** Host 3 is in the statefile and not heard; host 1 hears the heavy host 2, so its partition is the best. */
    private static SurvivalView besideTheWinner() {
        SurvivalView view = whole(4);
        view.hbdomain = 0b0011;
        view.readHbdomain[0] = 0b0011;
        view.readHbdomain[1] = 0b0111;
        view.readHbdomain[2] = 0b0110;
        view.readHbdomain[3] = 0b1000;
        view.weight[2] = 5;
        assertEquals(1, SurvivalRules.bestPartition(view));
        return view;
    }

    @Test
    void shouldCountAWeightFor256HostsAndAHostForOne() {
        SurvivalView view = whole(4);
        view.hbdomain = 0b0001;
        view.readHbdomain[1] = 0b1110;
        view.readHbdomain[2] = 0b1110;
        view.readHbdomain[3] = 0b1110;
        view.weight[0] = 3;
        assertEquals(1, SurvivalRules.bestPartition(view), "three of weight 1 and three hosts beat one of weight 3");
        view.weight[0] = 4;
        assertEquals(0, SurvivalRules.bestPartition(view));
        assertTrue(rule1(view));
    }

    @Test
    void shouldLetTheFirstOfEqualPartitionsWin() {
        SurvivalView view = whole(4);
        view.hbdomain = 0b0011;
        view.readHbdomain[0] = 0b0011;
        view.readHbdomain[1] = 0b0011;
        view.readHbdomain[2] = 0b1100;
        view.readHbdomain[3] = 0b1100;
        assertEquals(0, SurvivalRules.bestPartition(view));
        view.self = 2;
        view.hbdomain = 0b1100;
        assertEquals(0, SurvivalRules.bestPartition(view));
        assertFalse(rule1(view));
    }

    @Test
    void shouldFindNoBestPartitionWhereNobodyScores() {
        SurvivalView view = whole(3);
        view.sfdomain = 0b110;
        view.readHbdomain[1] = 0;
        view.readHbdomain[2] = 0;
        assertEquals(-1, SurvivalRules.bestPartition(view));
    }

    @Test
    void shouldSurviveByRule2OnlyWhenEveryConfiguredHostIsAccountedFor() {
        SurvivalView view = whole(3);
        view.statefileAccess = false;
        view.sfdomain = 0;
        view.heardSfdomain[1] = 0;
        view.heardSfdomain[2] = 0b011;
        assertTrue(SurvivalRules.rule2(view), "both say that they are not in the statefile themselves");
        view.heardSfdomain[2] = 0b100;
        assertFalse(SurvivalRules.rule2(view));
        view.heardSfdomain[2] = 0;
        view.statefileAccess = true;
        assertFalse(SurvivalRules.rule2(view), "we have it");
        view.statefileAccess = false;
        view.hbdomain = 0b011;
        assertFalse(SurvivalRules.rule2(view), "host 2 is not heard");
        view.excluded = 0b100;
        assertTrue(SurvivalRules.rule2(view));
        view.hbdomain = 0b111;
        view.heardSfdomain[2] = 0b100;
        assertFalse(SurvivalRules.rule2(view), "an excluded host that is heard counts like any other");
    }

    @Test
    void shouldTakeWhoLostTheStatefileOutOfTheStatefileDomain() {
        SurvivalView view = whole(3);
        view.readSfdomain[1] = 0;
        ViewMerge.merge(view, QuorumRules.OURS);
        assertEquals(0b101, view.sfdomain);
        assertEquals(0b101, view.hbdomain);
        view = whole(3);
        view.heardSfdomain[2] = 0;
        ViewMerge.merge(view, QuorumRules.OURS);
        assertEquals(0b011, view.sfdomain, "its packets say so before its section can");
        view = whole(3);
        view.heardSfdomain[2] = 0;
        view.hbdomain = 0b011;
        view.readHbdomain[0] = 0b011;
        view.readHbdomain[1] = 0b011;
        ViewMerge.merge(view, QuorumRules.OURS);
        assertEquals(0b111, view.sfdomain, "packets of a host that is not heard are old");
        view = whole(3);
        view.liveset = 0b011;
        view.readSfdomain[1] = 0b100;
        ViewMerge.merge(view, QuorumRules.OURS);
        assertEquals(0b101, view.sfdomain, "it sees none of the liveset there");
    }

    @Test
    void shouldRemoveTheLowestScoredHostUntilTheRestHearsEachOther() {
        SurvivalView chain = whole(3);
        chain.readHbdomain[0] = 0b011;
        chain.readHbdomain[2] = 0b110;
        chain.hbdomain = 0b011;
        ViewMerge.merge(chain, QuorumRules.OURS);
        assertEquals(0b011, chain.hbdomain);
        assertEquals(0b111, chain.sfdomain);
        SurvivalView heavyEnd = whole(3);
        heavyEnd.readHbdomain[0] = 0b011;
        heavyEnd.readHbdomain[2] = 0b110;
        heavyEnd.hbdomain = 0b011;
        heavyEnd.weight[2] = 2;
        ViewMerge.merge(heavyEnd, QuorumRules.OURS);
        assertEquals(0, heavyEnd.hbdomain, "we are removed ourselves");
    }

    @Test
    void shouldLetMoreHostsBeatFewerOfTheSameWeightAndTheLowestIndexDecideLast() {
        SurvivalView view = whole(4);
        view.readHbdomain[0] = 0b0011;
        view.readHbdomain[1] = 0b0011;
        view.readHbdomain[2] = 0b1100;
        view.readHbdomain[3] = 0b1100;
        view.hbdomain = 0b0011;
        ViewMerge.merge(view, QuorumRules.OURS);
        assertEquals(0b0011, view.hbdomain, "the same weight and size: the lower index stays");
        view.self = 2;
        view.hbdomain = 0b1100;
        view.sfdomain = 0b1111;
        ViewMerge.merge(view, QuorumRules.OURS);
        assertEquals(0, view.hbdomain);
        SurvivalView sizes = whole(4);
        sizes.readHbdomain[0] = 0b0001;
        sizes.hbdomain = 0b0001;
        sizes.weight[0] = 3;
        for (int host = 1; host < 4; host++) {
            sizes.readHbdomain[host] = 0b1110;
        }
        ViewMerge.merge(sizes, QuorumRules.OURS);
        assertEquals(0, sizes.hbdomain, "three hosts of weight 1 against one of weight 3");
        sizes.weight[0] = 4;
        sizes.hbdomain = 0b0001;
        sizes.sfdomain = 0b1111;
        ViewMerge.merge(sizes, QuorumRules.OURS);
        assertEquals(0b0001, sizes.hbdomain);
    }

    @Test
    void shouldNotMergeHostsOutsideTheLiveset() {
        SurvivalView view = whole(3);
        view.liveset = 0b011;
        view.readHbdomain[0] = 0b011;
        view.readHbdomain[1] = 0b011;
        view.readHbdomain[2] = 0b100;
        view.weight[2] = 99;
        ViewMerge.merge(view, QuorumRules.OURS);
        assertEquals(0b011, view.hbdomain);
        assertEquals(0b111, view.sfdomain);
    }
}
