package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checkers can fail: every planted bug is seen, by the checker that is there for it. */
class PlantedBugTest {
    static Stream<Arguments> bugs() {
        SimSettings rough = SimSettings.rough();
        SimSettings failingDisk = SimSettings.failingDisk();
        return Stream.of(
                Arguments.of(PlantedBug.NO_WAIT, rough, 60, Set.of("RemovedIsDead")),
                Arguments.of(PlantedBug.WAIT_TOO_SHORT, rough, 60, Set.of("RemovedIsDead")),
                Arguments.of(PlantedBug.CLAIM_AFTER_START, rough, 10, Set.of("ClaimBeforeStart")),
                Arguments.of(PlantedBug.TIE_BROKEN_BOTH_WAYS, rough, 300, Set.of("BlastRadius", "SplitsEnd")),
                Arguments.of(PlantedBug.LATE_WRITE_BELIEVED, failingDisk, 300, Set.of("Convergence")));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void shouldCatchABugThatIsPlanted(PlantedBug bug, SimSettings settings, int atMost, Set<String> checkers) {
        Simulation broken = new Simulation(SimPools.fast(3), settings).withBug(bug);
        for (long seed = 1; seed <= atMost; seed++) {
            Violation violation = broken.run(seed).violation();
            if (violation != null && checkers.contains(violation.checker())) {
                Violation without =
                        new Simulation(SimPools.fast(3), settings).run(seed).violation();
                assertTrue(without == null, () -> "without the bug: " + without);
                System.out.println(bug.words() + " is caught by " + violation.checker() + " in schedule " + seed);
                return;
            }
        }
        throw new AssertionError(bug + " was not caught by " + checkers + " in " + atMost + " schedules");
    }

    @Test
    void shouldExplainAFailureByItsShortestScheduleAndItsStory() {
        Simulation broken = new Simulation(SimPools.fast(2), SimSettings.rough()).withBug(PlantedBug.CLAIM_AFTER_START);
        List<String> lines = broken.explain(1);
        assertTrue(lines.get(0).contains("ClaimBeforeStart"), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.contains("VIOLATION")), lines::toString);
        List<String> shortest = lines.subList(0, lines.indexOf("What happens in it:"));
        assertFalse(
                shortest.stream().anyMatch(line -> line.contains(" for ")),
                () -> "a start needs no fault to be wrong: " + lines);
    }
}
