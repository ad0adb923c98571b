package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.fencing.PowerReport;
import dev.liveset.fencing.PowerReport.Status;
import dev.liveset.fencing.Verdict;
import dev.liveset.fencing.VerdictCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom a power fencer is asked about, how often, and which of its answers count. The deadline is 2 s. */
class PowerDeskTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int LOST = 2;

    private AgentPool pool = new AgentPool(3, PoolConfig.Mode.STRICT, null, 2 * SECOND);

    private List<Effect.PowerOff> asked(int host) {
        return pool.told(host, Effect.PowerOff.class);
    }

    /** Switches the third host off and lets time pass until the first has asked for its power. */
    private long untilAsked() {
        pool.run(20 * SECOND);
        assertEquals(List.of(), asked(0));
        pool.off = 1 << LOST;
        while (asked(0).isEmpty()) {
            assertTrue(isIn(), "removed without a question");
            pool.run(AgentPool.TICK);
        }
        assertEquals(LOST, asked(0).get(0).host());
        return asked(0).get(0).callId();
    }

    private void answer(int host, long callId, Status status) {
        pool.step(host, new Event.PowerReported(LOST, callId, new PowerReport(status, "outlet 4")));
    }

    private boolean isIn() {
        return HostSet.contains(pool.agents[0].status().liveset(), LOST);
    }

    private void untilRemoved() {
        while (isIn()) {
            pool.run(AgentPool.TICK);
        }
    }

    private Verdict removal() {
        List<PoolEvent.HostRemoved> news = pool.news(0, PoolEvent.HostRemoved.class);
        assertEquals(1, news.size());
        return news.get(0).verdict();
    }

    @Test
    void shouldTellOfARemovalByPowerWhoSawWhat() {
        long call = untilAsked();
        pool.run(SECOND / 2);
        answer(0, call, Status.CONFIRMED_OFF);
        pool.run(2 * SECOND);
        assertFalse(isIn());
        assertEquals(VerdictCode.HOST_POWERED_OFF, removal().code());
        assertEquals("the power fencer of host2", removal().evidence().get(0).subject());
        String fact = removal().evidence().get(0).fact();
        assertTrue(fact.startsWith("answered CONFIRMED_OFF after 5") && fact.endsWith("ms: outlet 4"), fact);
        assertTrue(removal().evidence().get(1).fact().contains("was last heard"));
    }

    @Test
    void shouldAskOnceADeadlineAndEachSurvivorItself() {
        long call = untilAsked();
        assertEquals(1, asked(1).size());
        pool.run(2 * SECOND - 4 * AgentPool.TICK);
        assertEquals(1, asked(0).size());
        answer(0, call, Status.UNCONFIRMED);
        pool.run(AgentPool.TICK);
        assertEquals(1, asked(0).size(), "the next question comes a deadline after the last");
        pool.run(5 * AgentPool.TICK);
        assertEquals(2, asked(0).size());
        assertTrue(asked(0).get(1).callId() > call);
    }

    @Test
    void shouldCountNoAnswerAfterItsDeadline() {
        long call = untilAsked();
        pool.run(2 * SECOND + 2 * AgentPool.TICK);
        answer(0, call, Status.CONFIRMED_OFF);
        pool.run(SECOND / 2);
        assertTrue(isIn());
        untilRemoved();
        assertEquals(VerdictCode.HOST_REMOVED, removal().code());
        assertEquals("the power fencer of host2", removal().evidence().get(1).subject());
    }

    @Test
    void shouldCountNoAnswerToAnotherQuestionAndNoneThatConfirmsNothing() {
        long call = untilAsked();
        answer(0, call + 1, Status.CONFIRMED_OFF);
        pool.step(0, new Event.PowerReported(1, call, new PowerReport(Status.CONFIRMED_OFF, "")));
        answer(0, call, Status.FAILED);
        answer(0, call, Status.CONFIRMED_OFF);
        pool.run(SECOND);
        assertTrue(isIn());
        untilRemoved();
        assertEquals(VerdictCode.HOST_REMOVED, removal().code());
    }

    @Test
    void shouldAskNobodyWhileItIsNotArmedItself() {
        pool.run(20 * SECOND);
        pool.step(0, new Event.CommandGiven(1, new Command.Disarm()));
        pool.run(SECOND);
        pool.off = 1 << LOST;
        pool.run(60 * SECOND);
        assertEquals(List.of(), asked(0));
        assertFalse(asked(1).isEmpty());
    }

    @Test
    void shouldAskNobodyWithoutAPowerFencerAndAllowNoneBesideTheOriginal() {
        pool = new AgentPool(3);
        pool.run(20 * SECOND);
        pool.off = 1 << LOST;
        untilRemoved();
        assertEquals(List.of(), asked(0));
        assertEquals(1, removal().evidence().size());
        assertThrows(IllegalArgumentException.class, () -> new AgentPool(3, PoolConfig.Mode.INTEROP, null, 2 * SECOND));
    }
}
