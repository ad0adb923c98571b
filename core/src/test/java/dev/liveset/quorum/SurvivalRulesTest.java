package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, steps 2 and 3, by example: the snapshot of host 0 in pools of three and four. */
class SurvivalRulesTest {
    /** Everybody hears and sees everybody. */
    private static SurvivalView whole(int hosts) {
        return SmallViews.view(SmallViews.graph(hosts, -1), (1L << hosts) - 1, (1L << hosts) - 1, 0);
    }

    /** Whom each host hears, by what it publishes; this one by its own domain too. */
    private static SurvivalView hearing(long... heard) {
        return hearing(whole(heard.length), heard);
    }

    private static SurvivalView hearing(SurvivalView view, long... heard) {
        System.arraycopy(heard, 0, view.readHbdomain, 0, heard.length);
        view.hbdomain = heard[view.self];
        return view;
    }

    private static SurvivalView merged(SurvivalView view) {
        ViewMerge.merge(view, QuorumRules.OURS);
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
        SurvivalView view = hearing(0b0011, 0b0111, 0b0110, 0b1000);
        view.weight[2] = 5;
        assertEquals(1, SurvivalRules.bestPartition(view));
        return view;
    }

    @Test
    void shouldCountAWeightFor256HostsAndAHostForOne() {
        SurvivalView view = hearing(0b0001, 0b1110, 0b1110, 0b1110);
        view.weight[0] = 3;
        assertEquals(1, SurvivalRules.bestPartition(view), "three of weight 1 and three hosts beat one of weight 3");
        view.weight[0] = 4;
        assertEquals(0, SurvivalRules.bestPartition(view));
        assertTrue(rule1(view));
    }

    @Test
    void shouldLetTheFirstOfEqualPartitionsWin() {
        SurvivalView view = hearing(0b0011, 0b0011, 0b1100, 0b1100);
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
        assertEquals(0b101, merged(view).sfdomain);
        assertEquals(0b101, view.hbdomain);
        view = whole(3);
        view.heardSfdomain[2] = 0;
        assertEquals(0b011, merged(view).sfdomain, "its packets say so before its section can");
        view = hearing(0b011, 0b011, 0b111);
        view.heardSfdomain[2] = 0;
        assertEquals(0b111, merged(view).sfdomain, "packets of a host that is not heard are old");
        view = whole(3);
        view.liveset = 0b011;
        view.readSfdomain[1] = 0b100;
        assertEquals(0b101, merged(view).sfdomain, "it sees none of the liveset there");
    }

    @Test
    void shouldRemoveTheLowestScoredHostUntilTheRestHearsEachOther() {
        SurvivalView chain = hearing(0b011, 0b111, 0b110);
        assertEquals(0b011, merged(chain).hbdomain);
        assertEquals(0b111, chain.sfdomain);
        SurvivalView heavyEnd = hearing(0b011, 0b111, 0b110);
        heavyEnd.weight[2] = 2;
        assertEquals(0, merged(heavyEnd).hbdomain, "we are removed ourselves");
    }

    @Test
    void shouldLetMoreHostsBeatFewerOfTheSameWeightAndTheLowestIndexDecideLast() {
        SurvivalView view = hearing(0b0011, 0b0011, 0b1100, 0b1100);
        assertEquals(0b0011, merged(view).hbdomain, "the same weight and size: the lower index stays");
        SurvivalView other = whole(4);
        other.self = 2;
        assertEquals(0, merged(hearing(other, 0b0011, 0b0011, 0b1100, 0b1100)).hbdomain);
        SurvivalView light = hearing(0b0001, 0b1110, 0b1110, 0b1110);
        light.weight[0] = 3;
        assertEquals(0, merged(light).hbdomain, "three hosts of weight 1 against one of weight 3");
        SurvivalView heavy = hearing(0b0001, 0b1110, 0b1110, 0b1110);
        heavy.weight[0] = 4;
        assertEquals(0b0001, merged(heavy).hbdomain);
    }

    @Test
    void shouldNotMergeHostsOutsideTheLiveset() {
        SurvivalView view = hearing(0b011, 0b011, 0b100);
        view.liveset = 0b011;
        view.weight[2] = 99;
        assertEquals(0b011, merged(view).hbdomain);
        assertEquals(0b111, view.sfdomain);
    }
}
