package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checkers can fail: every planted bug is seen, by the checker that is there for it. */
class PlantedBugTest {
    private static final int DIRECTED_SEEDS = 20;

    /** Where a bug is found soon in random schedules: hosts, the first schedule, how many at most, who sees it. */
    static Stream<Arguments> bugsOfRandomSchedules() {
        return Stream.of(
                Arguments.of(PlantedBug.NO_WAIT, 2, 1, 20, "RemovedIsDead"),
                Arguments.of(PlantedBug.WAIT_TOO_SHORT, 2, 1, 20, "RemovedIsDead"),
                Arguments.of(PlantedBug.WAIT_AN_INTERVAL_SHORT, 2, 90, 40, "RemovedIsDead"),
                Arguments.of(PlantedBug.WAIT_FROM_VERDICT, 2, 12490, 10, "RemovedIsDead"),
                Arguments.of(PlantedBug.SIGN_OF_LIFE_IGNORED, 2, 1, 60, "RemovedIsDead"),
                Arguments.of(PlantedBug.FED_BEFORE_SUCCESS, 2, 1, 20, "FedByWrites"),
                Arguments.of(PlantedBug.ROUNDS_UNLIMITED, 3, 50, 20, "BlastRadius"),
                Arguments.of(PlantedBug.DOMAINS_OPEN_IN_FAULT_HANDLING, 2, 390, 20, "BlastRadius"),
                Arguments.of(PlantedBug.GRANT_GIVEN_TWICE, 3, 1, 20, "OneMaster"),
                Arguments.of(PlantedBug.CLAIM_AFTER_START, 2, 1, 10, "ClaimBeforeStart"),
                Arguments.of(PlantedBug.LOWER_EPOCH_ACCEPTED, 3, 1, 20, "ClaimBeforeStart"),
                Arguments.of(PlantedBug.ASSIGNED_BEFORE_ALL_PROMISED, 2, 1, 20, "AssignedAfterPromises"),
                Arguments.of(PlantedBug.ANSWER_NOT_AWAITED, 2, 1, 20, "Convergence"),
                Arguments.of(PlantedBug.TIMED_OUT_START_GIVEN_AWAY, 2, 1, 60, "ClaimBeforeStart"),
                Arguments.of(PlantedBug.TIE_BROKEN_BOTH_WAYS, 2, 470, 20, "SplitsEnd"),
                Arguments.of(PlantedBug.DISARMED_WHILE_VMS_RUN, 3, 10, 20, "ArmedTruthfully"),
                Arguments.of(PlantedBug.DISARMED_BEFORE_IT_IS_DURABLE, 3, 1, 20, "ArmedTruthfully"),
                Arguments.of(PlantedBug.UNARMED_HOSTS_VMS_RESTARTED, 3, 40, 20, "AssignedUnclaimed"),
                Arguments.of(PlantedBug.CLAIMS_NOT_TAKEN_OVER, 3, 740, 20, "ClaimBeforeStart"),
                Arguments.of(PlantedBug.MOVED_BEFORE_THE_SOURCE_LETS_GO, 3, 1, 20, "AssignedUnclaimed"),
                Arguments.of(PlantedBug.FED_WITHOUT_READ_BACK, 3, 450, 20, "OneMaster"),
                Arguments.of(PlantedBug.MAJORITY_NOT_ASKED, 3, 410, 20, "RemovedIsDead"),
                Arguments.of(PlantedBug.RULE_2_EXCUSES_ALL, 3, 1, 20, "FedByWrites"),
                Arguments.of(PlantedBug.THIRD_JOIN_RULE_UNGUARDED, 3, 740, 20, "RemovedStaysOut"),
                Arguments.of(PlantedBug.UNREADABLE_TAKEN_AS_EMPTY, 3, 1530, 20, "AssignedUnclaimed"),
                Arguments.of(PlantedBug.STALE_READ_BELIEVED, 3, 1, 20, "Convergence"),
                Arguments.of(PlantedBug.LATE_WRITE_BELIEVED, 3, 530, 20, "Convergence"),
                Arguments.of(PlantedBug.ONE_MASTER_REGION, 3, 1450, 20, "OneMaster"));
    }

    @ParameterizedTest
    @MethodSource("bugsOfRandomSchedules")
    void shouldBeSeenInRandomSchedules(PlantedBug bug, int hosts, long first, int atMost, String checker) {
        Simulation ours = new Simulation(SimPools.fast(hosts).withPolicy(policyOf(bug)), SimSettings.rough());
        for (long seed = first; seed < first + atMost; seed++) {
            Violation violation = ours.withBug(bug).run(seed).violation();
            if (violation != null && checker.equals(violation.checker())) {
                Violation without = ours.run(seed).violation();
                assertNull(without, () -> "without the bug: " + without);
                tell(bug, violation, seed, hosts);
                return;
            }
        }
        throw new AssertionError(bug + " was not caught by " + checker + " in " + atMost + " schedules");
    }

