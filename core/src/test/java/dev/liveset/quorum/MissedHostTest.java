package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5: who is missed, so that a round begins, and who is not yet or no more; host 0 of three. T1 and T2 are 2 s. */
class MissedHostTest {
    private static final long BEGAN = FaultDesk.BEGAN;
    private static final long SECOND = 1_000_000_000L;
    private static final long T2 = 2 * SECOND;

    private final FaultDesk desk = new FaultDesk(QuorumPools.pool(3));

    private void countsHost2BeforeItsSectionWasSeen() {
        desk.sees(0b111, 0b011);
        desk.state.unseen = 0b100;
        desk.state.unseenSinceNanos[2] = BEGAN;
    }

    private boolean roundAt(long nowNanos) {
        desk.advance(nowNanos);
        return desk.faults.inRound();
    }

    @Test
    void shouldNotMissBeforeT2WhoWasCountedBeforeItsSectionWasSeen() {
        countsHost2BeforeItsSectionWasSeen();
        assertFalse(roundAt(BEGAN));
        assertFalse(roundAt(BEGAN + T2 - 1), "a round would cost it its place");
        assertTrue(desk.hits(RuleBranch.ROUND_WAITS_FOR_FIRST_SIGHT) > 0);
        assertTrue(roundAt(BEGAN + T2));
    }

    @Test
    void shouldMissAtOnceWhoWasCountedUnseenAndIsNotHeardEither() {
        countsHost2BeforeItsSectionWasSeen();
        desk.sees(0b011, 0b011);
        assertTrue(roundAt(BEGAN + 1));
    }

    @Test
    void shouldMissAtOnceWhoseSectionWasSeenAndIsSeenNoMore() {
        countsHost2BeforeItsSectionWasSeen();
        desk.sees(0b111, 0b111);
        assertFalse(roundAt(BEGAN + SECOND / 2));
        assertEquals(0, desk.hits(RuleBranch.ROUND_WAITS_FOR_FIRST_SIGHT), "nobody is waited for");
        desk.sees(0b111, 0b011);
        assertTrue(roundAt(BEGAN + SECOND));
    }

    @Test
    void shouldMissWithoutDelayWhoWasCountedByItsOwnSection() {
        desk.sees(0b111, 0b011);
        desk.state.unseenSinceNanos[2] = BEGAN;
        assertTrue(roundAt(BEGAN + 1), "when it was counted matters only to who was counted unseen");
    }

    @Test
    void shouldNotMissOnTheStatefileWhoLivesWithoutItByAMajorityUntilItWasBack() {
        FaultDesk majority = new FaultDesk(QuorumPools.pool(3).withPolicy(PoolConfig.Policy.MAJORITY));
        majority.state.withoutStatefile = 0b100;
        majority.sees(0b111, 0b011);
        majority.advance(BEGAN + 1);
        assertFalse(majority.faults.inRound());
        majority.sees(0b111, 0b111);
        majority.advance(BEGAN + 2);
        assertFalse(majority.faults.inRound());
        majority.sees(0b111, 0b011);
        majority.advance(BEGAN + 3);
        assertTrue(majority.faults.inRound(), "it had the statefile again: this is another loss");
    }

    @Test
    void shouldTellWhetherALossBeganTheRoundOrAnother() {
        desk.faults.onRoundHeard(1);
        desk.advance(BEGAN);
        assertTrue(desk.faults.inRound());
        assertEquals(1, desk.hits(RuleBranch.ROUND_CALLED));
        assertEquals(0, desk.hits(RuleBranch.ROUND_BY_LOSS));
        FaultDesk loss = new FaultDesk(QuorumPools.pool(3));
        loss.sees(0b011, 0b011);
        loss.advance(BEGAN);
        assertEquals(0, loss.hits(RuleBranch.ROUND_CALLED));
        assertEquals(1, loss.hits(RuleBranch.ROUND_BY_LOSS));
        assertEquals(Phase.FHREADY, loss.state.phase);
    }
}
