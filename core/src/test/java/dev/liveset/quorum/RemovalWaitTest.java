package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, step 4: who is waited for, by which signs the wait ends or begins anew, and why; host 0 of four. W is 4 s. */
class RemovalWaitTest {
    private static final long BEGAN = FaultDesk.BEGAN;
    private static final long SECOND = 1_000_000_000L;
    private static final long LOST = 0b1000;

    private final FaultDesk desk = new FaultDesk(QuorumPools.pool(4));
    private final LivesetState state = desk.state;
    private final RemovalWait removal = new RemovalWait(state, desk.silence);
    private final long silence = desk.silence.silenceNanos();

    /** The verdict was to go on without these. */
    private void waitsFor(long lost) {
        state.proposed = state.all & ~lost;
        state.hbdomain &= ~lost;
        state.sfdomain &= ~lost;
        removal.judged(BEGAN, false);
        removal.begin(BEGAN);
    }

    private void read(long beganNanos) {
        for (int host = 0; host < 4; host++) {
            state.seen.observedNanos[host] = beganNanos;
        }
    }

    @Test
    void shouldTellAtOnceWhomItAsksToFenceAndNothingWhenNobodyLost() {
        int bursts = state.bursts;
        waitsFor(LOST);
        assertEquals(bursts + 1, state.bursts);
        assertEquals(LOST, state.fenceRequests);
        assertEquals(1, desk.hits(RuleBranch.FENCE_REQUESTS_SENT));
        waitsFor(0);
        assertEquals(bursts + 1, state.bursts);
        assertEquals(0, state.fenceRequests);
        assertEquals(1, desk.hits(RuleBranch.FENCE_REQUESTS_SENT));
        assertTrue(removal.advance(BEGAN), "nobody is waited for");
    }

    @Test
    void shouldRemoveNobodyWhomNoRoundHasJudged() {
        waitsFor(LOST);
        state.seen.restarted = 0b0100;
        assertFalse(removal.advance(BEGAN + SECOND));
        assertEquals(0b1111, state.current, "host 2 has restarted, but the next round is about that");
        state.seen.restarted |= LOST;
        assertTrue(removal.advance(BEGAN + SECOND));
        assertEquals(0b0111, state.current);
    }

    @Test
    void shouldTellWhatEndedTheWait() {
        waitsFor(LOST);
        read(BEGAN + silence);
        assertTrue(removal.advance(BEGAN + silence));
        assertEquals(1, desk.hits(RuleBranch.SILENCE_OVER));
        assertEquals(0, desk.hits(RuleBranch.SILENCE_OVER_UNDER_RULE_2));
        assertEquals(0, desk.hits(RuleBranch.SILENCE_ENDED_BY_RESTART));
        FaultDesk restarted = new FaultDesk(QuorumPools.pool(4));
        RemovalWait other = new RemovalWait(restarted.state, restarted.silence);
        restarted.state.proposed = 0b0111;
        other.begin(BEGAN);
        restarted.state.seen.restarted = LOST;
        assertTrue(other.advance(BEGAN + 1));
        assertEquals(1, restarted.hits(RuleBranch.SILENCE_ENDED_BY_RESTART));
        assertEquals(0, restarted.hits(RuleBranch.SILENCE_OVER));
    }

    @Test
    void shouldWaitT1LongerForWhoMayHaveLivedByOurWordUnderRule2() {
        state.ruledNanos = BEGAN;
        waitsFor(LOST);
        long needed = silence + state.timings.heartbeatTimeoutNanos();
        read(BEGAN + needed - 1);
        assertFalse(removal.advance(BEGAN + needed));
        read(BEGAN + needed);
        assertTrue(removal.advance(BEGAN + needed));
        assertEquals(1, desk.hits(RuleBranch.SILENCE_OVER_UNDER_RULE_2));
        assertEquals(0, desk.hits(RuleBranch.SILENCE_OVER));
    }

    @Test
    void shouldTakeWhatComesUpToHalfOfTheLongestTimeoutForALastWord() {
        waitsFor(LOST);
        long half = state.timings.longestTimeoutNanos() / 2;
        for (long sign = BEGAN + half - 2; sign <= BEGAN + half; sign++) {
            state.seen.signNanos[3] = sign;
            assertFalse(removal.advance(sign));
        }
        assertEquals(0b0111, state.proposed, "it may have judged itself a little later than we did");
        state.seen.signNanos[3] = BEGAN + half + 1;
        removal.advance(BEGAN + half + 1);
        assertEquals(0b0111, state.proposed, "the first after that may be a write of before it died");
        state.seen.signNanos[3] = BEGAN + half + 2;
        assertTrue(removal.advance(BEGAN + half + 2));
        assertEquals(0b1111, state.proposed, "it lives on");
        assertEquals(0, state.fenceRequests);
        assertEquals(1, desk.hits(RuleBranch.SILENCE_BROKEN_BY_A_SIGN));
    }

    @Test
    void shouldOverwriteTheSectionsOfThoseOnlyForWhomItWaits() {
        state.current = 0b0111;
        state.seen.unreadable(BEGAN, 3);
        state.seen.unreadable(BEGAN, 2);
        waitsFor(0b1100);
        assertEquals(0b0100, state.fenceRequests);
        assertEquals(0b0100, removal.toOverwrite(BEGAN + silence), "host 3 is in no liveset: it may just start");
    }

    @Test
    void shouldLeaveTheSectionOfAHostAloneThatItHasRemoved() {
        state.seen.unreadable(BEGAN, 3);
        waitsFor(LOST);
        state.seen.restarted = LOST;
        removal.advance(BEGAN + 1);
        assertEquals(0b0111, state.current);
        assertEquals(0, removal.toOverwrite(BEGAN + silence), "its next boot may write there");
    }

    /** In a pool that lives by a majority, without the own statefile; host 1 counted everybody when we judged. */
    private static FaultDesk blindByMajority() {
        FaultDesk blind = new FaultDesk(QuorumPools.pool(4).withPolicy(PoolConfig.Policy.MAJORITY));
        blind.state.statefileAccess = false;
        blind.state.proposed = 0b0111;
        blind.sees(0b0111, 0);
        blind.state.seen.heardCurrent[1] = 0b1111;
        return blind;
    }

    /** Host 1 has the statefile, and is heard at this time to have removed host 3. */
    private static boolean removedOnTheWordOfHost1(FaultDesk blind, long nowNanos) {
        RemovalWait waits = new RemovalWait(blind.state, blind.silence);
        waits.judged(BEGAN, false);
        waits.begin(BEGAN);
        blind.state.seen.heardNanos[1] = nowNanos;
        blind.state.seen.heardCurrent[1] = 0b0111;
        blind.state.seen.heardSfdomain[1] = 0b0110;
        return waits.advance(nowNanos);
    }

    @Test
    void shouldTakeOnlyAWordThatCameAfterTheWaitBegan() {
        assertFalse(removedOnTheWordOfHost1(blindByMajority(), BEGAN));
        assertTrue(removedOnTheWordOfHost1(blindByMajority(), BEGAN + 1));
    }

    @Test
    void shouldTakeTheWordOfASurvivorOnlyThatIsHeard() {
        FaultDesk unheard = blindByMajority();
        unheard.sees(0b0101, 0);
        assertFalse(removedOnTheWordOfHost1(unheard, BEGAN + 1), "it left the domain");
        FaultDesk evicted = blindByMajority();
        evicted.state.proposed = 0b0101;
        removedOnTheWordOfHost1(evicted, BEGAN + 1);
        assertEquals(0b1111, evicted.state.current, "who lost itself proves nothing");
    }
}
