package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random schedules over pools of 2 to 8 hosts, more than 2,000 in all. {@code -Dliveset.sim.hosts=3 -Dliveset.sim.seed=54
 * -Dliveset.sim.schedules=1} replays one.
 */
class RandomSchedulesTest {
    private static final int SCHEDULES = Integer.getInteger("liveset.sim.schedules", 300);
    private static final long FIRST_SEED = Long.getLong("liveset.sim.seed", 101);

    static IntStream hosts() {
        Integer chosen = Integer.getInteger("liveset.sim.hosts");
        return chosen == null ? IntStream.rangeClosed(2, 8) : IntStream.of(chosen);
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void shouldKeepEveryRuleInRandomSchedules(int hosts) {
        Simulation simulation = new Simulation(SimPools.fast(hosts), SimSettings.rough());
        List<Long> failing = Collections.synchronizedList(new ArrayList<>());
        long evicting = LongStream.range(FIRST_SEED, FIRST_SEED + SCHEDULES)
                .parallel()
                .filter(seed -> {
                    RunReport report = simulation.run(seed);
                    if (report.violation() != null) {
                        failing.add(seed);
                    }
                    return report.coverage().count("evictions") > 0;
                })
                .count();
        if (!failing.isEmpty()) {
            long seed = Collections.min(failing);
            fail(String.join("\n", simulation.explain(seed)) + "\n\nReplay: mvn -pl core test "
                    + "-Dtest=RandomSchedulesTest -Dliveset.sim.hosts=" + hosts
                    + " -Dliveset.sim.seed=" + seed + " -Dliveset.sim.schedules=1");
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
