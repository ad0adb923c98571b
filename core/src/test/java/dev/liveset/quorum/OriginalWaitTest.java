package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §3, <i>The wait before a removal</i>, as xhad has it; and ours beside it in interop pools. */
class OriginalWaitTest {
    private static final long SECOND = 1_000_000_000L;

    /** The defaults of xhad: T1 = T2 = 30, Wh = 30, Ws = 45, t1 = t2 = 4. */
    private final Timings defaults = Timings.builder()
            .heartbeat(Duration.ofSeconds(4), Duration.ofSeconds(30))
            .statefile(Duration.ofSeconds(3), Duration.ofSeconds(31))
            .watchdog(Duration.ofSeconds(60), Duration.ofSeconds(75))
            .join(Duration.ofSeconds(400), Duration.ofSeconds(400))
            .build();

    @Test
    void shouldCountFromTheVerdictAndNeverLessThanTenSecondsFromTheFourthRendezvous() {
        OriginalWait wait = new OriginalWait(defaults);
        wait.judged(100 * SECOND, false);
        wait.begin(100 * SECOND);
        long needed = 75 - 30 + 4;
        assertFalse(wait.isOver((100 + needed) * SECOND - 1));
        assertTrue(wait.isOver((100 + needed) * SECOND));
        wait.begin((100 + needed - 5) * SECOND);
        assertFalse(wait.isOver((100 + needed + 5) * SECOND - 1));
        assertTrue(wait.isOver((100 + needed + 5) * SECOND));
    }

    @Test
    void shouldWaitLongerForWhomOneChannelStillShowed() {
        OriginalWait wait = new OriginalWait(defaults);
        wait.judged(100 * SECOND, true);
        wait.begin(100 * SECOND);
        long needed = 75 - 30 + 4 + 30;
        assertFalse(wait.isOver((100 + needed) * SECOND - 1));
        assertTrue(wait.isOver((100 + needed) * SECOND));
    }

    /** For how long after its last sign of life host 1 stays in the liveset of host 0. */
    private static long removedAfterMillis(PoolConfig.Mode mode, boolean xhad) {
        QuorumDesk desk = new QuorumDesk(QuorumPools.pool(2, mode), 0);
        desk.peers[1].incarnation = xhad ? 0 : 100;
        desk.formTogether();
        desk.crash(1);
        desk.until("removed", () -> !desk.isIn(1));
        return desk.now - desk.quorum.heardNanos(1) / QuorumDesk.MILLI;
    }

    @Test
    void shouldWaitForTheLongerOfTheSilenceAndXhadsWaitBesideXhad() {
        long strict = removedAfterMillis(PoolConfig.Mode.STRICT, false);
        assertTrue(strict >= 4_000 && strict < 5_500, strict + " ms");
        long beside = removedAfterMillis(PoolConfig.Mode.INTEROP, false);
        assertTrue(beside >= 11_900 && beside <= 12_400, "T1 and ten seconds: " + beside + " ms");
        long xhad = removedAfterMillis(PoolConfig.Mode.INTEROP, true);
        assertTrue(xhad >= beside, xhad + " ms");
    }

    @Test
    void shouldReckonThatAnXhadLivesTwoTimeoutsAndACycle() {
        LivesetState state = new LivesetState(QuorumPools.pool(2, PoolConfig.Mode.INTEROP), 0, QuorumRules.OURS);
        state.seen.begin(0);
        SilenceRule silence = new SilenceRule(state);
        Sightings.Section section = new Sightings.Section();
        section.sequence = 1;
        section.current = 0b11;
        assertTrue(state.seen.read(SECOND, SECOND, 1, section, 0b11));
        long longest = 2 * 4 * SECOND + SECOND / 4 + SECOND;
        state.seen.read(SECOND + longest - 1, SECOND + longest - 1, 1, section, 0b11);
        assertFalse(silence.isSilent(1));
        state.seen.read(SECOND + longest, SECOND + longest, 1, section, 0b11);
        assertTrue(silence.isSilent(1));
        assertEquals(0b10, silence.silent(0b10));
    }
}
