package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.quorum.QuorumDesk;
import dev.liveset.quorum.QuorumRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a host misses while it stands still itself is its own fault. Host 0 of two, T1 = T2 = 2 s, t1 = t2 = 250 ms, ticks
 * of 50 ms.
 */
class StallWatchTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final QuorumDesk desk = QuorumDesk.online(2, 0);
    private final LinkEvidence link = new LinkEvidence(desk.pool);
    private final PacketIntake packets;
    private final StallWatch stalls;

    StallWatchTest() {
        AgentConfig config = new AgentConfig(desk.pool, 0, 100, true);
        Reporter reporter = new Reporter(config, desk.quorum, null, null, null); // nobody asks it for a report
        EvictionNotice eviction = new EvictionNotice(config, desk.quorum, QuorumRules.OURS);
        packets = new PacketIntake(config, desk.quorum, reporter, eviction);
        stalls = new StallWatch(desk.pool.timings(), desk.quorum, link, packets);
        stalls.begin(desk.now * MILLI);
    }

    /** The next step comes so late. */
    private void stepAfter(long millis) {
        desk.now += millis;
        stalls.onStep(desk.now * MILLI);
    }

    /** How long after a step that came so late a peer is judged that was silent for 2050 ms by then. */
    private long judgedAfter(long gapMillis) {
        desk.until("heard", () -> desk.quorum.heardNanos(1) == desk.now * MILLI);
        desk.peers[1].beats = false;
        desk.pass(1_850);
        desk.now = desk.quorum.heardNanos(1) / MILLI + 2_050 - gapMillis;
        stalls.begin(desk.now * MILLI);
        stepAfter(gapMillis);
        desk.quorum.advance(desk.now * MILLI);
        return desk.quorum.inRound() ? 0 : desk.until("judged", desk.quorum::inRound);
    }

    @Test
    void shouldJudgeNobodyForTwoStatefileIntervalsAfterItsOwnStall() {
        assertEquals(500, judgedAfter(151));
    }

    @Test
    void shouldJudgeAtOnceWhenItsStepCameWithinThreeTicks() {
        assertEquals(0, judgedAfter(150));
    }

    @Test
    void shouldCountItsOwnLinkAsBadAfterAStallOfMoreThanHalfOfT1() {
        stepAfter(1_000);
        assertEquals(17, link.weight(desk.now * MILLI));
        stepAfter(1_001);
        assertEquals(1, link.weight(desk.now * MILLI));
    }

    @Test
    void shouldTakePacketsAfterAStallOfMoreThanAQuarterOfT1ForAsOldAsTheyMayBe() {
        stepAfter(500);
        assertEquals(desk.now * MILLI - 100 * MILLI, heardByThePeer());
        long before = desk.now;
        stepAfter(501);
        assertEquals(before * MILLI - 100 * MILLI, heardByThePeer(), "it may have come right after the last step");
        stalls.onStep((desk.now + 50) * MILLI);
        desk.now += 499;
        assertEquals(before * MILLI - 100 * MILLI, heardByThePeer());
        desk.now += 1;
        assertEquals(desk.now * MILLI - 100 * MILLI, heardByThePeer(), "by now the socket is drained");
    }

    /** When the peer last heard this host, by a packet of xhad that is taken now and says: 100 ms ago. */
    private long heardByThePeer() {
        HeartbeatMessage beat = new HeartbeatMessage();
        beat.hostIndex = 1;
        beat.sequence = (int) desk.now;
        beat.currentLiveset = 0b11;
        beat.proposedLiveset = 0b11;
        beat.hbdomain = 0b11;
        beat.sfdomain = 0b11;
        beat.phase = Phase.STARTED.ordinal();
        beat.sinceHeartbeatMillis[0] = 100;
        beat.sr2 = true;
        packets.take(desk.now * MILLI, beat);
        return packets.heardByAllNanos(desk.now * MILLI, 0);
    }

    @Test
    void shouldLoseNobodyWhenAllStoodStillForAsLongAsTheirTimeouts() {
        AgentPool pool = new AgentPool(2); // T1 = T2 = 10 s, a pause budget of 1 s
        pool.run(20 * SECOND);
        pool.now += 9_950 * MILLI;
        for (int i = 0; i < 200; i++) {
            pool.run(AgentPool.TICK);
            assertEquals(Phase.STARTED, pool.agents[0].status().phase(), "nobody has had a chance to beat");
            assertEquals(Phase.STARTED, pool.agents[1].status().phase());
        }
        assertTrue(pool.agents[0].status().online());
        assertEquals(List.of(), pool.news(0, PoolEvent.HostRemoved.class));
    }
}
