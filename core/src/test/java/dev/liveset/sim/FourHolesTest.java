package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.liveset.PoolConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The four holes of the original (PROTOCOL.md §3): with its rules a host is removed that lives; with ours the same
 * timeline harms nobody, whatever the seed.
 */
class FourHolesTest {
    private static final int SEEDS = 12;

    @Test
    void shouldRemoveTheWinnerWithTheOriginalsRulesWhenItsWritesWereHiddenByTwoShortStalls() {
        attack(
                PlantedBug.TWO_WINNERS,
                SimPools.fast(2),
                "20 cut-link h1 h2 for 40",
                "20 hang-storage h1 for 1.7",
                "21.702 hang-storage h1 for 1.6");
    }

    @Test
    void shouldRemoveAHostWithTheOriginalsRulesThatFeedsAgainAfterTwoShortStalls() {
        attack(
                PlantedBug.LATE_FEED,
                SimPools.original(3),
                "100 cut-network h3 for 200",
                "100 hang-storage h3 for 28",
                "128.002 hang-storage h3 for 14");
    }

    @Test
    void shouldRemoveAHostWithTheOriginalsRulesThatMissedTheOthersInARendezvous() {
        attack(PlantedBug.STUCK_DECISION, SimPools.fast(3), "20 cut-network h3 for 30", "22.1 freeze h3 for 2.4");
    }

    @Test
    void shouldRemoveALoserWithTheOriginalsRulesThatReadTheOthersLateAndFroze() {
        attack(
                PlantedBug.LATE_LOSER,
                SimPools.original(3),
                "100 cut-network h3 for 300",
                "132 hang-storage h3 for 29",
                "189 freeze h3 for 100");
    }

    private static void attack(PlantedBug original, PoolConfig pool, String... faults) {
        List<String> timeline = new ArrayList<>();
        for (int host = 1; host <= pool.hostCount(); host++) {
            timeline.add("0 power-on h" + host);
        }
        timeline.addAll(List.of("6 enable-ha", "6 tolerate 1", "6 define-vm 1", "6 start-vm 1 h" + pool.hostCount()));
        timeline.addAll(List.of(faults));
        Simulation ours = new Simulation(pool, SimSettings.calm());
        List<String> broken = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            Violation violation = ours.withBug(original).play(timeline, seed).violation();
            if (violation != null) {
                broken.add(violation.checker());
            }
            RunReport report = ours.play(timeline, seed);
            assertNull(report.violation(), () -> String.join("\n", report.story()));
        }
        assertEquals("RemovedIsDead", broken.isEmpty() ? "none of " + SEEDS : broken.get(0));
    }
}
