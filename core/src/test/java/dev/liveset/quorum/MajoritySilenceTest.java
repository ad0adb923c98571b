package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import org.junit.jupiter.api.Test;

/** Whose word counts that a host was not heard, and from when on. */
class MajoritySilenceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long W = 4 * SECOND;

    private final LivesetState state =
            new LivesetState(QuorumPools.pool(3).withPolicy(PoolConfig.Policy.MAJORITY), 0, QuorumRules.OURS);
    private final MajoritySilence majority = new SilenceRule(state).majority();
    private final long wait = W + 3 * state.timings.heartbeatTimeoutNanos();
    private final int[] ages = new int[64];

    MajoritySilenceTest() {
        state.seen.begin(SECOND);
        state.seen.heard(2 * SECOND, 2, 0b111, 0b111, 0, 0, 1, false, false, false, 1, 0b111);
    }

    /** Host 1 tells how long ago it heard host 2, -1 never. */
    private void tells(long now, long incarnation, int sinceMillis) {
        state.seen.heard(now, 1, 0b111, 0b111, 0, 0, 1, false, false, false, incarnation, 0b111);
        ages[2] = sinceMillis;
        majority.onAges(now, 1, ages);
    }

    @Test
    void shouldTakeTheWordOfAHostThatHasNotHeardItForLongEnough() {
        tells(3 * SECOND, 1, 500);
        long read = 3 * SECOND + wait;
        tells(read, 1, (int) (wait / 1_000_000));
        assertTrue(majority.isProven(2, read, W));
    }

    @Test
    void shouldNotTakeTheWordOfABootThatCannotKnowWhatItsFormerLifeHeard() {
        tells(3 * SECOND, 1, 500);
        long reboot = 3 * SECOND + wait;
        tells(reboot, 2, -1);
        assertFalse(majority.isProven(2, reboot, W), "its former life may have vouched for host 2 a moment ago");
        tells(reboot + wait - 1, 2, -1);
        assertFalse(majority.isProven(2, reboot + wait - 1, W));
        tells(reboot + wait, 2, -1);
        assertTrue(majority.isProven(2, reboot + wait, W));
    }

    @Test
    void shouldNotTakeItsOwnWordForTheTimeBeforeItBegan() {
        LivesetState fresh =
                new LivesetState(QuorumPools.pool(2).withPolicy(PoolConfig.Policy.MAJORITY), 0, QuorumRules.OURS);
        MajoritySilence own = new SilenceRule(fresh).majority();
        fresh.seen.begin(SECOND);
        assertFalse(own.isProven(1, SECOND + wait - 1, W), "its former life may have vouched for host 1");
        assertTrue(own.isProven(1, SECOND + wait, W));
    }

    @Test
    void shouldTakeAWordForHalfOfT1() {
        tells(3 * SECOND, 1, 500);
        long told = 4 * SECOND + wait;
        tells(told, 1, (int) (wait / 1_000_000));
        assertTrue(majority.isProven(2, told + SECOND, W));
        assertFalse(majority.isProven(2, told + SECOND + 1, W), "it may have heard it since");
    }

    @Test
    void shouldNotTakeTheWordOfAHostThatHeardItAtThisVeryMoment() {
        tells(3 * SECOND, 1, 500);
        long read = 3 * SECOND + 2 * wait;
        tells(read, 1, 0);
        assertFalse(majority.isProven(2, read, W));
    }

    /** Host 1 has been outside every liveset, and its section was looked at. */
    private void outside(long goneNanos, long lookNanos) {
        state.starting = false;
        state.current = 0b101;
        state.proposed = 0b101;
        state.goneNanos[1] = goneNanos;
        state.seen.observedNanos[1] = lookNanos;
    }

    @Test
    void shouldCountAHostThatIsOutsideEveryLivesetForAsLong() {
        long read = 3 * SECOND + wait;
        outside(3 * SECOND, read - SECOND);
        assertTrue(majority.isProven(2, read, W), "who is in no liveset vouches for nobody");
        outside(3 * SECOND + 1, read);
        assertFalse(majority.isProven(2, read, W), "it was removed too late");
        outside(3 * SECOND, read - SECOND - 1);
        assertFalse(majority.isProven(2, read, W), "who knows what its section shows by now");
    }

    @Test
    void shouldNotCountAHostThatIsOutsideButShowedLife() {
        long read = 3 * SECOND + wait;
        outside(2 * SECOND, read);
        state.seen.signNanos[1] = 3 * SECOND;
        assertTrue(majority.isProven(2, read, W));
        state.seen.signNanos[1] = 3 * SECOND + 1;
        assertFalse(majority.isProven(2, read, W));
    }

    @Test
    void shouldNotCountAHostForOutsideThatMayHaveEntered() {
        long read = 3 * SECOND + wait;
        outside(2 * SECOND, read);
        state.mayHaveEntered = 0b010;
        assertFalse(majority.isProven(2, read, W));
        state.mayHaveEntered = 0;
        state.current = 0b111;
        assertFalse(majority.isProven(2, read, W), "nor one that is inside");
    }

    @Test
    void shouldNeedHalfOfTheLargestPoolThereIs() {
        LivesetState large = new LivesetState(
                QuorumPools.pool(HostSet.MAX_HOSTS).withPolicy(PoolConfig.Policy.MAJORITY), 0, QuorumRules.OURS);
        MajoritySilence many = new SilenceRule(large).majority();
        large.seen.begin(SECOND);
        long read = 3 * SECOND + wait;
        for (int host = 2; host <= 31; host++) {
            ages[1] = (int) (wait / 1_000_000);
            large.seen.bootNanos[host] = SECOND;
            many.onAges(read, host, ages);
        }
        assertFalse(many.isProven(1, read, W), "31 of 64, this host included");
        many.onAges(read, 63, ages);
        assertTrue(many.isProven(1, read, W));
    }
}
