package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All views of small pools through merge and rules: which links are cut, who has the statefile, who is heavy. What hosts
 * publish on the shared disk is the same for all of them, so two disjoint sides must never both survive.
 */
class SurvivalRulesExhaustiveTest {
    private static final int HEAVY = 17;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void shouldNeverLetTwoDisjointSidesSurvive(int hosts) {
        long cases = 0;
        long survived = 0;
        for (int links = 0; links < SmallViews.graphs(hosts); links++) {
            for (long writers = 0; writers < 1L << hosts; writers++) {
                for (int heavy = -1; heavy < hosts; heavy++) {
                    survived += survivors(hosts, links, writers, heavy, false);
                    cases++;
                }
            }
        }
        assertTrue(survived > 0 && survived < cases * hosts, "somebody survives, and somebody does not");
    }

    @Test
    void shouldSeeATieThatIsBrokenBothWays() {
        AssertionError caught = null;
        try {
            survivors(2, 0, 0b11, -1, true);
        } catch (AssertionError e) {
            caught = e;
        }
        assertTrue(caught != null, "the check must see the planted bug");
    }

    @Test
    void shouldLetTheFirstIndexWinAnEvenSplit() {
        // four hosts, links 0-1 and 2-3 only
        long[] heard = {0b0011, 0b0011, 0b1100, 0b1100};
        assertEquals(0b0011L, survivingByRule1(heard, 0b1111, -1, false));
    }

    @Test
    void shouldLetTheHeavierSideWinAnEvenSplit() {
        long[] heard = {0b0011, 0b0011, 0b1100, 0b1100};
        assertEquals(0b1100L, survivingByRule1(heard, 0b1111, 3, false));
    }

    @Test
    void shouldLetTheHigherIndexGoWhenOneLinkOfATriangleIsCut() {
        long[] heard = {0b101, 0b110, 0b111};
        assertEquals(0b101L, survivingByRule1(heard, 0b111, -1, false));
    }

    @Test
    void shouldKeepOnlyTheFirstHostWhenAllLinksAreCut() {
        long[] heard = {0b001, 0b010, 0b100};
        assertEquals(0b001L, survivingByRule1(heard, 0b111, -1, false));
    }

    @Test
    void shouldFenceTheHostThatAloneLostTheStatefile() {
        long[] heard = {0b111, 0b111, 0b111};
        assertEquals(0b110L, survivingByRule1(heard, 0b110, -1, false));
    }

    /** Returns how many survive, and fails when two disjoint sides do. */
    private static int survivors(int hosts, int links, long writers, int heavy, boolean tieBug) {
        long[] heard = SmallViews.graph(hosts, links);
        SurvivalView[] views = new SurvivalView[hosts];
        long byRule1 = 0;
        long byRule2 = 0;
        for (int host = 0; host < hosts; host++) {
            views[host] = merged(heard, writers, heavy, host, tieBug);
            if (SurvivalRules.rule1(views[host], rules(tieBug))) {
                byRule1 = HostSet.with(byRule1, host);
            } else if (SurvivalRules.rule2(views[host])) {
                byRule2 = HostSet.with(byRule2, host);
            }
        }
        String story = "links " + Integer.toBinaryString(links) + " writers " + Long.toBinaryString(writers) + " heavy "
                + heavy;
        assertTrue(byRule1 == 0 || byRule2 == 0, "both rules let somebody survive: " + story);
        assertTrue(byRule2 == 0 || byRule2 == HostSet.firstHosts(hosts), "rule 2 is for all or nobody: " + story);
        for (int a = 0; a < hosts; a++) {
            for (int b = a + 1; b < hosts; b++) {
                if (HostSet.contains(byRule1, a) && HostSet.contains(byRule1, b)) {
                    long together = side(views[a]) & side(views[b]);
                    assertTrue(together != 0, "hosts " + a + " and " + b + " both survive apart: " + story);
                }
            }
        }
        return HostSet.size(byRule1 | byRule2);
    }

    private static long survivingByRule1(long[] heard, long writers, int heavy, boolean tieBug) {
        long surviving = 0;
        for (int host = 0; host < heard.length; host++) {
            if (SurvivalRules.rule1(merged(heard, writers, heavy, host, tieBug), rules(tieBug))) {
                surviving = HostSet.with(surviving, host);
            }
        }
        return surviving;
    }

    private static QuorumRules rules(boolean tieBug) {
        return tieBug ? QuorumRules.OURS.without(QuorumRule.TIE_BY_INDEX) : QuorumRules.OURS;
    }

    private static long side(SurvivalView view) {
        return view.hbd() & view.sfd();
    }

    /** What the host sees, merged when the views of the pool differ. */
    private static SurvivalView merged(long[] heard, long writers, int heavy, int self, boolean tieBug) {
        long all = HostSet.firstHosts(heard.length);
        SurvivalView view = SmallViews.view(heard, writers, all, self);
        if (heavy >= 0) {
            view.weight[heavy] = HEAVY;
        }
        if (!SmallViews.isConsistent(view)) {
            ViewMerge.merge(view, rules(tieBug));
        }
        return view;
    }
}
