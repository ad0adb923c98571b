package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.Timings;
import dev.liveset.quorum.LivesetQuorum.Fence;
import dev.liveset.quorum.QuorumDesk.Peer;
import org.junit.jupiter.api.Test;

/**
 * PROTOCOL.md §5, <i>Fault handling</i>, who goes and who stays, on host 0 of three whose peers keep to the protocol unless
 * said otherwise. T1 = T2 = 2 s, W = 4 s, t1 = t2 = 250 ms.
 */
class FaultHandlingTest {
    private static final long MILLI = QuorumDesk.MILLI;

    private final QuorumDesk desk = QuorumDesk.online(3, 0);
    private final Timings timings = desk.pool.timings();

    @Test
    void shouldRemoveACrashedHostOnlyAfterItsFullSilence() {
        long noticed = desk.miss(2);
        assertTrue(noticed >= 1_750 && noticed <= 2_300, noticed + " ms");
        desk.until("judged", () -> desk.quorum.proposedLiveset() == 0b011);
        assertTrue(desk.isIn(2), "it may live as long as its watchdog lets it");
        desk.until("asked to fence", () -> desk.quorum.fenceRequests(desk.now * MILLI) == 0b100);
        assertEquals(Phase.FH4, desk.quorum.phase());
        assertEquals(Fence.NONE, desk.quorum.fence());
        long silence = timings.watchdogTimeoutNanos() + timings.marginNanos(timings.watchdogTimeoutNanos());
        desk.until("removed", () -> !desk.isIn(2));
        assertTrue(desk.now * MILLI - desk.quorum.heardNanos(2) >= silence);
        assertTrue(desk.now * MILLI - desk.quorum.heardNanos(2) <= silence + 600 * MILLI);
        desk.untilPhase(Phase.STARTED);
        desk.pass(200);
        assertFalse(desk.quorum.inRound());
        assertEquals(0b011, desk.quorum.currentLiveset());
        assertEquals(0, desk.quorum.fenceRequests(desk.now * MILLI));
        assertEquals(0b011, desk.quorum.hbdomain());
        assertEquals(0b100, desk.quorum.silentHosts());
    }

    @Test
    void shouldCommitItsWeightWithinTheRound() {
        desk.quorum.weigh(17);
        desk.crash(2);
        desk.untilPhase(Phase.FH1);
        assertEquals(1, desk.quorum.weight());
        desk.untilPhase(Phase.FH2);
        assertEquals(17, desk.quorum.weight());
    }

    @Test
    void shouldTakePartInARoundThatAnotherBeganAndLoseNobody() {
        Peer other = desk.itself(1).stuckIn(Phase.FHREADY);
        desk.pass(100);
        assertTrue(desk.quorum.inRound());
        other.keepsPace = true;
        desk.until("over", () -> !desk.quorum.inRound());
        assertEquals(0b111, desk.quorum.currentLiveset());
        assertEquals(Fence.NONE, desk.quorum.fence());
    }

    @Test
    void shouldNotBeCalledIntoARoundByAHostThatItDoesNotCount() {
        desk.lose(2);
        desk.comeBack(2);
        desk.peers[2].current = 0b100;
        desk.peers[2].phase = Phase.FHREADY;
        desk.pass(900);
        assertFalse(desk.quorum.inRound());
    }

    @Test
    void shouldFenceItselfWhenItAloneLosesTheStatefile() {
        for (int host = 1; host <= 2; host++) {
            desk.itself(host).sees(0b111, 0b110);
        }
        desk.reads = false;
        desk.quorum.onStatefileFailed();
        desk.until("fenced", () -> desk.quorum.fence() != Fence.NONE);
        assertEquals(Fence.JUDGED, desk.quorum.fence());
        assertFalse(desk.judgedRule1);
        assertFalse(desk.judgedRule2);
        desk.pass(5_000);
        assertEquals(0b111, desk.quorum.currentLiveset(), "nothing is decided after it");
    }

    private void allLoseTheStatefile() {
        for (int host = 1; host <= 2; host++) {
            Peer peer = desk.itself(host);
            peer.sees(0b111, 0);
            peer.writes = false;
        }
        desk.reads = false;
        desk.quorum.onStatefileFailed();
        desk.until("under rule 2", desk.quorum::sr2);
        desk.until("over", () -> !desk.quorum.inRound());
    }

