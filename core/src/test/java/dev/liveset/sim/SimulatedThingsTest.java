package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SimulatedThingsTest {
    @Test
    void shouldDoThingsInOrderOfTimeAndThenOfAsking() {
        EventQueue queue = new EventQueue();
        Random random = new Random(5);
        List<String> done = new ArrayList<>();
        List<long[]> asked = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            long time = random.nextInt(50);
            int number = i;
            asked.add(new long[] {time, number});
            queue.at(time, () -> done.add(time + "/" + number));
        }
        asked.sort((left, right) ->
                left[0] != right[0] ? Long.compare(left[0], right[0]) : Long.compare(left[1], right[1]));
        while (queue.nextTime() != Long.MAX_VALUE) {
            queue.runNext();
        }
        assertEquals(asked.stream().map(item -> item[0] + "/" + item[1]).toList(), done);
    }

    /** Things to happen at once, soon and much later, asked for while others happen. */
    @Property(tries = 100)
    void shouldDoNearAndFarThingsInOrder(@ForAll long seed) {
        EventQueue queue = new EventQueue();
        SimRandom random = new SimRandom(seed);
        TreeSet<Long> expected = new TreeSet<>(); // the time in units of 1,000 and the number of asking in one
        long[] number = {0};
        List<Long> done = new ArrayList<>();
        Runnable[] thing = new Runnable[1];
        thing[0] = () -> {
            for (int more = random.below(3); more > 0 && number[0] < 900; more--) {
                long far = 1L << random.between(0, 34);
                long units = (queue.now() + random.between(0, far)) / 1_000_000;
                long time = Math.max(queue.now(), units * 1_000_000);
                long asked = time / 1_000_000 * 1_000 + number[0]++;
                expected.add(asked);
                queue.at(time, () -> {
                    done.add(asked);
                    assertEquals(time, queue.now());
                    thing[0].run();
                });
            }
        };
        while (number[0] < 100) {
            thing[0].run();
        }
        while (queue.nextTime() != Long.MAX_VALUE) {
            queue.runNext();
        }
        assertEquals(List.copyOf(expected), done);
    }

    @Property
    void shouldRunAClockByItsRateAndNeverBackwards(
            @ForAll @LongRange(min = -5_000, max = 5_000) long ppm,
            @ForAll @LongRange(min = 0, max = 3_600_000_000_000L) long passed) {
        SimClock clock = new SimClock(1_000, 77, ppm);
        long shown = clock.shows(1_000 + passed) - 77;
        assertTrue(Math.abs(shown - passed * (1 + ppm / 1e6)) <= 2, () -> shown + " for " + passed);
        assertTrue(clock.shows(1_000 + passed + 1_000) > clock.shows(1_000 + passed));
        assertTrue(Math.abs(clock.virtualDuration(shown) - passed) <= 3);
    }

    @Test
    void shouldFireAWatchdogWithinItsGranularityOfTheLastFeed() {
        for (long seed = 1; seed <= 200; seed++) {
            EventQueue queue = new EventQueue();
            List<Long> fired = new ArrayList<>();
            SimWatchdog watchdog = new SimWatchdog(queue, new SimRandom(seed), 50, 0, () -> fired.add(queue.now()));
            watchdog.arm(1_000);
            queue.at(400, () -> watchdog.feed(1_000));
            queue.at(900, () -> watchdog.feed(200));
            while (queue.nextTime() != Long.MAX_VALUE) {
                queue.runNext();
            }
            assertEquals(1, fired.size());
            assertTrue(fired.get(0) >= 1_050 && fired.get(0) <= 1_150, fired::toString);
        }
    }
}
