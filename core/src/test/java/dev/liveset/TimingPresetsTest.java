package dev.liveset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TimingPresetsTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldRestartWithinTenSecondsWhenFast() {
        TimingProof fast = TimingPresets.fast().proof();
        assertTrue(fast.failover().nanos() <= 10 * SECOND, fast::report);
        assertTrue(fast.failoverOfMaster().nanos() <= 10 * SECOND, fast::report);
    }

    @Test
    void shouldRestartWithinThirtySecondsAndTakeAPauseOfFiveWhenBalanced() {
        Timings balanced = TimingPresets.balanced();
        assertEquals(5 * SECOND, balanced.pauseBudgetNanos());
        assertTrue(balanced.proof().pauseMargin().nanos() > 5 * SECOND);
        assertTrue(balanced.proof().failoverOfMaster().nanos() <= 30 * SECOND, balanced.proof()::report);
    }

    @Test
    void shouldSurviveAMinuteOfHungStorageWhenPatient() {
        assertTrue(TimingPresets.patient().proof().storageMargin().nanos() > 60 * SECOND);
    }

    @Test
    void shouldFollowEveryAdviceInEveryPreset() {
        for (String name : TimingPresets.NAMES) {
            TimingProof proof = TimingPresets.named(name).proof();
            assertTrue(proof.relations().stream().allMatch(TimingRelation::holds), proof::report);
        }
    }

    @Test
    void shouldDeriveWhatXenServerDerives() {
        Timings derived = TimingPresets.xenserver(60);
        assertEquals(3 * SECOND, derived.heartbeatIntervalNanos());
        assertEquals(60 * SECOND, derived.statefileTimeoutNanos());
        assertEquals(60 * SECOND, derived.heartbeatWatchdogTimeoutNanos());
        assertEquals(75 * SECOND, derived.statefileWatchdogTimeoutNanos());
        assertEquals(120 * SECOND, derived.bootJoinTimeoutNanos());
        assertEquals(2 * SECOND, TimingPresets.xenserver(10).heartbeatIntervalNanos());
        assertThrows(LivesetException.class, () -> TimingPresets.xenserver(9));
    }

    @Test
    void shouldRefuseXenServersDerivationWhereAHungDiskWouldResetThePool() {
        LivesetException refusal = assertThrows(LivesetException.class, () -> TimingPresets.xenserver(300));
        assertTrue(refusal.getMessage().contains("R2"), refusal::getMessage);
    }

    @Property
    void shouldDeriveSafeTimingsFromAnyOneNumber(@ForAll @IntRange(min = 1_000, max = 600_000) int millis) {
        Timings timings = TimingPresets.from(Duration.ofMillis(millis));
        assertEquals(millis * 1_000_000L, timings.statefileTimeoutNanos());
        assertTrue(timings.proof().relations().stream().allMatch(TimingRelation::holds), timings.proof()::report);
    }

    @Test
    void shouldNameThePresetsWhenAskedForAnother() {
        LivesetException unknown = assertThrows(LivesetException.class, () -> TimingPresets.named("quick"));
        assertTrue(unknown.getMessage().contains("fast, balanced, patient"), unknown::getMessage);
        assertThrows(LivesetException.class, () -> TimingPresets.from(Duration.ofMillis(999)));
        assertThrows(LivesetException.class, () -> TimingPresets.from(Duration.ofDays(1_000_000)));
    }
}
