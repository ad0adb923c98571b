package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Timings;
import dev.liveset.quorum.QuorumRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, <i>Health check</i>; tX = 60 s, TX = 10 s, TR = 30 s, t1 = 1 s. Times are seconds. */
class HealthCheckTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<Effect> effects = new ArrayList<>();
    private HealthCheck health = with(1);

    private HealthCheck with(int restarts) {
        HealthSettings settings =
                new HealthSettings(Duration.ofSeconds(60), Duration.ofSeconds(10), restarts, Duration.ofSeconds(30));
        HealthCheck made = new HealthCheck(settings, Timings.builder().build(), effects, QuorumRules.OURS);
        assertNull(made.advance(0));
        return made;
    }

    private void at(long seconds) {
        assertNull(health.advance(seconds * SECOND));
    }

    private long checkId() {
        assertEquals(1, effects.size(), effects::toString);
        return ((Effect.CheckHealth) effects.remove(0)).callId();
    }

    private long restartId() {
        assertEquals(1, effects.size(), effects::toString);
        return ((Effect.RestartManagement) effects.remove(0)).callId();
    }

    private void checked(long seconds, long callId, Event.Health outcome, String why) {
        health.onChecked(seconds * SECOND, new Event.HealthChecked(callId, outcome, why));
    }

    @Test
    void shouldCheckTxAfterTheStartAndTxAfterEachGoodCheck() {
        at(59);
        assertEquals(List.of(), effects);
        at(60);
        checked(62, checkId(), Event.Health.WELL, "");
        at(121);
        assertEquals(List.of(), effects);
        at(122);
        checkId();
        assertEquals("", health.errString());
        assertEquals(-1, health.sinceRestartMillis(122 * SECOND));
    }

    @Test
    void shouldRestartTheAgentAndGoOnWhenItIsWellAgain() {
        at(60);
        checked(61, checkId(), Event.Health.FAILED, "no answer on its socket");
        assertEquals("no answer on its socket", health.errString());
        assertEquals(2_000, health.sinceRestartMillis(63 * SECOND));
        health.onRestarted(64 * SECOND, new Event.ManagementRestarted(restartId(), true, ""));
        checked(65, checkId(), Event.Health.WELL, "");
        assertEquals("", health.errString());
        assertEquals(-1, health.sinceRestartMillis(65 * SECOND));
        at(100);
        assertEquals(List.of(), effects);
    }

    @Test
    void shouldLetOthersHearWhyBeforeItGivesTheHostUp() {
        at(60);
        checked(61, checkId(), Event.Health.FAILED, "ill");
        health.onRestarted(62 * SECOND, new Event.ManagementRestarted(restartId(), true, ""));
        checked(63, checkId(), Event.Health.FAILED, "still ill");
        assertEquals(List.of(), effects, "the budget is spent");
        at(64);
        assertEquals("still ill", health.errString());
        assertTrue(health.advance(65 * SECOND).fact().contains("still ill"));
    }

    @Test
    void shouldTakeACheckWithoutAnAnswerForAFailedOneAndIgnoreItsLateAnswer() {
        at(60);
        long late = checkId();
        at(69);
        assertEquals(List.of(), effects);
        at(70);
        restartId();
        checked(71, late, Event.Health.WELL, "");
        assertEquals("it did not answer in time", health.errString());
    }

    @Test
    void shouldGiveUpWhenTheRestartTakesLongerThanTr() {
        at(60);
        checked(61, checkId(), Event.Health.FAILED, "ill");
        long late = restartId();
        at(90);
        at(91); // hopeless from here
        health.onRestarted(92 * SECOND, new Event.ManagementRestarted(late, true, ""));
        assertEquals(List.of(), effects);
        assertNotNull(health.advance(93 * SECOND));
    }

    @Test
    void shouldTryAsManyRestartsAsTheBudgetHas() {
        health = with(2);
        at(60);
        checked(60, checkId(), Event.Health.FAILED, "ill");
        health.onRestarted(61 * SECOND, new Event.ManagementRestarted(restartId(), false, "no such service"));
        health.onRestarted(62 * SECOND, new Event.ManagementRestarted(restartId(), false, "no such service"));
        assertEquals(List.of(), effects);
        at(63);
        assertNotNull(health.advance(64 * SECOND));
    }

    @Test
    void shouldHaveItsRestartsBackADayLater() {
        at(60);
        checked(60, checkId(), Event.Health.FAILED, "ill");
        health.onRestarted(61 * SECOND, new Event.ManagementRestarted(restartId(), true, ""));
        checked(62, checkId(), Event.Health.WELL, "");
        long dayLater = 60 + 86_400;
        at(dayLater);
        checked(dayLater, checkId(), Event.Health.FAILED, "ill again");
        restartId();
    }

    @Test
    void shouldGiveUpOnlyAfterMoreThanFiveFailuresToLaunchTheCheckInARow() {
        long now = 0;
        for (int failure = 1; failure <= 5; failure++) {
            now += 60;
            at(now);
            checked(now, checkId(), Event.Health.NOT_LAUNCHED, "no threads");
        }
        now += 60;
        at(now);
        checked(now, checkId(), Event.Health.NOT_LAUNCHED, "no threads");
        assertEquals(List.of(), effects);
        at(now + 1);
        assertNotNull(health.advance((now + 2) * SECOND));
    }

    @Test
    void shouldDoNothingWithoutAProbe() {
        HealthCheck none = new HealthCheck(null, Timings.builder().build(), effects, QuorumRules.OURS);
        assertNull(none.advance(0));
        assertNull(none.advance(1_000 * SECOND));
        assertEquals(List.of(), effects);
    }
}
