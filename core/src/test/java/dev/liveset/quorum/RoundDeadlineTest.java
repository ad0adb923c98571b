package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import dev.liveset.Timings;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5: the limits of a round to the nanosecond, and who is told of which; host 2 of three is lost. */
class RoundDeadlineTest {
    private static final long BEGAN = FaultDesk.BEGAN;
    private static final long SECOND = 1_000_000_000L;

    private final FaultDesk desk = new FaultDesk(QuorumPools.pool(3));
    private final Timings timings = desk.state.timings;

    /** A round without host 2, in which host 1 does not come further than this. */
    private static void round(FaultDesk desk, Phase furthest) {
        desk.sees(0b011, 0b011);
        desk.othersAgree(BEGAN, furthest);
        desk.advance(BEGAN);
    }

    private void assertFencedJustAfter(long limitNanos, RuleBranch why) {
        desk.advance(BEGAN + limitNanos);
        assertFalse(desk.faults.fenced(), "the limit itself is in time");
        desk.advance(BEGAN + limitNanos + 1);
        assertTrue(desk.faults.fenced());
        assertTrue(desk.faults.stuck());
        assertEquals(1, desk.hits(why));
        assertEquals(1, desk.hits(RuleBranch.RENDEZVOUS_1_LIMIT) + desk.hits(RuleBranch.RENDEZVOUS_2_LIMIT));
    }

    @Test
    void shouldFenceItselfJustAfterTheLimitOfTheFirstRendezvous() {
        round(desk, Phase.STARTED);
        assertFencedJustAfter(timings.rendezvous1LimitNanos(), RuleBranch.RENDEZVOUS_1_LIMIT);
    }

    @Test
    void shouldFenceItselfJustAfterTheLimitOfTheSecondRendezvous() {
        round(desk, Phase.FH1);
        assertEquals(Phase.FH1DONE, desk.state.phase);
        assertFencedJustAfter(timings.rendezvous2LimitNanos(), RuleBranch.RENDEZVOUS_2_LIMIT);
    }

    @Test
    void shouldCountTheFreshLookIntoTheLimitOfTheSecondRendezvous() {
        desk.sees(0b011, 0b011);
        desk.says(1, Phase.FH4);
        desk.advance(BEGAN + timings.heartbeatTimeoutNanos());
        assertEquals(Phase.FH1, desk.state.phase, "host 1 is not seen anew");
        assertEquals(1, desk.hits(RuleBranch.FRESH_LOOK_WAITS));
        long limit = timings.heartbeatTimeoutNanos() + timings.rendezvous2LimitNanos();
        assertFencedJustAfter(limit, RuleBranch.RENDEZVOUS_2_LIMIT);
    }

    @Test
    void shouldMergeViewsThatDifferExactlyTheLongestTimeoutAfterTheSecondRendezvous() {
        desk.sees(0b011, 0b011);
        desk.othersAgree(BEGAN, Phase.FH2);
        desk.saysItSees(1, 0b111, 0b011);
        desk.advance(BEGAN);
        desk.advance(BEGAN + timings.longestTimeoutNanos() - 1);
        assertEquals(Phase.FH2, desk.state.phase);
        desk.advance(BEGAN + timings.longestTimeoutNanos());
        assertEquals(Phase.FH2DONE, desk.state.phase);
        assertEquals(1, desk.hits(RuleBranch.VIEWS_MERGED));
        assertEquals(0, desk.hits(RuleBranch.VIEWS_CONSISTENT));
    }

    @Test
    void shouldGoOnAloneExactlyHalfTheSlackBeforeTheCap() {
        round(desk, Phase.FH2);
        assertEquals(1, desk.hits(RuleBranch.VIEWS_CONSISTENT));
        assertEquals(0, desk.hits(RuleBranch.VIEWS_MERGED));
        long cap = BEGAN + timings.longestTimeoutNanos() + timings.capSlackNanos();
        assertEquals(cap, desk.faults.capNanos());
        desk.advance(cap - timings.capSlackNanos() / 2 - 1);
        assertEquals(Phase.FH2DONE, desk.state.phase);
        assertEquals(0, desk.hits(RuleBranch.RENDEZVOUS_3_ALONE));
        desk.advance(cap - timings.capSlackNanos() / 2);
        assertEquals(Phase.FH3DONE, desk.state.phase);
        assertEquals(1, desk.hits(RuleBranch.RENDEZVOUS_3_ALONE));
        assertFalse(desk.faults.fenced());
    }

    @Test
    void shouldGoOnWithAllWhenAllCame() {
        round(desk, Phase.FH4);
        assertEquals(Phase.FH4, desk.state.phase);
        assertEquals(0, desk.hits(RuleBranch.RENDEZVOUS_3_ALONE));
        assertEquals(4, desk.hits(RuleBranch.RENDEZVOUS_BY_ALL));
    }

    @Test
    void shouldGiveAnXhadFourOfItsCyclesMoreBeforeTheCap() {
        FaultDesk beside = new FaultDesk(QuorumPools.pool(3, PoolConfig.Mode.INTEROP));
        round(beside, Phase.STARTED);
        long cycles = 4 * (timings.statefileIntervalNanos() + SECOND);
        long slack = timings.capSlackNanos() + cycles;
        assertEquals(BEGAN + timings.rendezvous2LimitNanos() + slack, beside.faults.capNanos());
        beside.othersAgree(BEGAN + SECOND, Phase.FH2);
        beside.advance(BEGAN + SECOND);
        assertEquals(BEGAN + SECOND + timings.longestTimeoutNanos() + slack, beside.faults.capNanos());
    }
}
