package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import dev.liveset.quorum.QuorumDesk.Peer;
import org.junit.jupiter.api.Test;

/**
 * When a member acks a joiner (PROTOCOL.md §5, <i>Join</i>): beside rounds, beside hosts that may be lost, under rule 2; and
 * that a simulation counts each way as what it is. T1 = 2 s.
 */
class JoinBranchesTest {
    private static final long MILLI = QuorumDesk.MILLI;

    /** Host 0 of four with host 1, which goes on saying what it says; hosts 2 and 3 are removed. */
    private static QuorumDesk two(PoolConfig.Mode mode) {
        QuorumDesk desk = new QuorumDesk(QuorumPools.pool(4, mode), 0);
        desk.formTogether();
        desk.crash(3);
        desk.lose(2);
        desk.until("alone", () -> desk.quorum.currentLiveset() == 0b0011 && !desk.quorum.inRound());
        Peer member = desk.itself(1);
        member.current = 0b0011;
        member.proposed = 0b0011;
        member.sees(0b0111, 0b0111);
        return desk;
    }

    private static QuorumDesk underRule2(PoolConfig.Mode mode) {
        QuorumDesk desk = two(mode);
        desk.peers[1].sr2 = true;
        desk.peers[1].sees(0b0111, 0b0000);
        desk.pass(100);
        assertTrue(desk.quorum.sr2());
        desk.comeBack(2);
        desk.pass(1_500);
        return desk;
    }

    private static void assertAcked(long acked, QuorumDesk desk, String why) {
        assertEquals(acked, desk.quorum.proposedLiveset(), why);
        assertEquals(0b0011, desk.quorum.currentLiveset(), "host 1 has acked nobody");
        assertTrue(desk.quorum.sr2());
    }

    @Test
    void shouldAckAJoinerUnderRule2OnlyOnceEveryMemberWritesAndSaysSo() {
        QuorumDesk desk = underRule2(PoolConfig.Mode.STRICT);
        assertAcked(0b0011, desk, "host 1 does not say that it writes: what is seen may be what it wrote last");
        desk.peers[1].writes = false;
        desk.pass(2_500);
        desk.peers[1].sees(0b0111, 0b0011);
        desk.pass(500);
        assertAcked(0b0011, desk, "nor is it seen to write");
        desk.peers[1].writes = true;
        desk.pass(500);
        assertAcked(0b0111, desk, "all write and say so");
        assertEquals(1, desk.branches.count(RuleBranch.JOIN_ACKED_UNDER_RULE_2));
        assertEquals(0, desk.branches.count(RuleBranch.JOIN_ACKED));
    }

    @Test
    void shouldAckAJoinerUnderRule2BesideAnXhadAtOnce() {
        QuorumDesk desk = underRule2(PoolConfig.Mode.INTEROP);
        assertAcked(0b0111, desk, "as an xhad does");
    }

    @Test
    void shouldCountAPlainJoinAsAckedAndAdded() {
        QuorumDesk desk = two(PoolConfig.Mode.STRICT);
        desk.comeBack(2);
        desk.pass(1_500);
        desk.peers[1].proposed = 0b0111;
        desk.pass(100);
        assertTrue(desk.isIn(2));
        assertEquals(1, desk.branches.count(RuleBranch.JOIN_ACKED));
        assertEquals(0, desk.branches.count(RuleBranch.JOIN_ACKED_UNDER_RULE_2));
        assertEquals(0, desk.branches.count(RuleBranch.JOIN_ACK_WAITS_FOR_ROUND));
        assertEquals(1, desk.branches.count(RuleBranch.JOIN_ADDED));
        assertEquals(0, desk.branches.count(RuleBranch.JOIN_ADDED_DURING_ROUND));
    }

    @Test
    void shouldCountAnAckThatIsTakenBackAndNoOther() {
        QuorumDesk desk = two(PoolConfig.Mode.STRICT);
        desk.comeBack(2);
        desk.peers[2].proposed = 0b0011;
        desk.pass(1_000);
        assertEquals(0, desk.branches.count(RuleBranch.JOIN_WITHDRAWN), "there was none");
        desk.peers[2].proposed = 0b0111;
        desk.pass(500);
        assertEquals(0b0111, desk.quorum.proposedLiveset());
        desk.peers[2].proposed = 0b0011;
        desk.pass(500);
        assertEquals(1, desk.branches.count(RuleBranch.JOIN_WITHDRAWN));
    }

