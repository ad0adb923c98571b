package dev.liveset.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Our answers beside those of another planner, of brute force and of the bare packing test, on the same pools. */
class MeasuredPoolsTest {

    private static final int EXACT_SIMULTANEOUS = 1;
    private static final int EXACT_SEQUENTIAL = 2;
    private static final int OTHER_PLANNER = 3;
    private static final int PROVEN_SIMULTANEOUS = 5;
    private static final int PROVEN_SEQUENTIAL = 6;
    private static final int VOLUME_BOUND = 7;

    private final FailoverPlanner planner = new SearchingPlanner();

    private static Map<String, String[]> answers() {
        Map<String, String[]> answers = new HashMap<>();
        for (String line : PlannerData.lines("answers.csv")) {
            String[] fields = line.split(",", -1);
            answers.put(fields[0], fields);
        }
        return answers;
    }

    @Test
    void shouldPlaceEverySetThatWorstFitMisses() {
        for (String line : PlannerData.lines("simultaneous-hard.jsonl")) {
            PlannerPool pool = PlannerData.pool(line);
            for (BitSet set : PlannerData.badSets(line)) {
                FailoverPlan plan = planner.plan(pool, set);
                PlanChecker.check(pool, plan);
                assertTrue(plan.isComplete(), line);
            }
        }
    }

    @Test
    void shouldNeverBeBelowTheOthersAnswers() {
        Map<String, String[]> answers = answers();
        Map<Integer, int[]> sums = new TreeMap<>();
        int small = 0;
        int missed = 0;
        for (String line : PlannerData.lines("instances.jsonl")) {
            String[] answer = answers.get(PlannerData.id(line));
            PlannerPool pool = PlannerData.pool(line);
            FailoverPromise promise = planner.maxHostFailuresToTolerate(pool);
            assertTrue(promise.tolerate() >= Integer.parseInt(answer[OTHER_PLANNER]), line);
            assertTrue(promise.upperBound() >= promise.tolerate(), line);
            if (answer[VOLUME_BOUND].length() > 0) {
                assertEquals(Integer.parseInt(answer[VOLUME_BOUND]), UpperBounds.volume(pool.arrays()), line);
            }
            if (PlannerData.id(line).startsWith("small-")) {
                int exactSequential = Integer.parseInt(answer[EXACT_SEQUENTIAL]);
                assertEquals(
                        Integer.parseInt(answer[EXACT_SIMULTANEOUS]),
                        promise.simultaneous().promised(),
                        line);
                assertTrue(promise.sequential().promised() <= exactSequential, line);
                small++;
                missed += promise.sequential().promised() < exactSequential ? 1 : 0;
            } else {
                int[] sum = sums.computeIfAbsent(pool.hostCount(), k -> new int[4]);
                sum[0] += promise.simultaneous().promised();
                sum[1] += promise.sequential().promised();
                sum[2] += Integer.parseInt(answer[PROVEN_SIMULTANEOUS]);
                sum[3] += Integer.parseInt(answer[PROVEN_SEQUENTIAL]);
            }
        }
        assertTrue(missed * 200 <= small, missed + " of " + small + " small pools are not answered exactly");
        sums.forEach((hosts, sum) -> {
            assertTrue(sum[0] >= sum[2], () -> "simultaneous, " + hosts + " hosts");
            assertTrue(sum[1] >= sum[3], () -> "sequential, " + hosts + " hosts");
        });
    }
}
