package dev.liveset.fencing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watchdog's deadline is the earliest that any duty allows; Wh is 30 s and Ws 45 s here. */
class DeadManSwitchTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long NO_CAP = Long.MAX_VALUE;

    private final DeadManSwitch watch = new DeadManSwitch(30 * SECOND, 45 * SECOND);

    @BeforeEach
    void arm() {
        watch.arm(100 * SECOND, 110 * SECOND);
    }

    private void assertEvidence(String duty, long ageMillis, long limitMillis, long nowNanos) {
        String fact = "last completed its work " + ageMillis + " ms ago (limit " + limitMillis + " ms)";
        List<Evidence.Age> ages = List.of(new Evidence.Age(Evidence.Channel.TIMER, ageMillis, limitMillis));
        assertEquals(new Evidence(duty, fact, ages), watch.evidence(nowNanos));
    }

    @Test
    void shouldLetAHostThatOnlyWritesLiveNoLongerThanItsHeartbeatTimeout() {
        watch.sectionWritten(120 * SECOND);
        assertEquals(130 * SECOND, watch.allowedDeadlineNanos(NO_CAP));
        assertEvidence("the heartbeat loop", 25_000, 30_000, 125 * SECOND);
    }

    @Test
    void shouldLetAHostThatOnlyBeatsLiveNoLongerThanItsStatefileTimeout() {
        watch.heartbeatSent(140 * SECOND);
        assertEquals(145 * SECOND, watch.allowedDeadlineNanos(NO_CAP));
        assertEvidence("the statefile loop", 43_000, 45_000, 143 * SECOND);
    }

    @Test
    void shouldNameTheStatefileWhenBothDutiesEndTheHostAtTheSameTime() {
        watch.heartbeatSent(115 * SECOND);
        assertEquals("the statefile loop", watch.evidence(120 * SECOND).subject());
    }

    @Test
    void shouldNotLetALateOrOlderWriteTakeBackWhatANewerOneProved() {
        watch.heartbeatSent(150 * SECOND);
        watch.sectionWritten(120 * SECOND);
        watch.sectionWritten(110 * SECOND);
        assertEquals(165 * SECOND, watch.allowedDeadlineNanos(NO_CAP));
        watch.statefileExcused(115 * SECOND);
        assertEquals(165 * SECOND, watch.allowedDeadlineNanos(NO_CAP));
        watch.statefileExcused(125 * SECOND);
        assertEquals(170 * SECOND, watch.allowedDeadlineNanos(NO_CAP));
    }

    @Test
    void shouldAllowNothingPastTheCapOfAnOpenRound() {
        assertEquals(117 * SECOND, watch.allowedDeadlineNanos(117 * SECOND));
        assertEquals(130 * SECOND, watch.allowedDeadlineNanos(131 * SECOND));
    }

    @Test
    void shouldBeOverdueFromTheVeryDeadlineThatTheWatchdogWasGiven() {
        assertFalse(watch.overdue(110 * SECOND - 1));
        assertTrue(watch.overdue(110 * SECOND), "the reset may come at the deadline itself");
        watch.heartbeatSent(109 * SECOND);
        assertTrue(watch.overdue(110 * SECOND), "work that the watchdog was not told of counts for nothing");
        watch.fed(130 * SECOND);
        assertEquals(130 * SECOND, watch.deadlineNanos());
        assertFalse(watch.overdue(130 * SECOND - 1));
        assertTrue(watch.overdue(130 * SECOND));
    }

    @Test
    void shouldNeverBeOverdueWhileDisarmed() {
        watch.disarm();
        assertFalse(watch.overdue(1_000 * SECOND));
    }
}
