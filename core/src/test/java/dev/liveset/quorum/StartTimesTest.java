package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException.Code;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.RuleBranch;
import dev.liveset.quorum.QuorumDesk.Peer;
import org.junit.jupiter.api.Test;

/**
 * PROTOCOL.md §5, <i>Start</i>, to the step: when host 0 goes on, when it gives up, and whom it waits for; as in
 * {@link StartCriteriaTest}. T1 = T2 = 2 s, Tboot = Tenable = 12 s, t1 = t2 = 250 ms.
 */
class StartTimesTest {
    private final QuorumDesk desk = new QuorumDesk(3, 0);

    private static long looksFor(boolean heard, boolean written) {
        QuorumDesk desk = new QuorumDesk(3, 0);
        desk.othersRun();
        desk.peers[2].beats = heard;
        desk.peers[2].writes = written;
        desk.begin();
        return desk.until("joining", desk.quorum::joining);
    }

    @Test
    void shouldLookForExactlyT1ForWhoIsNotHeardAndT2ForWhoIsNotRead() {
        long next = QuorumDesk.STEP;
        assertEquals(2_000 + next, looksFor(false, true), "one step to look, one to be forgotten");
        assertEquals(2_000 + next, looksFor(true, false));
        assertTrue(looksFor(true, true) < 2_000);
    }

    @Test
    void shouldTellEverybodyAtOnceAndOnceWhatItAsksFor() {
        desk.othersRun();
        desk.begin();
        int bursts = desk.quorum.bursts();
        desk.until("joining", desk.quorum::joining);
        assertEquals(bursts + 1, desk.quorum.bursts(), "that it joins");
        desk.step();
        assertEquals(desk.all, desk.quorum.proposedLiveset());
        assertEquals(bursts + 2, desk.quorum.bursts(), "whom");
        desk.pass(1_000);
        assertEquals(bursts + 2, desk.quorum.bursts(), "it waits for their acks");
    }

    @Test
    void shouldAskThoseWhoAreLeftWhenOneOfThemDies() {
        desk.othersRun();
        desk.begin();
        desk.until("asking", () -> desk.quorum.proposedLiveset() == desk.all);
        int bursts = desk.quorum.bursts();
        desk.crash(2);
        desk.peers[1].current = 0b010;
        desk.peers[1].proposed = 0b010;
        desk.pass(2_500);
        assertEquals(0b010, desk.quorum.currentLiveset());
        assertEquals(0b011, desk.quorum.proposedLiveset());
        assertEquals(bursts + 1, desk.quorum.bursts());
    }

    @Test
    void shouldTellWhereItIsStillCounted() {
        for (boolean onDisk : new boolean[] {true, false}) {
            QuorumDesk other = new QuorumDesk(3, 0);
            other.othersRun();
            other.peers[1].current = other.all;
            other.peers[1].beats = !onDisk;
            other.peers[1].writes = onDisk;
            other.begin();
            other.pass(4_000);
            assertFalse(other.quorum.joining());
            assertEquals(onDisk, other.branches.count(RuleBranch.START_COUNTED_ON_DISK) > 0);
            assertEquals(!onDisk, other.branches.count(RuleBranch.START_COUNTED_ON_WIRE) > 0);
        }
    }

    @Test
    void shouldGiveUpAtTheLimitWhenWhoStoodStillGoesOnCountingItsFormerLife() {
        desk.othersRun();
        desk.crash(1);
        desk.crash(2);
        desk.begin();
        desk.until("joining", desk.quorum::joining);
        Peer back = desk.peers[1];
        back.current = desk.all;
        back.proposed = desk.all;
        back.writes = true;
        back.beats = true;
        desk.until("failed", () -> desk.quorum.failure() != null);
        assertEquals(Code.CANNOT_JOIN_EXISTING_LIVESET, desk.quorum.failure());
        assertEquals(12_000 + QuorumDesk.STEP, desk.now);
        assertFalse(desk.quorum.online());
    }

    /** Hosts 1 and 2 began earlier than this one and form without host 3, with this one; host 1 has its ack or not. */
    private static QuorumDesk othersFormWithUs(PoolConfig.Mode mode, boolean proposed) {
        QuorumDesk four = new QuorumDesk(QuorumPools.pool(4, mode), 0);
        four.othersStart();
        four.crash(3);
        four.begin();
        four.pass(4_000);
        assertFalse(four.quorum.online());
        for (int host = 1; host <= 2; host++) {
            Peer peer = four.peers[host];
            peer.starting = false;
            peer.joining = false;
            peer.phase = Phase.STARTED;
            peer.current = 0b0111;
            peer.proposed = 0b0111;
        }
        four.peers[1].proposed = proposed ? 0b0111 : 0b0110;
        four.pass(1_000);
        return four;
    }

    @Test
    void shouldTakeTheLivesetOfThoseWhoBeganEarlierAndFormedWithIt() {
        for (boolean proposed : new boolean[] {true, false}) {
            QuorumDesk four = othersFormWithUs(PoolConfig.Mode.STRICT, proposed);
            assertTrue(four.quorum.online());
            assertEquals(0b0111, four.quorum.currentLiveset());
            assertEquals(Phase.STARTED, four.quorum.phase());
            assertEquals(1, four.branches.count(RuleBranch.START_TAKEN_BY_LOWEST));
        }
    }

