package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random schedules over pools of 2 to 5 hosts. {@code -Dliveset.sim.hosts=3 -Dliveset.sim.seed=54
 * -Dliveset.sim.schedules=1} replays one.
 */
class RandomSchedulesTest {
    private static final int SCHEDULES = Integer.getInteger("liveset.sim.schedules", 150);
    private static final long FIRST_SEED = Long.getLong("liveset.sim.seed", 101);

    static IntStream hosts() {
        Integer chosen = Integer.getInteger("liveset.sim.hosts");
        return chosen == null ? IntStream.rangeClosed(2, 5) : IntStream.of(chosen);
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void shouldKeepEveryRuleInRandomSchedules(int hosts) {
        Simulation simulation = new Simulation(SimPools.fast(hosts), SimSettings.rough());
        int evicting = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SCHEDULES; seed++) {
            RunReport report = simulation.run(seed);
            if (report.violation() != null) {
                fail(String.join("\n", simulation.explain(seed)) + "\n\nReplay: mvn -pl core test "
                        + "-Dtest=RandomSchedulesTest -Dliveset.sim.hosts=" + hosts
                        + " -Dliveset.sim.seed=" + seed + " -Dliveset.sim.schedules=1");
            }
            evicting += report.coverage().count("evictions") > 0 ? 1 : 0;
        }
        assertTrue(
                evicting >= SCHEDULES * 4 / 5, evicting + " of " + SCHEDULES + " schedules cost a host its membership");
    }

    @Test
    void shouldTellTheSameStoryForTheSameSeed() {
        Schedule schedule = Schedule.random(SimPools.fast(3), SimSettings.rough(), 7);
        RunReport first = new ScheduleRunner(schedule, PlantedBug.NONE, true).run();
        RunReport second = new ScheduleRunner(schedule, PlantedBug.NONE, true).run();
        assertTrue(first.story().size() > 50, first.story()::toString);
        assertTrue(first.story().equals(second.story()) && first.steps() == second.steps());
    }
}
