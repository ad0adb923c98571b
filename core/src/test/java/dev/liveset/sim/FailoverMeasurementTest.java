package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.TimingPresets;
import dev.liveset.TimingProof;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailoverMeasurementTest {
    private static final int FAILURES = 40;

    private static PoolConfig pool(int hosts, String preset) {
        return SimPools.withTimings(hosts, TimingPresets.named(preset));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "balanced", "patient"})
    void shouldNeverTakeLongerThanWasProven(String preset) {
        for (int hosts = 2; hosts <= 4; hosts++) {
            FailoverFigures figures = FailoverMeasurement.run(pool(hosts, preset), hosts, FAILURES);
            assertEquals("", figures.trouble());
            assertEquals(FAILURES, figures.failures());
            assertTrue(figures.ofMasters() > 0 && figures.ofMasters() < FAILURES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "balanced", "patient"})
    void shouldComeNearToWhatIsProvenOnTheSlowestDiskThatIsAllowed(String preset) {
        FailoverFigures figures = FailoverFigures.NONE;
        for (int hosts = 2; hosts <= 4; hosts++) {
            figures = figures.and(FailoverMeasurement.runOnSlowestDisk(pool(hosts, preset), hosts, FAILURES));
        }
        TimingProof proof = TimingPresets.named(preset).proof();
        assertEquals("", figures.trouble());
        assertTrue(figures.within(proof), figures::toString);
        assertTrue(figures.removal() >= 0.8 * proof.removal().nanos(), figures::toString);
        assertTrue(figures.failover() >= 0.8 * proof.failover().nanos(), figures::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "balanced"})
    void shouldKeepWhatIsProvenForAMajority(String preset) {
        FailoverFigures figures = FailoverFigures.NONE;
        for (int hosts = 2; hosts <= 4; hosts++) {
            PoolConfig pool = pool(hosts, preset).withPolicy(PoolConfig.Policy.MAJORITY);
            figures = figures.and(FailoverMeasurement.runOnSlowestDisk(pool, hosts, FAILURES / 2));
        }
        TimingProof proof = TimingPresets.named(preset).proof();
        TimingProof byMajority = proof.under(PoolConfig.Policy.MAJORITY);
        assertEquals("", figures.trouble());
        assertTrue(figures.within(byMajority) && !figures.within(proof), figures::toString);
        assertTrue(figures.removal() >= 0.8 * byMajority.removal().nanos(), figures::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "balanced"})
    void shouldTakeLessThanTheFullSilenceWithPowerFencers(String preset) {
        PoolConfig pool = pool(3, preset);
        FailoverFigures figures = FailoverMeasurement.runWithPowerFencers(pool, 3, FAILURES / 2);
        assertEquals("", figures.trouble());
        assertTrue(figures.removal() < pool.timings().watchdogTimeoutNanos(), figures::toString);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void shouldGiveTheSameFiguresForTheSameSeed(long seed) {
        PoolConfig pool = pool(3, "fast");
        assertEquals(FailoverMeasurement.run(pool, seed, 5), FailoverMeasurement.run(pool, seed, 5));
    }
}