    @Test
    void shouldNotTakeTheLivesetOfAnXhadThatHasTakenItsAckBack() {
        assertTrue(othersFormWithUs(PoolConfig.Mode.INTEROP, true).quorum.online());
        QuorumDesk four = othersFormWithUs(PoolConfig.Mode.INTEROP, false);
        assertFalse(four.quorum.online(), "it may be about to remove us");
        assertEquals(0b0111, four.quorum.proposedLiveset(), "it asks to join");
    }

    @Test
    void shouldGiveUpFormingInTheFirstStepPastThreeIntervalsAfterTheLimit() {
        desk.othersStart();
        desk.begin();
        desk.until("failed", () -> desk.quorum.failure() != null);
        assertEquals(12_750 + QuorumDesk.STEP, desk.now);
        assertEquals(1, desk.branches.count(RuleBranch.START_FAILED_FORMING));
        assertEquals(0, desk.branches.count(RuleBranch.START_LIVESET_UNDER_RULE_2), "nobody lives by rule 2");
    }

    @Test
    void shouldTellThatItWaitsForALivesetUnderRule2() {
        desk.othersRun();
        for (int host = 1; host <= 2; host++) {
            desk.peers[host].writes = false;
            desk.peers[host].sr2 = true;
        }
        desk.begin();
        desk.pass(5_000);
        assertTrue(desk.branches.count(RuleBranch.START_LIVESET_UNDER_RULE_2) > 0);
    }

    @Test
    void shouldNotWaitTogetherWithAJoinerThatIsMissingFromOneChannel() {
        for (boolean heard : new boolean[] {true, false}) {
            QuorumDesk four = new QuorumDesk(4, 0);
            four.othersRun();
            for (int host = 1; host <= 2; host++) {
                four.peers[host].current = 0b0110;
                four.peers[host].proposed = 0b0110;
            }
            Peer joiner = four.peers[3];
            joiner.starting = true;
            joiner.joining = true;
            joiner.phase = Phase.STARTING;
            joiner.current = 0b0110;
            joiner.proposed = 0b1110;
            four.begin();
            four.until("asking", () -> four.quorum.proposedLiveset() == 0b0111);
            joiner.beats = heard;
            joiner.writes = !heard;
            four.pass(2_500);
            for (int host = 1; host <= 2; host++) {
                four.peers[host].current = 0b1110;
                four.peers[host].proposed = 0b1111;
            }
            four.pass(1_000);
            assertFalse(four.quorum.online(), "it may be dead, and the members are about to remove it");
            joiner.beats = true;
            joiner.writes = true;
            four.pass(500);
            assertEquals(0b1111, four.quorum.currentLiveset());
            assertTrue(four.quorum.online());
        }
    }

    @Test
    void shouldHoldForKeptOutWhoIsExcludedAndHasNotBeenSeenAliveWhenItEnters() {
        desk.othersStart();
        desk.crash(2);
        desk.peers[2].excluded = true;
        desk.begin();
        desk.until("online", desk.quorum::online);
        assertEquals(0b011, desk.quorum.currentLiveset());
        assertEquals(0b100, desk.quorum.keptOut());
    }

    @Test
    void shouldHoldForKeptOutWhoStartedBesideItOnlyOnceItsSilenceIsProven() {
        desk.othersRun();
        desk.peers[1].current = 0b010;
        desk.peers[1].proposed = 0b010;
        Peer excluded = desk.peers[2];
        excluded.current = 0;
        excluded.proposed = 0;
        excluded.starting = true;
        excluded.excluded = true;
        desk.begin();
        desk.until("asking", () -> desk.quorum.proposedLiveset() == 0b011);
        desk.crash(2);
        long crashed = desk.now;
        desk.peers[1].proposed = 0b011;
        desk.until("online", desk.quorum::online);
        assertEquals(0b100, desk.quorum.excluded());
        assertEquals(0, desk.quorum.keptOut(), "host 1 may take it in, or have done so");
        desk.peers[1].follows = true;
        desk.until("kept out", () -> desk.quorum.keptOut() == 0b100);
        assertTrue(desk.now - crashed > 4_000 && desk.now - crashed < 6_000, desk.now - crashed + " ms");
    }

    @Test
    void shouldCountTheLimitOfAnInitPoolFromItsOwnStartWhenNobodyElseComes() {
        desk.poolState = PoolState.INIT;
        desk.crash(1);
        desk.crash(2);
        desk.pass(7_000);
        desk.quorum.begin(desk.now * QuorumDesk.MILLI, false);
        assertEquals(
                12_000 + QuorumDesk.STEP, desk.until("failed", () -> desk.quorum.failure() != null), "after its start");
        assertEquals(Code.BOOTJOIN_TIMEOUT, desk.quorum.failure());
    }

    @Test
    void shouldTellAStatefileThatItHasLostFromOneThatItNeverHad() {
        for (boolean had : new boolean[] {true, false}) {
            QuorumDesk other = new QuorumDesk(3, 0);
            other.othersRun();
            other.reads = had;
            other.begin();
            other.pass(1_000);
            other.reads = false;
            other.until("failed", () -> other.quorum.failure() != null);
            assertEquals(had ? 1 : 0, other.branches.count(RuleBranch.START_FAILED_STATEFILE_LOST));
            assertEquals(had ? 0 : 1, other.branches.count(RuleBranch.START_FAILED_NO_STATEFILE));
        }
    }
}
