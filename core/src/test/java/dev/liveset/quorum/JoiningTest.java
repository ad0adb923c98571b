package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.quorum.QuorumDesk.Peer;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, <i>Join</i>, as hosts 0 and 1 take host 2 back that they had removed. T1 = 2 s. */
class JoiningTest {
    private static final long MILLI = QuorumDesk.MILLI;

    private final QuorumDesk desk = QuorumDesk.online(3, 0);
    private final Peer joiner = desk.peers[2];

    /** Host 1 goes on saying what it says now. */
    private void hold(long proposed) {
        Peer other = desk.itself(1);
        other.current = 0b011;
        other.proposed = proposed;
        other.sees(0b111, 0b111);
    }

    @Test
    void shouldTakeAJoinerOnceEverybodyHasAckedIt() {
        desk.lose(2);
        hold(0b011);
        desk.comeBack(2);
        int bursts = desk.quorum.bursts();
        desk.pass(1_500);
        assertEquals(0b111, desk.quorum.proposedLiveset());
        assertEquals(0b011, desk.quorum.currentLiveset(), "host 1 has not acked");
        assertEquals(bursts + 1, desk.quorum.bursts(), "the ack is told at once");
        desk.peers[1].proposed = 0b111;
        desk.pass(100);
        assertEquals(0b111, desk.quorum.currentLiveset());
        assertEquals(bursts + 2, desk.quorum.bursts());
        assertFalse(desk.quorum.inRound());
    }

    @Test
    void shouldNotAckAJoinerThatIsNotInTheStatefile() {
        desk.lose(2);
        desk.comeBack(2);
        joiner.writes = false;
        joiner.proposed = 0b011;
        desk.pass(2_500);
        joiner.proposed = 0b111;
        desk.pass(1_000);
        assertEquals(0b011, desk.quorum.proposedLiveset());
        joiner.writes = true;
        desk.pass(500);
        assertTrue(desk.isIn(2));
    }

    @Test
    void shouldNotTakeWhatTheFormerLifeOfAJoinerWroteForItsOwn() {
        desk.lose(2);
        desk.comeBack(2);
        joiner.proposed = 0b011;
        desk.pass(500);
        joiner.incarnation++; // its agent starts once more, and has not written
        joiner.writes = false;
        joiner.proposed = 0b111;
        desk.pass(1_000);
        assertTrue((desk.quorum.sfdomain() & 0b100) != 0);
        assertEquals(0b011, desk.quorum.proposedLiveset());
        joiner.writes = true;
        desk.pass(500);
        assertTrue(desk.isIn(2));
    }

    /** Host 2 comes back; we ack it and host 1 does not. */
    private void ackJoinerAlone() {
        desk.lose(2);
        hold(0b011);
        desk.comeBack(2);
        desk.pass(1_500);
        assertEquals(0b111, desk.quorum.proposedLiveset());
    }

    @Test
    void shouldWithdrawItsAckWhenTheJoinerNoLongerAsks() {
        ackJoinerAlone();
        joiner.proposed = 0b011;
        desk.pass(100);
        assertEquals(0b011, desk.quorum.proposedLiveset());
        joiner.current = 0b111;
        desk.pass(500);
        assertFalse(desk.isIn(2), "the ack no longer stands");
    }

    @Test
    void shouldWithdrawItsAckWhenTheJoinerFallsSilent() {
        ackJoinerAlone();
        desk.crash(2);
        desk.pass(2_500);
        assertEquals(0b011, desk.quorum.proposedLiveset());
    }

    @Test
    void shouldNotAckWhileARoundRuns() {
        QuorumDesk four = QuorumDesk.online(4, 0);
        four.lose(3);
        four.crash(2);
        four.until("noticed", four.quorum::inRound);
        four.comeBack(3);
        while (four.quorum.inRound()) {
            assertFalse(four.quorum.proposedLiveset() >> 3 == 1, "acked in " + four.quorum.phase());
            four.step();
        }
        four.pass(1_500);
        assertTrue(four.isIn(3));
        assertFalse(four.isIn(2));
    }