    @Test
    void shouldLiveOnByRule2WhenEverybodyLosesTheStatefile() {
        allLoseTheStatefile();
        assertEquals(0b111, desk.quorum.currentLiveset());
        assertEquals(0b111, desk.quorum.hbdomain());
        assertEquals(Fence.NONE, desk.quorum.fence());
        desk.pass(10_000);
        assertFalse(desk.quorum.inRound(), "losses of the statefile are no losses now");
    }

    @Test
    void shouldFenceItselfWhenAFurtherHostIsLostUnderRule2() {
        allLoseTheStatefile();
        desk.crash(2);
        desk.peers[1].hbdomain = 0b011;
        desk.until("fenced", () -> desk.quorum.fence() != Fence.NONE);
        assertEquals(Fence.JUDGED, desk.quorum.fence());
    }

    @Test
    void shouldEndRule2OnlyWhenEverybodyHasTheStatefileAgainAndIsSeenThere() {
        allLoseTheStatefile();
        desk.reads = true;
        desk.peers[1].writes = true;
        desk.peers[1].sfdomain = 0b111;
        desk.pass(3_000);
        assertTrue(desk.quorum.statefileAccess());
        assertTrue(desk.quorum.sr2(), "host 2 has not got it");
        desk.peers[2].sfdomain = 0b111;
        desk.pass(3_000);
        assertTrue(desk.quorum.sr2(), "host 2 says so, but is not seen there");
        desk.peers[2].writes = true;
        desk.pass(1_000);
        assertFalse(desk.quorum.sr2());
        desk.pass(3_000);
        assertFalse(desk.quorum.inRound());
        assertEquals(0b111, desk.quorum.currentLiveset());
    }

    @Test
    void shouldTakeRule2FromALivesetHostOnly() {
        desk.lose(2);
        desk.comeBack(2);
        desk.peers[2].proposed = 0;
        desk.peers[2].sr2 = true;
        desk.pass(500);
        assertFalse(desk.quorum.sr2());
        desk.peers[2].sr2 = false;
        desk.peers[1].sr2 = true;
        desk.pass(50);
        assertTrue(desk.quorum.sr2() || desk.quorum.statefileAccess());
    }

    @Test
    void shouldBeginANewRoundWhenAHostLivesOnThatShouldHaveFencedItself() {
        desk.crash(2);
        desk.untilPhase(Phase.FH4);
        desk.until("asked to fence", () -> desk.quorum.fenceRequests(desk.now * MILLI) == 0b100);
        desk.pass(500);
        desk.peers[2].follows = false;
        desk.beat(2);
        desk.step();
        assertEquals(0b011, desk.quorum.proposedLiveset(), "that may be its last word");
        desk.pass(900);
        desk.beat(2);
        desk.step();
        assertEquals(0b011, desk.quorum.proposedLiveset(), "that may be a write of before it died");
        desk.beat(2);
        desk.step();
        assertEquals(0b111, desk.quorum.currentLiveset());
        assertEquals(0b111, desk.quorum.proposedLiveset(), "it judged itself like us: fresh views decide anew");
        assertEquals(0, desk.quorum.fenceRequests(desk.now * MILLI));
        desk.untilPhase(Phase.FHREADY);
        desk.until("removed", () -> !desk.isIn(2));
        assertEquals(Fence.NONE, desk.quorum.fence());
    }

    @Test
    void shouldRemoveAtOnceAHostThatProvesItsFormerLifeOver() {
        desk.crash(2);
        desk.untilPhase(Phase.FH4);
        desk.comeBack(2);
        desk.peers[2].current = 0;
        desk.peers[2].proposed = 0;
        long after = desk.until("removed", () -> !desk.isIn(2));
        assertTrue(after <= 300, after + " ms");
        assertTrue(desk.quorum.restarted(2));
        assertEquals(101, desk.quorum.incarnation(2));
    }

