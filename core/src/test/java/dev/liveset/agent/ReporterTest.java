package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Phase;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import org.junit.jupiter.api.Test;

/** What host 0 of three answers when it is asked for everything it knows. */
class ReporterTest {
    private static final long SECOND = 1_000_000_000L;

    private final AgentPool pool = new AgentPool(3);
    private long asked;

    private LivesetReport report() {
        long id = ++asked;
        pool.step(0, new Event.ReportWanted(id));
        return pool.told(0, Effect.Report.class).stream()
                .filter(told -> told.reportId() == id)
                .findFirst()
                .orElseThrow()
                .report();
    }

    private HostReport host(int host) {
        return report().hosts().get(host);
    }

    /** A further beat of host 2, which is off. */
    private HeartbeatMessage lastBeat() {
        HeartbeatMessage beat = new HeartbeatMessage();
        beat.hostIndex = 2;
        beat.trailer = true;
        beat.incarnation = 1;
        beat.longSequence = 1_000_000;
        beat.currentLiveset = 0b111;
        beat.proposedLiveset = 0b111;
        beat.hbdomain = 0b101;
        beat.sfdomain = 0b010;
        beat.phase = Phase.STARTED.ordinal();
        return beat;
    }

    @Test
    void shouldKnowNothingOfAHostThatIsNotThere() {
        pool.off = 0b100;
        pool.run(3 * SECOND);
        HostReport unknown = new HostReport(-1, -1, -1, "", 0, 0, 0, 0, false, false);
        assertEquals(unknown, host(2));
        HostReport own = host(0);
        assertFalse(own.statefileAccess(), "it is not online");
        assertEquals(0b011, own.heardHbdomain());
        assertEquals(0b011, own.readSfdomain());
        assertTrue(own.sinceHeartbeatMillis() >= 0 && own.sinceHeartbeatMillis() <= 1_000);
        assertTrue(own.sinceStatefileMillis() >= 0 && own.sinceStatefileMillis() <= 1_300);
        assertEquals(-1, own.sinceAgentRestartMillis());
        assertEquals("", own.errString());
    }

    @Test
    void shouldTellWhatThePeerLastSaidOfItself() {
        pool.run(20 * SECOND);
        pool.off = 0b100;
        HeartbeatMessage beat = lastBeat();
        beat.errString = "it is ill";
        beat.sinceAgentRestartMillis = 700;
        beat.sfCorrupted = true;
        pool.step(0, new Event.PacketReceived(beat));
        pool.run(SECOND);
        HostReport peer = host(2);
        assertEquals("it is ill", peer.errString());
        assertEquals(1_000, peer.sinceHeartbeatMillis());
        assertEquals(1_700, peer.sinceAgentRestartMillis(), "its restart has gone on since");
        assertTrue(peer.statefileCorrupted());
        assertEquals(0b101, peer.heardHbdomain());
        assertEquals(0b010, peer.heardSfdomain());
        assertEquals(0b111, peer.readHbdomain());
        assertEquals(0b111, peer.readSfdomain());
        assertTrue(peer.statefileAccess(), "outside rule 2 who is in the liveset has it");
        assertFalse(host(1).statefileCorrupted());
        beat.longSequence++;
        beat.sinceAgentRestartMillis = -1;
        beat.sfCorrupted = false;
        pool.step(0, new Event.PacketReceived(beat));
        assertEquals(-1, host(2).sinceAgentRestartMillis());
        assertFalse(host(2).statefileCorrupted());
    }

    @Test
    void shouldTellNoViewsOfAHostThatWasRemoved() {
        pool.run(20 * SECOND);
        pool.off = 0b100;
        pool.run(60 * SECOND);
        HostReport gone = host(2);
        assertEquals(0, gone.heardHbdomain() | gone.readHbdomain() | gone.heardSfdomain() | gone.readSfdomain());
        assertFalse(gone.statefileAccess());
        assertTrue(gone.sinceHeartbeatMillis() >= 59_000 && gone.sinceStatefileMillis() >= 59_000);
        assertEquals(0b011, host(1).readSfdomain());
    }

    @Test
    void shouldTellWhoHasNoStatefileUnderRule2() {
        pool.run(20 * SECOND);
        pool.readsFail = 0b111;
        pool.run(60 * SECOND);
        assertTrue(pool.agents[0].status().sr2());
        assertFalse(host(0).statefileAccess());
        assertFalse(host(1).statefileAccess());
        assertEquals(0, host(1).readHbdomain(), "nothing was read of it");
        assertEquals(0b111, host(1).heardHbdomain());
        assertTrue(host(1).sinceStatefileMillis() > 10_000);
    }

    @Test
    void shouldCountWhatItRefusedAndWhatWasOlder() {
        pool.run(20 * SECOND);
        assertEquals(0, report().stalePackets());
        assertEquals(0, report().olderSections());
        HeartbeatMessage beat = lastBeat();
        pool.step(0, new Event.PacketReceived(beat));
        pool.step(0, new Event.PacketReceived(beat));
        assertEquals(1, report().stalePackets());
        HostSection former = new HostSection();
        former.copyFrom(pool.disk.section[1]);
        pool.run(3 * SECOND);
        pool.writesHang = 0b010;
        pool.disk.section[1].copyFrom(former);
        pool.run(2 * SECOND);
        assertTrue(report().olderSections() > 0);
        assertFalse(host(0).statefileCorrupted(), "it is well formed");
        pool.disk.status[1] = SectionStatus.CORRUPT;
        pool.run(2 * SECOND);
        assertTrue(host(0).statefileCorrupted());
        assertEquals(pool.agents[0].status(), report().status());
    }
}
