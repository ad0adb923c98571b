package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a view in a pool that lives by a majority: by example, and for all views of small pools. */
class MajorityMergeTest {
    /** Only the links 0-1 and 1-2 carry. */
    private static final long[] CHAIN = {0b011, 0b111, 0b110};

    private static SurvivalView view(long[] heard, long writers, int self) {
        return SmallViews.view(heard, writers, HostSet.firstHosts(heard.length), self);
    }

    private static long merged(SurvivalView view) {
        MajorityMerge.merge(view);
        return view.hbdomain;
    }

    private static void assertAllComeTo(long left, long[] heard, long writers, int heavy, int weight) {
        for (int self = 0; self < heard.length; self++) {
            SurvivalView view = view(heard, writers, self);
            view.weight[heavy] = weight;
            assertEquals(HostSet.contains(left, self) ? left : 0, merged(view), "as host " + self + " sees it");
        }
    }

    @Test
    void shouldLetTheEndThatHearsTheHigherIndexGo() {
        assertAllComeTo(0b011, CHAIN, 0b111, 0, 1);
    }

    @Test
    void shouldLetTheEndThatHearsLessWeightGo() {
        assertAllComeTo(0b110, CHAIN, 0b111, 2, 2);
    }

    @Test
    void shouldLetTheSmallerSideOfTheSameWeightGo() {
        long[] cut = {0b0001, 0b1110, 0b1110, 0b1110};
        assertAllComeTo(0b1110, cut, 0b1111, 0, 3);
        assertAllComeTo(0b0001, cut, 0b1111, 0, 4);
    }

    @Test
    void shouldLetWhoLostTheStatefileGoBeforeWhoHearsTheHigherIndex() {
        assertAllComeTo(0b110, CHAIN, 0b110, 0, 1);
    }

    @Test
    void shouldLetNobodyGoWhoLostTheStatefileAndHearsAll() {
        assertAllComeTo(0b111, new long[] {0b111, 0b111, 0b111}, 0b011, 0, 1);
        assertAllComeTo(0b111, new long[] {0b111, 0b111, 0b111}, 0, 0, 1);
    }

    @Test
    void shouldGoByTheLowestHostThatIsHeardBeforeTheOwnIndex() {
        assertAllComeTo(0b0101, new long[] {0b0101, 0b1010, 0b0101, 0b1010}, 0b1111, 0, 1);
    }

    @Test
    void shouldLetTheHighestOfEqualHostsGoFirst() {
        long[] star = {0b111, 0b011, 0b101};
        assertAllComeTo(0b011, star, 0b111, 0, 1);
    }

    @Test
    void shouldGoByWhatOthersSayOnlyWhereItCannotReadItself() {
        SurvivalView reader = view(CHAIN, 0b111, 2);
        reader.sfdomain = 0b110; // host 0 no longer writes; host 1 still says that it hears it
        reader.weight[0] = 9;
        assertEquals(0b110, merged(reader));
        SurvivalView blind = view(CHAIN, 0b011, 2);
        blind.weight[0] = 9;
        assertEquals(0, merged(blind), "host 1 tells of host 0, which we do not hear");
    }

    @Test
    void shouldNotBelieveWhatItLastReadOnceItCannotRead() {
        SurvivalView view = view(new long[] {0b001, 0b010, 0b100}, 0b110, 0);
        view.sfdomain = 0b110;
        assertEquals(0b001, merged(view), "who is neither heard nor told of is no longer in question");
    }

    @Test
    void shouldCountAmongTheHearersOfWhomItIsOnlyToldThoseWhoTellOfIt() {
        // host 0 cannot read and hears 1 and 2; only 1 hears host 3
        long[] heard = {0b0111, 0b1111, 0b0111, 0b1010};
        SurvivalView view = view(heard, 0, 0);
        assertEquals(0b0111, merged(view), "host 3 is heard by one");
        view = view(heard, 0, 0);
        view.weight[3] = 9;
        assertEquals(0, merged(view), "its weight counts for all who hear it");
        view = view(heard, 0, 0);
        view.weight[2] = 9;
        assertEquals(0b0111, merged(view), "and that of host 2 does not count for it");
    }

    @Test
    void shouldKnowWhomItHearsItselfFromNothingItSaidEarlier() {
        SurvivalView view = view(CHAIN, 0b110, 0);
        view.heardHbdomain[0] = 0b111;
        view.readHbdomain[0] = 0b111;
        view.weight[0] = 2;
        assertEquals(0b011, merged(view), "host 2 does not hear us, and weighs less");
    }

    @Test
    void shouldCountNeitherHearersNorWeightsOutsideTheLiveset() {
        SurvivalView view = view(new long[] {0b1011, 0b0111, 0b1110, 0b1111}, 0b1111, 0);
        view.liveset = 0b0111;
        view.hbdomain = 0b1011;
        view.readHbdomain[2] = 0b1110;
        view.weight[3] = 99;
        assertEquals(0b0011, merged(view));
        SurvivalView other = view(new long[] {0b0011, 0b0111, 0b1110, 0b1111}, 0b1111, 1);
        other.liveset = 0b0111;
        other.readHbdomain[2] = 0b1110;
        other.weight[3] = 99;
        assertEquals(0b0011, merged(other), "that host 2 hears host 3 does not count for it");
    }

    /** Everybody who has the statefile has the same views: whoever is left over is the same for all, and somebody is. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldComeToTheSameWhereAllReadTheSame(int hosts) {
        long all = HostSet.firstHosts(hosts);
        for (int links = 0; links < SmallViews.graphs(hosts); links++) {
            long[] heard = SmallViews.graph(hosts, links);
            for (int heavy = 0; heavy < hosts; heavy++) {
                long left = 0;
                for (int self = 0; self < hosts; self++) {
                    SurvivalView view = view(heard, all, self);
                    view.weight[heavy] = 2;
                    long own = merged(view);
                    assertTrue(own == 0 || left == 0 || own == left, "links " + links + " heavy " + heavy);
                    left |= own;
                }
                assertNotEquals(0, left, "links " + links + " heavy " + heavy);
            }
        }
    }

    /** Whoever has the statefile or not: who is left hears everybody who is left, and was heard before. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldLeaveOnlyHostsThatHearEachOther(int hosts) {
        long all = HostSet.firstHosts(hosts);
        for (int links = 0; links < SmallViews.graphs(hosts); links++) {
            long[] heard = SmallViews.graph(hosts, links);
            for (long writers = 0; writers <= all; writers++) {
                for (int self = 0; self < hosts; self++) {
                    SurvivalView view = view(heard, writers, self);
                    boolean whole = links == SmallViews.graphs(hosts) - 1;
                    long left = merged(view);
                    String story = "links " + links + " writers " + writers + " self " + self;
                    assertTrue(HostSet.isSubset(left, heard[self]), story);
                    assertTrue(left == 0 || HostSet.contains(left, self), story);
                    for (long rest = left; rest != 0; rest &= rest - 1) {
                        assertTrue(HostSet.isSubset(left, heard[HostSet.lowest(rest)]), story);
                    }
                    assertTrue(!whole || left == all, story);
                }
            }
        }
    }
}
