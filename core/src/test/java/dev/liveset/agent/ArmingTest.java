package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArmingTest {
    private static final long MILLI = 1_000_000L;

    private final Timings timings = Timings.builder()
            .watchdog(Duration.ofSeconds(20), Duration.ofSeconds(20))
            .watchdogGranularity(Duration.ofMillis(100))
            .build();
    private final Arming arming = new Arming(timings);

    @Test
    void shouldPublishTheLongestLifeThatThePoolReckonsWith() {
        arming.onArmed(0, new Event.WatchdogArmed(16_000 * MILLI, 50 * MILLI, true, ""));
        assertEquals(20_000, arming.timeoutMillis());
        assertEquals(20_000, arming.trustedTimeoutMillis());
    }

    @Test
    void shouldPublishWhatItsWatchdogIsLaterThanThePoolReckonsWith() {
        arming.onArmed(0, new Event.WatchdogArmed(20_000 * MILLI, 1_000 * MILLI, true, ""));
        assertEquals(20_900, arming.timeoutMillis());
    }

    @Test
    void shouldNotPublishAWatchdogThatWouldNotStopEveryVm() {
        arming.onArmed(0, new Event.WatchdogArmed(20_000 * MILLI, 0, false, ""));
        assertEquals(0, arming.timeoutMillis());
        assertEquals(0, arming.trustedTimeoutMillis());
        arming.onArmed(0, new Event.WatchdogArmed(20_000 * MILLI, 1_000 * MILLI, false, ""));
        assertEquals(20_900, arming.timeoutMillis(), "but its life is longer than the others reckon with");
    }

    @Test
    void shouldRefuseAWatchdogThatCountsLongerThanItWasTold() {
        arming.onArmed(0, new Event.WatchdogArmed(21_000 * MILLI, 0, true, ""));
        assertFalse(arming.armed());
        assertTrue(arming.failure().contains("longer"));
        assertEquals(0, arming.timeoutMillis());
    }

    @Test
    void shouldDisarmAWatchdogThatItRefusesAndThatRunsAllTheSame() {
        arming.onArmed(0, new Event.WatchdogArmed(21_000 * MILLI, 0, true, ""));
        assertFalse(arming.off());
        List<Effect> effects = new ArrayList<>();
        arming.disarm(effects);
        assertEquals(1, effects.size());
        arming.onDisarmed(true);
        assertTrue(arming.off());
    }
}
