package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.heartbeat.HeartbeatMessage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The health check as the agent of host 0 of two runs it: a check 5 s after the last, 2 s for each, one restart a day. */
class HealthStoriesTest {
    private static final long SECOND = 1_000_000_000L;

    private final AgentPool pool = new AgentPool(
            2,
            PoolConfig.Mode.STRICT,
            new HealthSettings(Duration.ofSeconds(5), Duration.ofSeconds(2), 1, Duration.ofSeconds(10)),
            0);
    private HeartbeatMessage beat;
    private long answered;

    @BeforeEach
    void untilFirstCheck() {
        pool.watch((event, bytes) -> {
            if (event instanceof Event.PacketReceived packet && packet.message().hostIndex == 0) {
                beat = packet.message();
            }
        });
        while (checks().isEmpty()) {
            assertTrue(pool.now < 60 * SECOND, "it never checks");
            pool.run(AgentPool.TICK);
            keepPeerWell();
        }
        assertTrue(pool.agents[0].status().online(), "only who is online checks");
    }

    private List<Effect.CheckHealth> checks() {
        return pool.told(0, Effect.CheckHealth.class);
    }

    private void keepPeerWell() {
        for (Effect.CheckHealth check : pool.told(1, Effect.CheckHealth.class)) {
            if (check.callId() > answered) {
                answered = check.callId();
                pool.step(1, new Event.HealthChecked(check.callId(), Event.Health.WELL, ""));
            }
        }
    }

    private void run(long nanos) {
        for (long end = pool.now + nanos; pool.now < end; ) {
            pool.run(AgentPool.TICK);
            keepPeerWell();
        }
    }

    private void answer(Event.Health outcome, String why) {
        pool.step(0, new Event.HealthChecked(checks().get(checks().size() - 1).callId(), outcome, why));
    }

    private void answerRestart(boolean ok, String why) {
        List<Effect.RestartManagement> restarts = pool.told(0, Effect.RestartManagement.class);
        assertEquals(1, restarts.size());
        pool.step(0, new Event.ManagementRestarted(restarts.get(0).callId(), ok, why));
    }

    @Test
    void shouldCheckAgainAnIntervalAfterEachGoodAnswer() {
        for (int check = 1; check <= 4; check++) {
            assertEquals(check, checks().size());
            answer(Event.Health.WELL, "");
            run(5 * SECOND - 2 * AgentPool.TICK);
            assertEquals(check, checks().size());
            run(4 * AgentPool.TICK);
        }
        assertEquals(List.of(), pool.told(0, Effect.RestartManagement.class));
        assertFalse(pool.agents[0].ended());
    }

    @Test
    void shouldGoOnWhenARestartHelpedAndTellTheErrorMeanwhileOnly() {
        answer(Event.Health.FAILED, "it is ill");
        run(2 * SECOND);
        assertEquals("it is ill", beat.errString);
        assertTrue(beat.sinceAgentRestartMillis >= 1_000, beat.sinceAgentRestartMillis + " ms");
        answerRestart(true, "");
        assertEquals(2, checks().size(), "at once");
        answer(Event.Health.WELL, "");
        run(2 * SECOND);
        assertEquals("", beat.errString);
        assertEquals(-1, beat.sinceAgentRestartMillis);
        assertFalse(pool.agents[0].ended());
    }

    @Test
    void shouldTellTheOthersWhyAndThenFenceItselfWhenNothingHelps() {
        answer(Event.Health.FAILED, "it is ill");
        answerRestart(false, "it is gone");
        run(SECOND);
        assertFalse(pool.agents[0].ended());
        assertEquals("it is gone", beat.errString, "the others hear it before the host goes");
        run(2 * SECOND);
        assertTrue(pool.agents[0].ended());
        Effect.SelfFence fence = pool.told(0, Effect.SelfFence.class).get(0);
        assertEquals(VerdictCode.HEALTH_CHECK_FAILED, fence.verdict().code());
        assertTrue(
                fence.verdict().words().contains("it is gone"), fence.verdict().words());
        assertFalse(pool.agents[1].ended());
    }

    @Test
    void shouldNotFenceAHostThatIsDisarmed() {
        pool.step(0, new Event.CommandGiven(1, new Command.Disarm()));
        run(SECOND / 2);
        answer(Event.Health.FAILED, "it is ill");
        answerRestart(false, "it is gone");
        run(10 * SECOND);
        assertFalse(pool.agents[0].ended(), "nobody may rely on its end");
    }
}
