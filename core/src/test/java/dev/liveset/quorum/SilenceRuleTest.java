package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** PROTOCOL.md §3, <i>Our rule of removal</i>, to the nanosecond; W is 4 s here and T1 2 s. */
class SilenceRuleTest {
    private static final long SECOND = 1_000_000_000L;

    private final LivesetState state = new LivesetState(QuorumPools.pool(3), 0, QuorumRules.OURS);
    private final SilenceRule silence = new SilenceRule(state);
    private final Sightings.Section section = new Sightings.Section();

    SilenceRuleTest() {
        state.seen.begin(0);
        section.sequence = 1;
        section.longSequence = 1;
        section.incarnation = 1;
        section.current = 0b111;
    }

    private void read(long began, int host) {
        state.seen.read(began, began, host, section, 0b111);
    }

    @Test
    void shouldNeedAReadThatBeganAFullTimeoutAndMarginAfterTheLastSign() {
        long needed = 4 * SECOND + state.timings.marginNanos(4 * SECOND);
        assertEquals(needed, silence.silenceNanos());
        read(SECOND, 1);
        assertFalse(silence.isSilent(1));
        read(SECOND + needed - 1, 1);
        assertFalse(silence.isSilent(1));
        read(SECOND + needed, 1);
        assertTrue(silence.isSilent(1));
        assertFalse(silence.isSilent(2), "nobody has looked at it");
        assertEquals(0b010, silence.silent(0b110));
        assertEquals(0, silence.silent(0));
    }

    @Test
    void shouldCountTheLongestTimeoutThatAnyHostPublishes() {
        section.watchdogNanos = 9 * SECOND;
        read(SECOND, 2);
        assertEquals(9 * SECOND + state.timings.marginNanos(9 * SECOND), silence.silenceNanos());
        section.watchdogNanos = 3 * SECOND;
        read(SECOND, 1);
        assertEquals(9 * SECOND + state.timings.marginNanos(9 * SECOND), silence.silenceNanos());
    }

    @Test
    void shouldWaitT1LongerWhenTheHostMayLiveByWhatWasSaidUnderRule2() {
        state.seen.heard(SECOND, 1, 0b111, 0, 0, 0, 1, false, false, false, 1, 0b111);
        read(SECOND, 1);
        state.ruledNanos = 0;
        long needed = silence.silenceNanos() + 2 * SECOND;
        read(SECOND + needed - 1, 1);
        assertFalse(silence.isSilent(1), "that the host itself said nothing of rule 2 is no matter");
        read(SECOND + needed, 1);
        assertTrue(silence.isSilent(1));
    }

    @Test
    void shouldNotWaitLongerForAHostThatWasSeenLongAfterRule2() {
        read(SECOND, 1);
        state.ruledNanos = -SECOND - 1;
        read(SECOND + silence.silenceNanos(), 1);
        assertTrue(silence.isSilent(1), "T1 after what was last said under rule 2");
        state.ruledNanos = -SECOND;
        assertFalse(silence.isSilent(1));
    }
}