    @Test
    void shouldBeQuickWhileARoundRunsOrAnotherAsksForIt() {
        assertFalse(desk.quorum.accelerate());
        desk.peers[1].accelerate = true;
        desk.pass(50);
        assertTrue(desk.quorum.accelerate());
        desk.peers[1].accelerate = false;
        desk.pass(50);
        assertFalse(desk.quorum.accelerate());
        desk.miss(2);
        assertTrue(desk.quorum.accelerate());
        desk.quorum.onStatefileFailed();
        assertFalse(desk.quorum.accelerate(), "without the statefile there is nothing to hurry");
    }

    private Fence tieWith(int weightOfTheOther) {
        QuorumDesk two = QuorumDesk.online(2, 0);
        Peer other = two.itself(1);
        other.weight = weightOfTheOther;
        other.beats = false;
        other.sees(0b10, 0b11);
        two.until("judged", () -> two.quorum.fence() != Fence.NONE || two.quorum.phase() == Phase.FH4);
        return two.quorum.fence();
    }

    @Test
    void shouldLoseATieToAHeavierHostAndWinItByItsIndex() {
        assertEquals(Fence.NONE, tieWith(1));
        assertEquals(Fence.JUDGED, tieWith(17));
    }

    @Test
    void shouldEvictWhoIsHeardButHasLostTheStatefile() {
        Peer loser = desk.itself(2);
        loser.writes = false;
        loser.sees(0b111, 0);
        loser.current = 0b111;
        desk.untilPhase(Phase.FH4);
        assertEquals(0b011, desk.quorum.proposedLiveset());
        assertEquals(0b011, desk.quorum.hbdomain(), "it is in no domain any more, although it still beats");
        assertEquals(0b011, desk.quorum.sfdomain());
    }

    @Test
    void shouldEvictWhoWritesButIsNotHeard() {
        Peer loser = desk.itself(2);
        loser.beats = false;
        loser.sees(0b100, 0b111);
        loser.current = 0b111;
        desk.untilPhase(Phase.FH4);
        assertEquals(0b011, desk.quorum.proposedLiveset());
        assertEquals(0b011, desk.quorum.sfdomain());
        desk.pass(10_000);
        assertTrue(desk.isIn(2), "as long as it writes it lives");
    }

    @Test
    void shouldWithdrawItsAckFromAJoinerThatIsEvicted() {
        QuorumDesk four = QuorumDesk.online(4, 0);
        four.lose(3);
        Peer other = four.itself(1);
        other.current = 0b0111;
        other.proposed = 0b0111;
        other.sees(0b1111, 0b1111);
        four.comeBack(3);
        four.pass(1_500);
        assertEquals(0b1111, four.quorum.proposedLiveset());
        four.peers[3].beats = false;
        four.crash(2);
        other.follows = true;
        four.until("judged", () -> four.quorum.phase() == Phase.FH4);
        assertEquals(0b0011, four.quorum.proposedLiveset());
    }

    @Test
    void shouldRemoveNobodyWhileItIsDisarmedAndGoOnWhenHeIsBack() {
        desk.quorum.onDisarmed();
        desk.miss(2);
        desk.until("over", () -> !desk.quorum.inRound());
        desk.pass(20_000);
        assertEquals(0b111, desk.quorum.currentLiveset());
        assertEquals(0b111, desk.quorum.proposedLiveset());
        assertFalse(desk.quorum.inRound(), "it has been judged once");
        assertEquals(0, desk.quorum.fenceRequests(desk.now * MILLI));
        Peer back = desk.peers[2];
        back.beats = true;
        back.writes = true;
        desk.pass(2_000);
        desk.crash(2);
        desk.until("noticed again", desk.quorum::inRound);
    }

    @Test
    void shouldDropAOneWayLinkDuringTheRound() {
        desk.crash(2);
        desk.untilPhase(Phase.FHREADY);
        Peer deaf = desk.itself(1);
        deaf.phase = Phase.FHREADY;
        deaf.hbdomain = 0b010;
        deaf.keepsPace = false;
        assertTrue(HostSet.contains(desk.quorum.hbdomain(), 1));
        desk.step();
        assertFalse(HostSet.contains(desk.quorum.hbdomain(), 1));
    }
}
