package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException.Code;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;
import dev.liveset.Timings;
import org.junit.jupiter.api.Test;

/**
 * PROTOCOL.md §5, <i>Start</i>, every branch and failure code but forming, for host 0 of three. T1 = T2 = 2 s,
 * Tboot = Tenable = 12 s, t1 = t2 = 250 ms.
 */
class StartCriteriaTest {
    private final QuorumDesk desk = new QuorumDesk(3, 0);

    @Test
    void shouldLookAroundForT1AndT2BeforeItGoesOnWithoutSomebody() {
        desk.othersRun();
        desk.crash(2);
        desk.peers[1].current = 0b010;
        desk.begin();
        long after = desk.until("joining", desk.quorum::joining);
        assertTrue(after >= 2_000 && after <= 2_100, after + " ms");
    }

    @Test
    void shouldNotWaitForT1WhenEverybodyIsThere() {
        desk.othersRun();
        desk.begin();
        assertTrue(desk.until("joining", desk.quorum::joining) < 1_000);
    }

    @Test
    void shouldJoinOnceAllWhoRunHaveAckedIt() {
        desk.othersRun();
        desk.begin();
        desk.until("asking", () -> desk.quorum.proposedLiveset() == desk.all);
        assertEquals(0b110, desk.quorum.currentLiveset(), "it adopts their liveset and is not in it");
        assertFalse(desk.quorum.online());
        desk.peers[1].proposed = desk.all;
        desk.pass(1000);
        assertFalse(desk.quorum.online());
        desk.peers[2].proposed = desk.all;
        desk.pass(100);
        assertTrue(desk.quorum.online());
        assertEquals(desk.all, desk.quorum.currentLiveset());
        assertNull(desk.quorum.failure());
    }

    @Test
    void shouldNotJoinPastAHostThatTheOthersStillCount() {
        desk.othersRun();
        desk.crash(2);
        desk.begin();
        desk.pass(3000);
        desk.peers[1].proposed = desk.all;
        desk.pass(2000);
        assertFalse(desk.quorum.online(), "host 1 has not removed host 2 yet");
        desk.peers[1].current = 0b010;
        desk.peers[1].proposed = 0b011;
        desk.pass(300);
        assertTrue(desk.quorum.online());
        assertEquals(0b011, desk.quorum.currentLiveset());
    }

    /** How long it takes to join past a member that dies once we ask, and that the other removes without any wait. */
    private static long joinedAfterMillis(PoolConfig.Mode mode, boolean livedSinceOurStart) {
        QuorumDesk desk = new QuorumDesk(QuorumPools.pool(3, mode), 0);
        desk.othersRun();
        if (!livedSinceOurStart) {
            desk.pass(500);
            desk.crash(2);
        }
        long began = desk.now;
        desk.quorum.begin(began * QuorumDesk.MILLI, false);
        desk.pass(1_500);
        desk.crash(2);
        desk.peers[1].current = 0b010;
        desk.peers[1].proposed = 0b011;
        desk.until("online", desk.quorum::online);
        assertEquals(0b011, desk.quorum.currentLiveset());
        return desk.now - began;
    }

    @Test
    void shouldJoinAnXhadOnlyWhenWhoIsLeftOutIsProvenDead() {
        Timings timings = desk.pool.timings();
        long silence =
                (timings.watchdogTimeoutNanos() + timings.marginNanos(timings.watchdogTimeoutNanos())) / 1_000_000;
        long beside = joinedAfterMillis(PoolConfig.Mode.INTEROP, true);
        assertTrue(beside >= silence + 1_250 && beside <= silence + 2_000, beside + " ms");
        assertTrue(joinedAfterMillis(PoolConfig.Mode.INTEROP, false) <= 2_500, "nobody has seen it alive since");
        assertTrue(joinedAfterMillis(PoolConfig.Mode.STRICT, true) <= 4_000, "hosts of ours ask before they remove it");
    }