    @Test
    void shouldAddDuringARoundWhomAllHadAckedBefore() {
        QuorumDesk desk = two(PoolConfig.Mode.STRICT);
        desk.comeBack(2);
        desk.pass(1_500);
        desk.comeBack(3);
        desk.peers[3].proposed = 0b0011;
        desk.miss(1);
        desk.peers[3].proposed = 0b1011;
        desk.beat(2);
        desk.peers[1].proposed = 0b0111; // its last packet was late
        desk.beat(1);
        desk.step();
        assertTrue(desk.quorum.inRound());
        assertTrue(desk.isIn(2));
        assertEquals(1, desk.branches.count(RuleBranch.JOIN_ADDED_DURING_ROUND));
        assertEquals(0, desk.branches.count(RuleBranch.JOIN_ADDED));
        assertTrue(desk.branches.count(RuleBranch.JOIN_ACK_WAITS_FOR_ROUND) > 0, "host 3 asks as well");
    }

    @Test
    void shouldTellByWhatAHostInItsOwnLivesetIsTaken() {
        assertEquals(RuleBranch.JOIN_THIRD_RULE_AFTER_ACK, taken(true, false));
        assertEquals(RuleBranch.JOIN_THIRD_RULE_AFTER_ACK, taken(true, true));
        assertEquals(RuleBranch.JOIN_THIRD_RULE_UNDER_RULE_2, taken(false, true));
        assertEquals(RuleBranch.JOIN_THIRD_RULE_VOUCHED, taken(false, false));
    }

    /** By which branch host 2 is taken, in its own liveset: after our ack or not, under rule 2 or vouched for by host 1. */
    private static RuleBranch taken(boolean acked, boolean rule2) {
        QuorumDesk desk = two(PoolConfig.Mode.STRICT);
        desk.comeBack(2);
        desk.peers[2].proposed = acked ? 0b0111 : 0b0011;
        desk.pass(1_500);
        desk.peers[1].sr2 = rule2;
        desk.peers[1].current = acked || rule2 ? 0b0011 : 0b0111;
        desk.pass(rule2 ? 50 : 0);
        desk.peers[2].current = 0b0111;
        desk.peers[2].proposed = 0b0111;
        desk.pass(100);
        assertTrue(desk.isIn(2));
        RuleBranch found = null;
        for (RuleBranch branch : RuleBranch.values()) {
            if (branch.name().startsWith("JOIN_THIRD_RULE") && desk.branches.count(branch) > 0) {
                assertEquals(null, found);
                found = branch;
            }
        }
        return found;
    }

    @Test
    void shouldAckBesideAMemberThatIsSilentForHalfOfT1AndNoLonger() {
        assertEquals(0b0111, proposedAfter(1_000));
        assertEquals(0b0011, proposedAfter(1_050));
    }

    /** Whom we propose when a joiner asks at the moment at which a member has been silent for so long. */
    private static long proposedAfter(long silentMillis) {
        QuorumDesk desk = two(PoolConfig.Mode.STRICT);
        desk.comeBack(2);
        desk.peers[2].proposed = 0b0011;
        desk.pass(1_500);
        desk.peers[1].beats = false;
        desk.pass(silentMillis - QuorumDesk.STEP);
        assertEquals(0b0011, desk.quorum.proposedLiveset());
        desk.peers[2].proposed = 0b0111;
        desk.step();
        return desk.quorum.proposedLiveset();
    }

    @Test
    void shouldAskAStrangerToFenceItselfOnceItHasStayedForMoreThanHalfOfT1() {
        QuorumDesk desk = two(PoolConfig.Mode.STRICT);
        desk.peers[2].follows = false;
        desk.peers[2].current = 0b0111;
        desk.peers[2].proposed = 0b0111;
        desk.peers[2].beats = true;
        desk.step();
        long metNanos = desk.now * MILLI;
        assertEquals(1, desk.branches.count(RuleBranch.JOIN_STRANGER_REFUSED));
        assertEquals(0, desk.quorum.fenceRequests(metNanos + 1_000 * MILLI));
        assertEquals(0b0100, desk.quorum.fenceRequests(metNanos + 1_000 * MILLI + 1));
    }

    @Test
    void shouldNotCountTheBootThatWasRemovedAlthoughAMemberTakesItIn() {
        QuorumDesk desk = two(PoolConfig.Mode.STRICT);
        desk.peers[2].follows = false;
        desk.peers[2].beats = true;
        desk.peers[2].writes = true;
        desk.peers[2].current = 0b0111;
        desk.peers[2].proposed = 0b0111;
        desk.peers[1].proposed = 0b0111;
        desk.pass(3_000);
        assertEquals(0b0011, desk.quorum.currentLiveset());
        desk.peers[2].incarnation++;
        desk.pass(500);
        assertEquals(0b0111, desk.quorum.currentLiveset());
    }
}
