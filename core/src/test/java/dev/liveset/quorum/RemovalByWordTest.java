package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import org.junit.jupiter.api.Test;

/** Who lives without the statefile by a majority removes a host on the word of one that has it; host 0 of four here. */
class RemovalByWordTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long LOST = 0b1000;

    private final LivesetState state =
            new LivesetState(QuorumPools.pool(4).withPolicy(PoolConfig.Policy.MAJORITY), 0, QuorumRules.OURS);
    private final RemovalWait removal = new RemovalWait(state, new SilenceRule(state));

    RemovalByWordTest() {
        state.seen.begin(0);
        state.current = 0b1111;
        state.proposed = 0b0111;
        state.hbdomain = 0b0111;
    }

    private void hear(long nowNanos, int host, long liveset) {
        state.seen.heard(
                nowNanos,
                host,
                liveset,
                liveset,
                0b0111,
                0b0110,
                Phase.STARTED.ordinal(),
                false,
                false,
                false,
                7,
                state.current);
    }

    private boolean removesOnTheWordOf(int host, long countedBefore) {
        hear(SECOND, host, countedBefore);
        removal.judged(2 * SECOND, false);
        removal.begin(2 * SECOND);
        assertFalse(removal.advance(2 * SECOND), "nothing was said since");
        hear(3 * SECOND, host, 0b0111);
        return removal.advance(3 * SECOND);
    }

    @Test
    void shouldTakeTheWordOfAHostThatHasTheStatefileAndRemovedIt() {
        assertTrue(removesOnTheWordOf(1, 0b1111));
        assertEquals(0, state.current & LOST);
    }

    @Test
    void shouldNotTakeForARemovalThatSomebodyNeverCountedTheHost() {
        assertFalse(removesOnTheWordOf(1, 0b0111), "it joined while they did not hear each other");
        assertEquals(LOST, state.current & LOST);
    }
}
