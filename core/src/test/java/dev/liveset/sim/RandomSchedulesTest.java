package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.liveset.PoolConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random schedules over pools of 2 to 8 hosts, more than 2,000 in all by XenServer's rules and a third as many by a majority. {@code -Dliveset.sim.hosts=3 -Dliveset.sim.seed=54
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
        keepsEveryRule(SimPools.fast(hosts), SCHEDULES, "");
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void shouldKeepEveryRuleByAMajority(int hosts) {
        PoolConfig pool = SimPools.fast(hosts).withPolicy(PoolConfig.Policy.MAJORITY);
        keepsEveryRule(pool, Math.max(1, SCHEDULES / 3), " (by a majority)");
    }

    private static void keepsEveryRule(PoolConfig pool, int schedules, String policy) {
        Simulation simulation = new Simulation(pool, SimSettings.rough());
        List<Long> failing = Collections.synchronizedList(new ArrayList<>());
        long evicting = LongStream.range(FIRST_SEED, FIRST_SEED + schedules)
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
                    + "-Dtest=RandomSchedulesTest -Dliveset.sim.hosts=" + pool.hostCount()
                    + " -Dliveset.sim.seed=" + seed + " -Dliveset.sim.schedules=1" + policy);
        }
        assertTrue(
                evicting >= schedules * 3 / 4, evicting + " of " + schedules + " schedules cost a host its membership");
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
