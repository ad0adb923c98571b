package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineWatchTest {
    private final RecordingWatchdog watchdog = new RecordingWatchdog();
    /** The machine has been suspended for 500 before. */
    private long machine = 1_500;

    private long monotonic = 1_000;
    private final DeadlineWatch watch = new DeadlineWatch(watchdog, () -> machine, () -> monotonic);

    /** By how much the two clocks and the agent's deadline go on between two feeds, and what the second one is. */
    @ParameterizedTest
    @CsvSource({
        "300, 300, 300, feed 2000, as both clocks go",
        "600, 0, 0, feed 1100, a suspension is taken from the deadline",
        "0, 400, 0, feed 1700, a machine's clock that stands still moves no deadline"
    })
    void shouldCarryDeadlinesOverToTheClockOfTheWatchdog(
            long machinePasses, long monotonicPasses, long deadlineMoves, String second, String why) {
        long deadline = machine + 700;
        watch.feed(deadline);
        machine += machinePasses;
        monotonic += monotonicPasses;
        watch.feed(deadline + deadlineMoves);
        assertEquals(List.of("feed 1700", second), watchdog.told, why);
    }

    @Test
    void shouldBeOverdueFromTheDeadlineOnOnlyWhileArmed() {
        assertFalse(watch.overdue());
        watch.arm(400);
        machine += 399;
        assertFalse(watch.overdue());
        machine += 1;
        assertTrue(watch.overdue());
        watch.feed(machine + 10);
        assertFalse(watch.overdue());
        machine += 10;
        watch.disarm();
        assertFalse(watch.overdue());
    }
}
