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

    @Test
    void shouldSayWhyItCouldNotBeArmed() {
        arming.arm(new ArrayList<>());
        assertFalse(arming.armed() || arming.off());
        arming.onArmed(0, new Event.WatchdogArmed(0, 0, false, "no such device"));
        assertTrue(arming.off());
        assertEquals("The watchdog could not be armed: no such device.", arming.failure());
    }

    private long fedAt(long nowNanos, long capNanos) {
        List<Effect> effects = new ArrayList<>();
        assertTrue(arming.feed(nowNanos, capNanos, effects));
        return effects.isEmpty() ? -1 : ((Effect.FeedWatchdog) effects.get(0)).deadlineNanos;
    }

    @Test
    void shouldFeedOnlyWhenTheEvidenceMovedOrACapShortensIt() {
        arming.onArmed(0, new Event.WatchdogArmed(20_000 * MILLI, 0, true, ""));
        assertEquals(-1, fedAt(0, Long.MAX_VALUE), "it was armed with that deadline");
        long half = timings.tickNanos() / 2;
        arming.deadMan().heartbeatSent(half - 1);
        arming.deadMan().sectionWritten(half - 1);
        assertEquals(-1, fedAt(half, Long.MAX_VALUE));
        arming.deadMan().heartbeatSent(half);
        arming.deadMan().sectionWritten(half);
        assertEquals(20_000 * MILLI + half, fedAt(half, Long.MAX_VALUE));
        assertEquals(15_000 * MILLI, fedAt(half, 15_000 * MILLI), "a round is open");
        assertEquals(-1, fedAt(half, 15_000 * MILLI));
        assertEquals(14_999 * MILLI, fedAt(half, 14_999 * MILLI), "a shorter one at once");
    }

    @Test
    void shouldSayThatItStarvesWhileThereIsStillATickToSayWhy() {
        arming.onArmed(0, new Event.WatchdogArmed(20_000 * MILLI, 0, true, ""));
        long last = 20_000 * MILLI - timings.tickNanos();
        assertTrue(arming.feed(last - 1, Long.MAX_VALUE, new ArrayList<>()));
        List<Effect> effects = new ArrayList<>();
        assertFalse(arming.feed(last, Long.MAX_VALUE, effects));
        assertEquals(List.of(), effects);
    }

    @Test
    void shouldNotStarveWithoutAWatchdog() {
        assertTrue(arming.feed(1_000_000 * MILLI, Long.MAX_VALUE, new ArrayList<>()));
    }

    @Test
    void shouldDisarmOnAnOperatorsWordOnlyWhenTheManifestSaysSo() {
        arming.onArmed(0, new Event.WatchdogArmed(20_000 * MILLI, 0, true, ""));
        List<Effect> effects = new ArrayList<>();
        arming.advance(true, effects);
        assertEquals(List.of(), effects, "nobody asked for it");
        arming.doWithout(0);
        assertEquals(0, arming.trustedTimeoutMillis(), "the manifest says so from now on");
        assertEquals(20_000, arming.timeoutMillis(), "but it still runs");
        arming.advance(false, effects);
        assertEquals(List.of(), effects);
        arming.advance(true, effects);
        arming.advance(true, effects);
        assertEquals(1, effects.size());
        assertFalse(arming.doesWithout());
        arming.onDisarmed(false);
        assertTrue(arming.armed(), "it still runs");
        arming.advance(true, effects);
        assertEquals(2, effects.size());
        arming.onDisarmed(true);
        arming.advance(true, effects);
        arming.advance(true, effects);
        assertEquals(3, effects.size());
        assertEquals(new Effect.AnswerCommand(0, dev.liveset.recovery.CommandResult.OK), effects.get(2));
        assertTrue(arming.doesWithout());
        assertFalse(arming.deadMan().overdue(1_000_000 * MILLI));
    }
}
