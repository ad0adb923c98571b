package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
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

    @Test
    void shouldSayHowLongTheSilenceMustLastByWhenTheLastSignWas() {
        state.ruledNanos = 0;
        assertEquals(silence.silenceNanos() + 2 * SECOND, silence.neededNanos(2 * SECOND));
        assertEquals(silence.silenceNanos(), silence.neededNanos(2 * SECOND + 1));
    }

    @Test
    void shouldCountTheTimeoutOfTheLastHostOfTheLargestPool() {
        LivesetState large = new LivesetState(QuorumPools.pool(HostSet.MAX_HOSTS), 0, QuorumRules.OURS);
        large.seen.watchdogNanos[HostSet.MAX_HOSTS - 1] = 9 * SECOND;
        assertEquals(9 * SECOND + large.timings.marginNanos(9 * SECOND), new SilenceRule(large).silenceNanos());
    }

    @Test
    void shouldFindStillOnlyWhoGaveNoSignOfAnyBoot() {
        long needed = silence.silenceNanos();
        read(SECOND, 1);
        read(SECOND + needed - 1, 1);
        assertFalse(silence.isStill(1));
        read(SECOND + needed, 1);
        assertTrue(silence.isStill(1));
        state.seen.heardNanos[1] = SECOND + 1;
        assertFalse(silence.isStill(1), "a packet of a boot that is in no liveset");
        state.seen.heardNanos[1] = SECOND;
        state.seen.movedNanos[1] = SECOND + 1;
        assertFalse(silence.isStill(1), "or a change of its section");
    }

    @Test
    void shouldProveThoseOutsideThatWereTakenInNowhereAndAreStill() {
        state.mayHaveEntered = 0b110;
        state.goneNanos[1] = 7;
        read(SECOND, 1);
        read(SECOND, 2);
        long still = SECOND + silence.silenceNanos();
        read(still, 1);
        silence.proveOutside(still);
        assertEquals(0b100, state.mayHaveEntered, "host 2 has not been looked at since");
        assertEquals(still, state.goneNanos[1], "from now on it is outside");
        assertEquals(0, state.goneNanos[2]);
    }

    @Test
    void shouldProveNobodyOutsideWhoIsInsideOrBeingTakenIn() {
        state.mayHaveEntered = 0b110;
        state.current = 0b010;
        state.proposed = 0b100;
        long still = SECOND + silence.silenceNanos();
        read(SECOND, 1);
        read(SECOND, 2);
        read(still, 1);
        read(still, 2);
        silence.proveOutside(still);
        assertEquals(0b110, state.mayHaveEntered);
        state.proposed = 0;
        silence.proveOutside(still);
        assertEquals(0b010, state.mayHaveEntered);
    }

    @Test
    void shouldAskTheMajorityBeforeItProvesAnything() {
        LivesetState pool =
                new LivesetState(QuorumPools.pool(3).withPolicy(PoolConfig.Policy.MAJORITY), 0, QuorumRules.OURS);
        SilenceRule rule = new SilenceRule(pool);
        pool.seen.begin(0);
        pool.mayHaveEntered = 0b010;
        long read = SECOND + rule.silenceNanos() + 3 * pool.timings.heartbeatTimeoutNanos();
        pool.seen.read(read, read, 2, section, 0b111);
        pool.seen.observedNanos[1] = read;
        rule.proveOutside(read);
        assertFalse(rule.isSilent(1), "only this host has not heard it, one of three");
        assertEquals(0b010, pool.mayHaveEntered);
        int[] ages = new int[HostSet.MAX_HOSTS];
        ages[1] = 60_000;
        rule.majority().onAges(read, 2, ages);
        rule.proveOutside(read);
        assertTrue(rule.isSilent(1));
        assertEquals(0, pool.mayHaveEntered);
        assertEquals(read, pool.goneNanos[1]);
    }

    @Test
    void shouldAskNobodyElseWhereNoMajorityCounts() {
        read(SECOND, 1);
        state.seen.heardNanos[1] = SECOND;
        read(SECOND + silence.silenceNanos(), 1);
        assertTrue(silence.isSilent(1), "no 3·T1 more, and nobody has told anything");
    }
}
