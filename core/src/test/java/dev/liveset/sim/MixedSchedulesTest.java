package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.sim.xhad.XhadTimings;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random schedules over pools in which models of XenServer's own daemon and our hosts sit side by side.
 * {@code -Dliveset.sim.hosts=3 -Dliveset.sim.seed=54 -Dliveset.sim.schedules=1} replays one.
 */
class MixedSchedulesTest {
    private static final int SCHEDULES = Integer.getInteger("liveset.sim.schedules", 60);
    private static final long FIRST_SEED = Long.getLong("liveset.sim.seed", 1);

    static IntStream hosts() {
        Integer chosen = Integer.getInteger("liveset.sim.hosts");
        return chosen == null ? IntStream.rangeClosed(2, 6) : IntStream.of(chosen);
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void shouldKeepOurHostsAndTheirVmsSafeBesideTheOriginal(int hosts) {
        keepsSafe(SimPools.provenInterop(hosts), SCHEDULES);
    }

    /** Where a tenth of T2 is longer than the original's haste: ours hurries as much as it does. */
    @ParameterizedTest
    @MethodSource("hosts")
    void shouldKeepThemSafeWithLongTimeouts(int hosts) {
        Timings timings = Timings.builder()
                .channels(Duration.ofSeconds(3), Duration.ofSeconds(12))
                .watchdog(Duration.ofSeconds(27), Duration.ofSeconds(27))
                .join(Duration.ofSeconds(60), Duration.ofSeconds(60))
                .watchdogGranularity(Duration.ofMillis(50))
                .ioBound(Duration.ofMillis(250))
                .pauseBudget(Duration.ofSeconds(1))
                .drift(0.01)
                .build();
        keepsSafe(SimPools.interop(hosts, timings), SCHEDULES / 3);
    }

    private static void keepsSafe(PoolConfig pool, int schedules) {
        Simulation simulation = new Simulation(pool, SimSettings.roughMixed()).besideXhad();
        long evictions = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + schedules; seed++) {
            RunReport report = simulation.run(seed);
            if (report.violation() != null) {
                fail(String.join("\n", simulation.explain(seed)));
            }
            evictions += report.coverage().count("evictions by ours")
                    + report.coverage().count("evictions by the original");
        }
        assertTrue(schedules < 10 || evictions >= schedules / 2, evictions + " evictions in " + schedules);
    }

    @Test
    void shouldTellTheSameStoryForTheSameSeed() {
        Schedule schedule =
                new MixedScheduleGenerator(SimPools.provenInterop(3), SimSettings.roughMixed(), 7).generate();
        Makeup makeup =
                Makeup.mixed(0b011, XhadTimings.of(SimPools.provenInterop(3).timings()));
        RunReport first = new MixedRun(schedule, makeup, PlantedBug.NONE, true).run();
        RunReport second = new MixedRun(schedule, makeup, PlantedBug.NONE, true).run();
        assertTrue(first.story().size() > 30, first.story()::toString);
        assertEquals(first.story(), second.story());
    }
}