    @Test
    void shouldGiveUpJoiningAtTheBootLimit() {
        desk.othersRun();
        desk.begin();
        long after = desk.fails(Code.CANNOT_JOIN_EXISTING_LIVESET);
        assertTrue(after > 12_000 && after <= 12_100, after + " ms");
    }

    @Test
    void shouldGiveUpWhenItDoesNotHearEverybodyWhoRuns() {
        desk.othersRun();
        desk.peers[2].beats = false;
        desk.begin();
        desk.fails(Code.CANNOT_JOIN_EXISTING_LIVESET);
        assertEquals(0, desk.quorum.proposedLiveset(), "it has not even asked");
    }

    @Test
    void shouldTakeAtTheLimitTheLivesetThatAlreadyCountsItWhenAllOfItProposeIt() {
        for (boolean byAll : new boolean[] {true, false}) {
            QuorumDesk four = new QuorumDesk(4, 0);
            four.crash(3);
            for (int host = 1; host <= 2; host++) {
                four.peers[host].current = 0b1110;
                four.peers[host].proposed = 0b1111;
                four.peers[host].sees(0b0111, 0b0111);
            }
            four.peers[2].proposed = byAll ? 0b1111 : 0b1110;
            four.quorum.begin(0, false);
            four.until("asking", () -> four.quorum.proposedLiveset() == 0b0111);
            four.pass(5_000);
            assertFalse(four.quorum.online(), "host 3 is still counted");
            four.peers[1].current = 0b1111;
            four.until("decided", () -> four.quorum.online() || four.quorum.failure() != null);
            assertTrue(four.now > 12_000 && four.now <= 12_100, four.now + " ms");
            assertEquals(byAll, four.quorum.online(), "another may be about to remove us");
            assertEquals(byAll ? 0b1111 : 0b0110, four.quorum.currentLiveset());
            assertEquals(byAll ? null : Code.CANNOT_JOIN_EXISTING_LIVESET, four.quorum.failure());
        }
    }

    @Test
    void shouldJoinTogetherWithAnotherThatTheMembersCountAlready() {
        QuorumDesk four = new QuorumDesk(4, 0);
        for (int host = 1; host <= 2; host++) {
            four.peers[host].current = 0b1110;
            four.peers[host].proposed = 0b1111;
            four.peers[host].sees(0b1111, 0b1111);
        }
        four.peers[3].starting = true;
        four.peers[3].joining = true;
        four.peers[3].phase = Phase.STARTING;
        four.peers[3].current = 0b0110;
        four.peers[3].proposed = 0b0110;
        four.quorum.begin(0, false);
        four.pass(5_000);
        assertFalse(four.quorum.online(), "host 3 does not ask to join");
        four.peers[3].proposed = 0b1110;
        four.pass(100);
        assertTrue(four.quorum.online(), "each waits for the other otherwise");
    }

    @Test
    void shouldBeCountedByAPacketAloneToo() {
        desk.othersRun();
        desk.peers[1].writes = false;
        desk.peers[1].current = desk.all;
        desk.begin();
        desk.fails(Code.BOOTJOIN_TIMEOUT);
    }

    @Test
    void shouldRefuseAPoolThatIsNotEnabledOrInvalid() {
        for (PoolState state : new PoolState[] {PoolState.NONE, PoolState.INVALID}) {
            QuorumDesk other = new QuorumDesk(3, 0);
            other.poolState = state;
            other.quorum.begin(0, false);
            other.until("failed", () -> other.quorum.failure() != null);
            assertEquals(Code.INVALID_POOL_STATE, other.quorum.failure());
        }
    }

    @Test
    void shouldRefuseAnInitPoolInWhichAHostRuns() {
        desk.othersRun();
        desk.poolState = PoolState.INIT;
        desk.begin();
        long after = desk.fails(Code.INVALID_POOL_STATE);
        assertTrue(after > 12_000, "until then somebody may be about to write ACTIVE: " + after + " ms");
    }

