package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.Timings;
import dev.liveset.quorum.LivesetQuorum.Fence;
import dev.liveset.quorum.QuorumDesk.Peer;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, <i>Fault handling</i>: the five rendezvous, their limits and looks; as in {@link FaultHandlingTest}. */
class RoundTest {
    private static final long MILLI = QuorumDesk.MILLI;

    private final QuorumDesk desk = QuorumDesk.online(3, 0);
    private final Timings timings = desk.pool.timings();

    @Test
    void shouldTellEveryPhaseAtOnce() {
        desk.miss(2);
        int bursts = desk.quorum.bursts();
        desk.until("over", () -> !desk.quorum.inRound());
        assertTrue(desk.quorum.bursts() >= bursts + 9, "a burst for every phase, and one for the fence request");
    }

    @Test
    void shouldFenceItselfWhenTheFirstRendezvousPassesItsLimit() {
        desk.itself(1).keepsPace = false;
        desk.miss(2);
        long began = desk.now;
        desk.until("fenced", () -> desk.quorum.fence() != Fence.NONE);
        assertEquals(Fence.STUCK, desk.quorum.fence());
        assertTrue((desk.now - began) * MILLI > timings.rendezvous1LimitNanos());
        assertTrue((desk.now - began) * MILLI <= timings.rendezvous1LimitNanos() + 100 * MILLI);
        assertEquals(0b111, desk.quorum.survivalView().liveset, "the verdict shows what was seen");
    }

    @Test
    void shouldFenceItselfWhenTheSecondRendezvousPassesItsLimit() {
        desk.crash(2);
        desk.untilPhase(Phase.FH1);
        desk.itself(1).stuckIn(Phase.FH1);
        long began = desk.now;
        desk.until("fenced", () -> desk.quorum.fence() != Fence.NONE);
        assertEquals(Fence.STUCK, desk.quorum.fence());
        assertEquals(Phase.FH1DONE, desk.quorum.phase());
        assertTrue((desk.now - began) * MILLI <= timings.rendezvous2LimitNanos() + 200 * MILLI);
        assertTrue((desk.now - began) * MILLI > timings.rendezvous2LimitNanos() - 500 * MILLI);
    }

    @Test
    void shouldWaitInTheSecondRendezvousForWhatTheSectionsSayToo() {
        desk.crash(2);
        desk.untilPhase(Phase.FH1);
        Peer deaf = desk.itself(1);
        deaf.beats = false;
        deaf.stuckIn(Phase.FH1);
        desk.pass(2_500);
        assertEquals(Phase.FH1DONE, desk.quorum.phase(), "its section still says FH1");
        deaf.phase = Phase.FH1DONE;
        desk.pass(400);
        assertTrue(desk.quorum.phase().ordinal() >= Phase.FH2.ordinal());
    }

    @Test
    void shouldCapTheWatchdogWhileNoVerdictHasCome() {
        assertEquals(Long.MAX_VALUE, desk.quorum.feedCapNanos());
        desk.miss(2);
        long limit = desk.now * MILLI + timings.rendezvous2LimitNanos() + timings.capSlackNanos();
        assertEquals(limit, desk.quorum.feedCapNanos());
        Peer other = desk.itself(1);
        other.sfdomain = 0b111;
        desk.until("capped anew", () -> desk.quorum.feedCapNanos() != limit);
        assertEquals(Phase.FH2, desk.quorum.phase());
        long after = desk.now * MILLI + timings.longestTimeoutNanos() + timings.capSlackNanos();
        assertEquals(after, desk.quorum.feedCapNanos());
        other.sfdomain = 0b011;
        desk.untilPhase(Phase.FH3DONE);
        assertEquals(Long.MAX_VALUE, desk.quorum.feedCapNanos(), "it survives");
    }

    @Test
    void shouldMergeTheViewsWhenTheyDoNotBecomeEqualWithinTheLongestTimeout() {
        desk.crash(2);
        desk.untilPhase(Phase.FH1DONE);
        Peer other = desk.itself(1);
        other.sfdomain = 0b111;
        desk.untilPhase(Phase.FH2);
        long began = desk.now;
        desk.untilPhase(Phase.FH2DONE);
        assertTrue(desk.now - began >= 1_950 && desk.now - began <= 2_400, desk.now - began + " ms");
    }

    @Test
    void shouldEvictByTheMergedViewsOneHostOfALinkThatIsCutBetweenTheOthers() {
        Peer one = desk.itself(1);
        Peer two = desk.itself(2);
        one.hbdomain = 0b011;
        two.hbdomain = 0b101;
        one.stuckIn(Phase.FHREADY);
        desk.until("called", desk.quorum::inRound);
        one.keepsPace = true;
        desk.untilPhase(Phase.FH4);
        assertEquals(
                0b011, desk.quorum.proposedLiveset(), "host 0 hears everybody, but no liveset may hold both others");
        assertEquals(Fence.NONE, desk.quorum.fence());
    }

    @Test
    void shouldGoOnAtOnceWhenTheViewsAreEqual() {
        desk.crash(2);
        desk.untilPhase(Phase.FH2);
        long began = desk.now;
        desk.untilPhase(Phase.FH2DONE);
        assertTrue(desk.now - began <= 500, desk.now - began + " ms");
    }

