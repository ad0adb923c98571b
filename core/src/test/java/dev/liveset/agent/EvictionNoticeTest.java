package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.fencing.VerdictCode;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.statefile.HostSection;
import org.junit.jupiter.api.Test;

/** Host 0 of an interop pool beside host 1, which is an xhad that may have survived without it. */
class EvictionNoticeTest {
    private static final long SECOND = 1_000_000_000L;

    private final AgentPool pool;

    EvictionNoticeTest() {
        pool = online(PoolConfig.Mode.INTEROP);
    }

    private static AgentPool online(PoolConfig.Mode mode) {
        AgentPool pool = new AgentPool(2, mode);
        pool.run(20 * SECOND);
        assertTrue(pool.agents[0].status().online());
        pool.off = 0b10;
        return pool;
    }

    /** What the xhad writes. */
    private static HostSection writes(AgentPool pool, Phase phase, long current, long proposed) {
        HostSection section = pool.disk.section[1];
        section.sequence++;
        section.phase = phase.ordinal();
        section.currentLiveset = current;
        section.proposedLiveset = proposed;
        section.trailer = false;
        section.incarnation = 0;
        section.longSequence = 0;
        return section;
    }

    @Test
    void shouldGoWhenAnXhadThatHasSurvivedNoLongerProposesIt() {
        writes(pool, Phase.FH3, 0b11, 0b10);
        pool.run(2 * SECOND);
        Effect.SelfFence fence = pool.told(0, Effect.SelfFence.class).get(0);
        assertEquals(VerdictCode.FENCE_REQUESTED, fence.verdict().code());
        assertTrue(fence.verdict().words().contains("host1 no longer proposes this host in its section"));
        assertNull(fence.lastWords(), "an interop pool has no place for them");
    }

    @Test
    void shouldGoInEveryPhaseAfterTheVerdictAndInNoneBefore() {
        for (Phase phase : Phase.values()) {
            AgentPool each = online(PoolConfig.Mode.INTEROP);
            writes(each, phase, 0b11, 0b10);
            each.run(2 * SECOND);
            assertEquals(phase.ordinal() >= Phase.FH3.ordinal(), each.agents[0].ended(), phase::toString);
        }
    }

    @Test
    void shouldStayWhenTheSectionSaysNothingOfTheKind() {
        writes(pool, Phase.FH4, 0b11, 0b11);
        pool.run(2 * SECOND);
        assertFalse(pool.agents[0].ended(), "it proposes us");
        writes(pool, Phase.FH4, 0b01, 0b00);
        pool.run(2 * SECOND);
        assertFalse(pool.agents[0].ended(), "it is in no liveset itself");
    }

    @Test
    void shouldNotGoByTheSectionOfAHostOfOurs() {
        HostSection section = writes(pool, Phase.FH4, 0b11, 0b10);
        section.trailer = true;
        section.incarnation = 1;
        section.longSequence = 1_000_000;
        pool.run(2 * SECOND);
        assertFalse(pool.agents[0].ended(), "it removes nobody who lives");
        AgentPool strict = online(PoolConfig.Mode.STRICT);
        HostSection ours = strict.disk.section[1];
        ours.sequence++;
        ours.longSequence++;
        ours.phase = Phase.FH4.ordinal();
        ours.currentLiveset = 0b11;
        ours.proposedLiveset = 0b10;
        strict.run(2 * SECOND);
        assertFalse(strict.agents[0].ended());
    }

    @Test
    void shouldObeyAnXhadsRequestEvenWhenItHasEvictedItTooAndNoMutualOneOfOurs() {
        for (boolean xhad : new boolean[] {true, false}) {
            AgentPool each = online(PoolConfig.Mode.INTEROP);
            each.run(9 * SECOND);
            while (each.agents[0].status().proposed() == 0b11 && each.now < 60 * SECOND) {
                each.run(AgentPool.TICK);
            }
            assertEquals(0b01, each.agents[0].status().proposed());
            HeartbeatMessage beat = new HeartbeatMessage();
            beat.hostIndex = 1;
            beat.sequence = 1_000_000;
            beat.trailer = !xhad;
            beat.incarnation = xhad ? 0 : 1;
            beat.longSequence = xhad ? 0 : 1_000_000;
            beat.currentLiveset = 0b11;
            beat.proposedLiveset = 0b10;
            beat.phase = Phase.FH4.ordinal();
            beat.fenceRequest = true;
            each.run(5 * SECOND);
            each.step(0, new Event.PacketReceived(beat));
            assertEquals(xhad, each.agents[0].ended());
        }
    }

    /** This host has gone on alone when the xhad, unheard, shows a liveset of its own. */
    private static HostSection rival(AgentPool pool, long current) {
        pool.run(60 * SECOND);
        assertEquals(0b01, pool.agents[0].status().liveset());
        return writes(pool, Phase.STARTED, current, current);
    }

    @Test
    void shouldGoWhenAnXhadThatItDoesNotHearRunsALivesetOfItsOwn() {
        rival(pool, 0b10);
        pool.run(2 * SECOND);
        Effect.SelfFence fence = pool.told(0, Effect.SelfFence.class).get(0);
        assertEquals(VerdictCode.FENCE_REQUESTED, fence.verdict().code());
        assertTrue(fence.verdict().words().contains("host1 runs a liveset without this host"));
    }

    @Test
    void shouldStayWhenAnXhadOnlyStarts() {
        rival(pool, 0b10).starting = true;
        pool.run(2 * SECOND);
        assertFalse(pool.agents[0].ended());
    }
}
