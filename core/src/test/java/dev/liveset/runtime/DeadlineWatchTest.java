package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineWatchTest {
    private final RecordingWatchdog watchdog = new RecordingWatchdog();
    /** The machine has been suspended for 500 before. */
    private long machine = 1_500;

    private long monotonic = 1_000;
    private final DeadlineWatch watch = new DeadlineWatch(watchdog, () -> machine, () -> monotonic);

    private void pass(long nanos) {
        machine += nanos;
        monotonic += nanos;
    }

    @Test
    void shouldCarryDeadlinesOverToTheClockOfTheWatchdog() {
        watch.feed(machine + 700);
        pass(300);
        watch.feed(machine + 700);
        assertEquals(List.of("feed 1700", "feed 2000"), watchdog.told);
    }

    @Test
    void shouldTakeTheTimeOfASuspensionFromTheDeadline() {
        long deadline = machine + 700;
        watch.feed(deadline);
        machine += 600;
        watch.feed(deadline);
        assertEquals(List.of("feed 1700", "feed 1100"), watchdog.told);
    }

    @Test
    void shouldNotMoveTheDeadlineWhileTheMachinesClockStandsStill() {
        long deadline = machine + 700;
        watch.feed(deadline);
        monotonic += 400;
        watch.feed(deadline);
        assertEquals(List.of("feed 1700", "feed 1700"), watchdog.told);
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
