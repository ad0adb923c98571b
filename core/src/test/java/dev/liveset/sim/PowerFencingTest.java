package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random schedules in which every host has a power fencer that now and then answers late or never, refuses, has not seen what
 * it did, or gives the power back at once. Whoever is switched off by mistake is dead as well, so every rule must hold.
 */
class PowerFencingTest {
    private static final int SCHEDULES = 60;

    @ParameterizedTest
    @CsvSource({"2, XENSERVER", "3, XENSERVER", "5, XENSERVER", "2, MAJORITY", "4, MAJORITY"})
    void shouldKeepEveryRuleWhateverThePowerFencersDo(int hosts, PoolConfig.Policy policy) {
        Simulation simulation = new Simulation(
                SimPools.fast(hosts).withPolicy(policy), SimSettings.rough().withPowerFencers());
        Map<RuleBranch, Long> taken = new TreeMap<>();
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            RunReport report = simulation.run(seed);
            if (report.violation() != null) {
                fail(String.join("\n", simulation.explain(seed)));
            }
            for (RuleBranch branch : RuleBranch.values()) {
                taken.merge(branch, report.coverage().count(Coverage.name(branch)), Long::sum);
            }
        }
        assertTrue(taken.get(RuleBranch.SILENCE_ENDED_BY_POWER_OFF) > 0, "no wait was shortened");
        assertTrue(taken.get(RuleBranch.POWER_FENCER_LATE) > 0, "no answer was late");
        assertTrue(taken.get(RuleBranch.POWER_FENCER_CONFIRMED_NOTHING) > 0, "no answer was no confirmation");
    }

    @Test
    void shouldAskNobodyWithoutPowerFencers() {
        Simulation simulation = new Simulation(SimPools.fast(3), SimSettings.rough());
        for (long seed = 1; seed <= 20; seed++) {
            Coverage coverage = simulation.run(seed).coverage();
            assertEquals(0, coverage.count(Coverage.name(RuleBranch.POWER_FENCER_CONFIRMED)));
            assertEquals(0, coverage.count(Coverage.name(RuleBranch.POWER_FENCER_CONFIRMED_NOTHING)));
            assertEquals(0, coverage.count(Coverage.name(RuleBranch.POWER_FENCER_LATE)));
        }
    }
}
