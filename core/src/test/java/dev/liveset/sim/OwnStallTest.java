package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.TimingPresets;
import dev.liveset.Timings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What becomes of a host whose process stands still for as long as the balanced preset allows, and for longer. */
class OwnStallTest {
    private static final int SEEDS = 40;
    private static final Timings BALANCED = TimingPresets.balanced();
    private static final double SECOND = 1e9;

    private final PoolConfig pool = SimPools.withTimings(3, BALANCED);

    private List<String> withVms(String... lines) {
        List<String> timeline = new ArrayList<>();
        for (int host = 1; host <= 3; host++) {
            timeline.add("0 power-on h" + host);
        }
        timeline.add("20 enable-ha");
        timeline.add("20 tolerate 1");
        for (int host = 1; host <= 3; host++) {
            timeline.add("20 define-vm " + host);
            timeline.add("20 start-vm " + host + " h" + host);
        }
        timeline.add("58 expect-online all");
        timeline.addAll(List.of(lines));
        return timeline;
    }

    @Test
    void shouldEvictNobodyAndTouchNoVmWhenAHostStandsStillForFiveSeconds() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            String host = "h" + (seed % 3 + 1);
            String at = String.format(Locale.ROOT, "%.3f", 60 + seed * 0.031);
            List<String> timeline = withVms(
                    at + " freeze " + host + " for 5",
                    "100 expect-online all",
                    "100 expect-died 000",
                    "100 expect-starts 1 1",
                    "100 expect-starts 2 1",
                    "100 expect-starts 3 1",
                    "100 expect-vm 1 h1",
                    "100 expect-vm 2 h2",
                    "100 expect-vm 3 h3");
            RunReport report = new Simulation(pool, SimSettings.rough()).play(timeline, seed);
            assertNull(report.violation(), () -> String.join("\n", report.story()));
            assertTrue(report.story().stream().noneMatch(line -> line.contains(" removes ")), report.story()::toString);
        }
    }

    @Test
    void shouldResetAHostThatStandsStillForLongerThanItsWatchdogAtItsTime() {
        double watchdog = BALANCED.watchdogTimeoutNanos() / SECOND;
        double lastFed = (BALANCED.statefileIntervalNanos() * 1.125 + 2 * BALANCED.tickNanos()) / SECOND;
        for (int seed = 1; seed <= SEEDS; seed++) {
            List<String> timeline = withVms("60 freeze h2 for 60", "95 expect-died 010", "150 expect-online all");
            RunReport report = new Simulation(pool, SimSettings.calm()).play(timeline, seed);
            assertNull(report.violation(), () -> String.join("\n", report.story()));
            List<String> deaths = report.story().stream()
                    .filter(line -> line.endsWith("dead (watchdog)"))
                    .toList();
            assertEquals(1, deaths.size(), deaths::toString);
            double after = Double.parseDouble(deaths.get(0).strip().split("\\s+", -1)[0]) - 60;
            assertTrue(
                    after >= watchdog - lastFed - 1 && after <= watchdog + 1,
                    () -> after + " s for a watchdog of " + watchdog + " s");
        }
    }
}