    /**
     * Bugs that need a rare coincidence, or are seen by another checker when it comes about, each with the faults for that:
     * the first schedule, how late writes may land in seconds, who sees it, the faults.
     */
    static Stream<Arguments> bugsOfDirectedSchedules() {
        return Stream.of(
                Arguments.of(
                        PlantedBug.FED_WITHOUT_READ_BACK,
                        1,
                        1,
                        "RemovedIsDead",
                        List.of("18.828 lose-writes h3 for 20", "20 cut-all-links for 20")),
                // A host that stands still in its wait for equal views is reset by the cap, not by its last write a
                // second later.
                Arguments.of(
                        PlantedBug.FED_WITHOUT_CAP,
                        1,
                        1,
                        "Expectations",
                        List.of("20 cut-link h1 h2 for 30", "23.2 freeze h2 for 20", "26.3 expect-died 010")),
                // Who reads and hears all, but cannot write, judges itself; without the rule it goes because it is told
                // to.
                Arguments.of(
                        PlantedBug.WINNER_OUTSIDE_ITS_RESULT,
                        1,
                        1,
                        "Expectations",
                        List.of("20 lose-writes h3 for 10", "30 expect-death h3 STATEFILE_LOST")),
                Arguments.of(
                        PlantedBug.MANIFEST_READ_TOO_EARLY,
                        1,
                        1,
                        "AssignedUnclaimed",
                        List.of(
                                "8 yield-master h2",
                                "8 yield-master h3",
                                "20 hang-storage h1 for 1.2",
                                "20.1 disarm h2",
                                "20.7 wipe-manifest h2",
                                "20.8 freeze h2 for 60")),
                Arguments.of(
                        PlantedBug.STALE_READ_BELIEVED,
                        1,
                        1,
                        "AssignedUnclaimed",
                        List.of(
                                "8 yield-master h2",
                                "8 yield-master h3",
                                "19.5 stale-reads h1 for 16",
                                "20 disarm h2",
                                "20.7 freeze h2 for 60")),
                Arguments.of(
                        PlantedBug.JOIN_ACKED_IN_FAULT_HANDLING,
                        167,
                        1,
                        "Expectations",
                        List.of(
                                "19.767 hang-storage h2 for 0.578",
                                "20 power-off h3 for 0.404",
                                "22.471 freeze h1 for 1.48",
                                "23.715 cut-link h1 h2 for 40",
                                "58 expect-died 101")),
                Arguments.of(PlantedBug.OLD_MANIFEST_BELIEVED, 1, 14, "AssignedUnclaimed", LATE_MANIFEST),
                Arguments.of(PlantedBug.LATE_WRITE_BELIEVED, 1, 14, "AssignedUnclaimed", LATE_MANIFEST));
    }

    /** What the old boot wrote of an armed host lands over the manifest of the new one, which is not. */
    private static final List<String> LATE_MANIFEST = List.of(
            "8 yield-master h2",
            "8 yield-master h3",
            "18 delay-writes h2 for 1.2",
            "18.1 shutdown-vm 2",
            "19.3 reset h2",
            "26.9 start-vm 2 h2",
            "29 disarm h2",
            "29.7 freeze h2 for 60",
            "30.1 wipe-manifest h2");

    @ParameterizedTest
    @MethodSource("bugsOfDirectedSchedules")
    void shouldBeSeenInDirectedSchedules(
            PlantedBug bug, int first, int lateSeconds, String checker, List<String> faults) {
        int hosts = 3;
        List<String> timeline = new ArrayList<>();
        for (int host = 1; host <= hosts; host++) {
            timeline.add("0 power-on h" + host);
        }
        timeline.addAll(List.of("6 enable-ha", "6 tolerate 1"));
        for (int vm = 1; vm <= 2; vm++) {
            timeline.add("6 define-vm " + vm);
            timeline.add("6 start-vm " + vm + " h" + vm);
        }
        timeline.addAll(faults);
        timeline.add("60 tolerate 1");
        Simulation ours = new Simulation(
                SimPools.fast(hosts), SimSettings.calm().withLateWrites(Duration.ofSeconds(lateSeconds)));
        for (long seed = first; seed < first + DIRECTED_SEEDS; seed++) {
            RunReport without = ours.play(timeline, seed);
            assertNull(without.violation(), () -> String.join("\n", without.story()));
            Violation violation = ours.withBug(bug).play(timeline, seed).violation();
            if (violation != null && checker.equals(violation.checker())) {
                tell(bug, violation, seed, hosts);
                return;
            }
        }
        throw new AssertionError(bug + " was not caught by " + checker + " in " + DIRECTED_SEEDS + " schedules");
    }

    private static void tell(PlantedBug bug, Violation violation, long seed, int hosts) {
        System.out.println(
                bug.words() + " -> " + violation.checker() + ", schedule " + seed + " of " + hosts + " hosts");
    }

    private static PoolConfig.Policy policyOf(PlantedBug bug) {
        return bug == PlantedBug.MAJORITY_NOT_ASKED ? PoolConfig.Policy.MAJORITY : PoolConfig.Policy.XENSERVER;
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