    @Test
    void shouldGoAloneWhenTheOtherDoesNotComeToTheThirdRendezvous() {
        desk.crash(2);
        desk.untilPhase(Phase.FH2);
        desk.itself(1).stuckIn(Phase.FH2);
        desk.untilPhase(Phase.FH2DONE);
        long cap = desk.quorum.feedCapNanos();
        desk.untilPhase(Phase.FH3DONE);
        assertEquals(Fence.NONE, desk.quorum.fence());
        long before = cap - desk.now * MILLI;
        assertTrue(before <= timings.capSlackNanos() / 2 && before > timings.capSlackNanos() / 2 - 100 * MILLI);
    }

    @Test
    void shouldLookAfreshAtWhoWasNotHeardForAQuarterOfT1() {
        desk.pass(300);
        desk.crash(2);
        desk.until("late", () -> desk.now * MILLI - desk.quorum.heardNanos(2) >= 1_400 * MILLI);
        Peer other = desk.peers[1];
        other.writes = false;
        desk.until("noticed", desk.quorum::inRound);
        desk.pass(300);
        assertEquals(Phase.FH1, desk.quorum.phase(), "its section did not move for 0.5 s");
        desk.pass(400);
        assertEquals(Phase.FH1, desk.quorum.phase());
        other.writes = true;
        desk.pass(500);
        assertTrue(desk.quorum.phase().ordinal() > Phase.FH1.ordinal());
    }

    @Test
    void shouldComeToItsVerdictAndItsEndInOneStepWhenNobodyElseIsVisible() {
        QuorumDesk two = QuorumDesk.online(2, 0);
        two.until("read", () -> two.now * MILLI == two.quorum.movedNanos(1));
        two.miss(1);
        assertEquals(0b01, two.quorum.hbdomain() & two.quorum.sfdomain(), "both channels fell silent at once");
        assertEquals(Phase.FH4, two.quorum.phase());
        assertEquals(0b01, two.quorum.proposedLiveset());
        two.until("removed", () -> !two.isIn(1));
        assertFalse(two.quorum.inRound());
        assertEquals(Phase.STARTED, two.quorum.phase());
        assertEquals(Long.MAX_VALUE, two.quorum.feedCapNanos());
    }

    @Test
    void shouldCallNoRoundForOneLateSignOfAHostThatIsDead() {
        desk.crash(2);
        desk.untilPhase(Phase.FH4);
        desk.pass(timings.longestTimeoutNanos() / 2 / MILLI + 200);
        desk.beat(2);
        long sign = desk.now;
        desk.pass(500);
        assertEquals(Phase.FH4, desk.quorum.phase());
        assertEquals(0b011, desk.quorum.proposedLiveset());
        desk.until("removed", () -> !desk.isIn(2));
        assertTrue((desk.now - sign) * MILLI >= timings.watchdogTimeoutNanos(), "its silence counts from that sign");
    }

    @Test
    void shouldHearAfreshWhoWasSilentForAQuarterOfT1() {
        QuorumDesk four = QuorumDesk.online(4, 0);
        four.crash(3);
        four.until("noticed", () -> four.quorum.phase() == Phase.FHREADY);
        for (int host = 1; host <= 2; host++) {
            four.itself(host).keepsPace = false;
        }
        four.peers[1].phase = Phase.FH1;
        four.pass(100);
        four.peers[1].beats = false;
        four.pass(700);
        four.peers[2].phase = Phase.FH1;
        four.pass(600);
        assertEquals(Phase.FH1, four.quorum.phase(), "host 1 was last heard before the round came so far");
        four.peers[1].beats = true;
        four.pass(100);
        assertEquals(Phase.FH1DONE, four.quorum.phase());
    }

    @Test
    void shouldNotWaitForWhomItHeardJustNow() {
        desk.crash(2);
        desk.untilPhase(Phase.FH1);
        desk.pass(150);
        assertTrue(desk.quorum.phase().ordinal() > Phase.FH1.ordinal());
    }

    /** Host 1 says on one channel that it still hears host 2: the views become equal only once it takes that back. */
    private void waitsForEqualViews(Peer other, Runnable takesItBack) {
        other.current = 0b111;
        desk.untilPhase(Phase.FH2);
        desk.pass(1_000);
        assertEquals(Phase.FH2, desk.quorum.phase());
        takesItBack.run();
        desk.pass(400);
        assertTrue(desk.quorum.phase().ordinal() >= Phase.FH2DONE.ordinal());
    }

    @Test
    void shouldWaitUntilTheSectionsSayTheSameAsThePackets() {
        desk.crash(2);
        desk.untilPhase(Phase.FH1DONE);
        Peer other = desk.itself(1).sees(0b011, 0b011);
        other.writtenHbdomain = 0b111;
        waitsForEqualViews(other, () -> other.writtenHbdomain = 0b011);
    }

    @Test
    void shouldWaitUntilThePacketsSayTheSameAsTheSections() {
        desk.crash(2);
        desk.untilPhase(Phase.FH1DONE);
        Peer other = desk.itself(1).sees(0b111, 0b011);
        other.writtenHbdomain = 0b011;
        waitsForEqualViews(other, () -> other.hbdomain = 0b011);
    }
}
