package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A witness that comes and goes, for one host or for all of them. */
class WitnessTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void shouldKeepEveryRuleWhileTheWitnessComesAndGoes(int hosts) {
        for (long seed = 1; seed <= 40; seed++) {
            Schedule drawn = Schedule.random(SimPools.fast(hosts), SimSettings.rough(), seed);
            RunReport report = new ScheduleRunner(withWitness(drawn, seed), PlantedBug.NONE, false).run();
            assertNull(report.violation(), "seed " + seed);
        }
    }

    /** The price that one fault at a time may cost is not judged here: the faults of the witness are further ones. */
    private static Schedule withWitness(Schedule drawn, long seed) {
        SimRandom random = new SimRandom(seed);
        List<SimAction> actions = new ArrayList<>(drawn.actions());
        for (long at = 2 * SECOND; at < drawn.endOfFaultsNanos() - 10 * SECOND; at += random.between(0, 8 * SECOND)) {
            Verb verb = random.chance(0.7) ? Verb.CUT_WITNESS : Verb.LOSE_WITNESS;
            SimAction action = SimAction.of(at, verb).lasting(random.between(SECOND / 10, 8 * SECOND));
            actions.add(
                    verb == Verb.CUT_WITNESS
                            ? action.on(random.below(drawn.pool().hostCount()))
                            : action);
        }
        actions.sort(Comparator.comparingLong(SimAction::atNanos));
        return drawn.withActions(actions);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void shouldMakeNobodyFenceByTheWitnessAlone(int hosts) {
        List<String> lines = new ArrayList<>(Beginning.lines(hosts, 0));
        SimRandom random = new SimRandom(hosts);
        for (int tenth = 200; tenth < 1_000; tenth += 1 + random.below(30)) {
            String what = random.chance(0.5) ? "lose-witness" : "cut-witness h" + (1 + random.below(hosts));
            lines.add(tenth / 10.0 + " " + what + " for " + (1 + random.below(80)) / 10.0);
        }
        lines.add("120 expect-died none");
        lines.add("120 expect-online all");
        RunReport report = new Simulation(SimPools.fast(hosts), SimSettings.calm()).play(lines, 1);
        assertNull(report.violation());
        assertTrue(report.coverage().count("did lose-witness") > 5);
        assertEquals(0, report.coverage().count("evictions"));
    }
}