    @Test
    void shouldJoinAPoolThatBecomesActiveMeanwhile() {
        desk.othersRun();
        desk.poolState = PoolState.INIT;
        desk.begin();
        desk.pass(4000);
        assertEquals(0, desk.quorum.proposedLiveset());
        desk.poolState = PoolState.ACTIVE;
        desk.pass(500);
        assertEquals(desk.all, desk.quorum.proposedLiveset());
    }

    @Test
    void shouldGiveUpWithoutTheStatefileAfterT2() {
        desk.reads = false;
        desk.othersStart();
        desk.begin();
        long after = desk.fails(Code.CANNOT_ACCESS_STATEFILE);
        assertTrue(after > 2_000 && after <= 2_100, after + " ms");
    }

    @Test
    void shouldGiveUpOnceItHasLostTheStatefileForT2() {
        desk.othersRun();
        desk.begin();
        desk.pass(5_000);
        assertTrue(desk.quorum.statefileAccess());
        desk.reads = false;
        desk.quorum.onStatefileFailed();
        long after = desk.fails(Code.CANNOT_ACCESS_STATEFILE);
        assertTrue(after > 1_700 && after <= 2_100, after + " ms after it failed, T2 after its section moved");
    }

    @Test
    void shouldDecideNothingAfterAnErrorOfTheStatefileAndGoOnWhenItIsBack() {
        desk.othersRun();
        desk.begin();
        desk.until("asking", () -> desk.quorum.proposedLiveset() == desk.all);
        desk.reads = false;
        desk.quorum.onStatefileFailed();
        desk.peers[1].proposed = desk.all;
        desk.peers[2].proposed = desk.all;
        desk.pass(1_000);
        assertFalse(desk.quorum.online(), "it does not know what the disk says now");
        assertNull(desk.quorum.failure(), "one error is repeated");
        desk.reads = true;
        desk.pass(300);
        assertTrue(desk.quorum.online());
    }

    @Test
    void shouldWaitForALivesetThatLivesWithoutItsStatefile() {
        desk.othersRun();
        for (int host = 1; host <= 2; host++) {
            desk.peers[host].writes = false;
            desk.peers[host].sr2 = true;
        }
        desk.begin();
        desk.pass(5_000);
        assertFalse(desk.quorum.online(), "it must not form a liveset beside theirs");
        long after = desk.now + desk.fails(Code.CANNOT_JOIN_EXISTING_LIVESET);
        assertTrue(after > 12_000, after + " ms");
    }

    @Test
    void shouldDoNothingBeforeItBegins() {
        desk.pass(20_000);
        assertNull(desk.quorum.failure());
        assertEquals(Phase.STARTING, desk.quorum.phase());
        assertEquals(0, desk.quorum.currentLiveset());
    }

    @Test
    void shouldCountAllTimesFromTheMomentItBegins() {
        desk.othersRun();
        desk.pass(7_000);
        long began = desk.now;
        desk.quorum.begin(began * QuorumDesk.MILLI, false);
        desk.pass(9_000);
        assertNull(desk.quorum.failure());
        desk.fails(Code.CANNOT_JOIN_EXISTING_LIVESET);
    }

    @Test
    void shouldStayInTheLivesetThatItTookAndNotJoinItAsWell() {
        desk.othersStart();
        desk.peers[2].beats = false;
        desk.begin();
        desk.pass(4_000);
        desk.othersRun();
        desk.peers[2].beats = true;
        for (int host = 1; host <= 2; host++) {
            desk.peers[host].starting = false;
            desk.peers[host].phase = Phase.STARTED;
            desk.peers[host].current = desk.all;
            desk.peers[host].proposed = desk.all;
        }
        desk.pass(1_000);
        assertTrue(desk.quorum.online());
        assertEquals(Phase.STARTED, desk.quorum.phase());
        desk.pass(12_000);
        assertNull(desk.quorum.failure());
        assertEquals(desk.all, desk.quorum.currentLiveset());
    }
}
