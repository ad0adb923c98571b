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
    /** Where each bug is found soon: hosts, the first schedule, how many at most, and the checkers that see it. */
    static Stream<Arguments> bugs() {
        return Stream.of(
                Arguments.of(PlantedBug.NO_WAIT, 3, 1, 60, Set.of("RemovedIsDead")),
                Arguments.of(PlantedBug.WAIT_TOO_SHORT, 3, 1, 60, Set.of("RemovedIsDead")),
                Arguments.of(PlantedBug.CLAIM_AFTER_START, 3, 1, 10, Set.of("ClaimBeforeStart")),
                Arguments.of(PlantedBug.TIE_BROKEN_BOTH_WAYS, 2, 90, 60, Set.of("SplitsEnd")));
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void shouldCatchABugThatIsPlanted(PlantedBug bug, int hosts, long first, int atMost, Set<String> checkers) {
        Simulation ours = new Simulation(SimPools.fast(hosts), SimSettings.rough());
        Simulation broken = ours.withBug(bug);
        for (long seed = first; seed < first + atMost; seed++) {
            Violation violation = broken.run(seed).violation();
            if (violation != null && checkers.contains(violation.checker())) {
                Violation without = ours.run(seed).violation();
                assertTrue(without == null, () -> "without the bug: " + without);
                System.out.println(bug.words() + " is caught by " + violation.checker() + " in schedule " + seed
                        + " of " + hosts + " hosts");
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