    @Test
    void shouldTakeAJoinerThatSawTheLastAckFirst() {
        desk.lose(2);
        hold(0b011);
        desk.comeBack(2);
        desk.pass(1_500);
        joiner.current = 0b111;
        joiner.phase = Phase.STARTED;
        desk.pass(100);
        assertTrue(desk.isIn(2), "we had acked it, so it may know that all have");
    }

    @Test
    void shouldAskAnEvictedHostThatNeverDiedToFenceItself() {
        desk.lose(2);
        joiner.follows = false;
        joiner.current = 0b111;
        joiner.proposed = 0b111;
        joiner.beats = true;
        joiner.writes = true;
        desk.pass(1_000);
        assertEquals(0, desk.quorum.fenceRequests(desk.now * MILLI), "it may be a packet on its way");
        desk.pass(200);
        assertEquals(0b100, desk.quorum.fenceRequests(desk.now * MILLI));
        desk.pass(5_000);
        assertFalse(desk.isIn(2));
        desk.crash(2);
        desk.pass(2_500);
        assertEquals(0, desk.quorum.fenceRequests(desk.now * MILLI));
        desk.comeBack(2);
        desk.pass(1_500);
        assertTrue(desk.isIn(2), "a new life of it is welcome");
        assertEquals(0, desk.quorum.fenceRequests(desk.now * MILLI));
    }

    @Test
    void shouldTakeAHostThatAnotherHasTakenUnlessItIsTheBootThatWasRemoved() {
        desk.lose(2);
        hold(0b111);
        desk.peers[1].current = 0b111;
        joiner.follows = false;
        joiner.current = 0b111;
        joiner.proposed = 0b111;
        joiner.beats = true;
        joiner.writes = true;
        desk.pass(3_000);
        assertFalse(desk.isIn(2), "host 1 vouches for a boot that we removed");
        joiner.incarnation++;
        desk.pass(300);
        assertTrue(desk.isIn(2));
    }

    @Test
    void shouldTakeAHostUnderRule2UnlessItIsTheBootThatWasRemoved() {
        desk.lose(2);
        hold(0b011);
        desk.peers[1].sr2 = true;
        desk.peers[1].sfdomain = 0;
        desk.pass(300);
        assertTrue(desk.quorum.sr2());
        joiner.follows = false;
        joiner.current = 0b111;
        joiner.proposed = 0b111;
        joiner.sr2 = true;
        joiner.beats = true;
        desk.pass(1_000);
        assertTrue(desk.quorum.sr2());
        assertFalse(desk.isIn(2), "it lives on without a watchdog");
        joiner.incarnation++;
        desk.pass(300);
        assertTrue(desk.isIn(2));
    }

    @Test
    void shouldBelieveNobodyWhoIsVouchedForByAStrangerOnly() {
        QuorumDesk four = QuorumDesk.online(4, 0);
        four.lose(3);
        four.lose(2);
        for (int host = 2; host <= 3; host++) {
            Peer peer = four.peers[host];
            peer.incarnation++;
            peer.follows = false;
            peer.current = 0b1111;
            peer.proposed = 0b1111;
            peer.beats = true;
            peer.writes = true;
        }
        four.pass(3_000);
        assertEquals(0b0011, four.quorum.currentLiveset());
        assertEquals(0b1100, four.quorum.fenceRequests(four.now * MILLI));
    }

    @Test
    void shouldNotRemoveAJoinerThatTheLastAckHasNotReached() {
        desk.lose(2);
        desk.comeBack(2);
        desk.until("taken", () -> desk.isIn(2));
        desk.pass(10_000);
        assertTrue(desk.isIn(2), "it does not count itself yet, but it lives");
        desk.crash(2);
        desk.until("removed", () -> !desk.isIn(2));
    }
}
