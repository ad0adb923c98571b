package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import org.junit.jupiter.api.Test;

/**
 * Beside xhad a host that waits for a removal and loses the statefile itself must be gone before an xhad that starts takes
 * the silent statefile for a pool without a liveset. Host 0 of three waits for host 2 to be dead. T1 is 2 s.
 */
class BlindBesideXhadTest {
    private static final long BEGAN = FaultDesk.BEGAN;
    private static final long SECOND = 1_000_000_000L;
    private static final long LOST_AT = BEGAN + 3 * SECOND;

    private final FaultDesk desk = waiting(PoolConfig.Mode.INTEROP);

    /** In the wait of a round, everybody heard just now, host 2 included, and the own statefile lost. */
    private static FaultDesk waiting(PoolConfig.Mode mode) {
        FaultDesk desk = new FaultDesk(QuorumPools.pool(3, mode));
        desk.roundWithoutLast(BEGAN);
        assertEquals(Phase.FH4, desk.state.phase);
        desk.advance(LOST_AT);
        assertFalse(desk.faults.fenced(), "it has the statefile");
        desk.sees(0b011, 0b010);
        desk.state.seen.heardNanos[1] = LOST_AT;
        desk.state.seen.heardNanos[2] = LOST_AT;
        return desk;
    }

    private boolean goesWhileHost2IsUnheard(FaultDesk waiting) {
        for (long now = LOST_AT; now <= LOST_AT + 5 * SECOND; now += SECOND / 10) {
            waiting.state.seen.heardNanos[1] = now;
            waiting.advance(now);
        }
        return waiting.faults.fenced();
    }

    @Test
    void shouldGoAsSoonAsItCannotBeThatEverybodyHearsEverybody() {
        long limit = LOST_AT + desk.state.timings.heartbeatTimeoutNanos();
        desk.state.seen.heardNanos[1] = limit;
        desk.advance(limit);
        assertFalse(desk.faults.fenced(), "host 2 may be heard again, and rule 2 hold");
        desk.advance(limit + 1);
        assertTrue(desk.faults.fenced());
        assertFalse(desk.faults.stuck(), "no rendezvous passed its limit");
        assertEquals(1, desk.hits(RuleBranch.BLIND_BESIDE_XHAD));
        assertEquals(0b010, desk.faults.view().sfdomain, "the verdict shows the loss that came after the judgement");
    }

    @Test
    void shouldStayWhileEverybodyIsHeard() {
        for (long now = LOST_AT; now <= LOST_AT + 6 * SECOND; now += SECOND / 10) {
            desk.state.seen.heardNanos[1] = now;
            desk.state.seen.heardNanos[2] = now;
            desk.advance(now);
        }
        assertFalse(desk.faults.fenced());
        assertTrue(desk.faults.inRound());
    }

    @Test
    void shouldStayWhenOnlyAnExcludedHostIsNotHeard() {
        desk.state.seen.excluded = 0b100;
        assertFalse(goesWhileHost2IsUnheard(desk));
    }

    @Test
    void shouldStayWhenItHasTheStatefileUnderRule2OrDisarmedOrAmongHostsOfOurs() {
        assertTrue(goesWhileHost2IsUnheard(desk));
        FaultDesk seeing = waiting(PoolConfig.Mode.INTEROP);
        seeing.sees(0b011, 0b011);
        assertFalse(goesWhileHost2IsUnheard(seeing));
        FaultDesk underRule2 = waiting(PoolConfig.Mode.INTEROP);
        underRule2.state.sr2 = true;
        assertFalse(goesWhileHost2IsUnheard(underRule2));
        FaultDesk disarmed = waiting(PoolConfig.Mode.INTEROP);
        disarmed.state.disarmed = true;
        assertFalse(goesWhileHost2IsUnheard(disarmed));
        assertFalse(goesWhileHost2IsUnheard(waiting(PoolConfig.Mode.STRICT)), "its watchdog ends it");
    }
}
