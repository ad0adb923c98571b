package dev.liveset.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.quorum.Sightings;
import dev.liveset.statefile.HostSection;
import dev.liveset.statefile.SectionStatus;
import org.junit.jupiter.api.Test;

/** Times on disk and wire are elapsed milliseconds, -1 means never; of host 0 in a pool of three. */
class PublisherTest {
    private static final long SECOND = 1_000_000_000L;

    private final AgentPool pool = new AgentPool(3);
    private HeartbeatMessage beat;

    private void listen() {
        pool.watch((event, bytes) -> {
            if (event instanceof Event.PacketReceived packet && packet.message().hostIndex == 0) {
                beat = packet.message();
            }
        });
    }

    @Test
    void shouldTellAgesInMillisecondsThatKeepGrowing() {
        assertEquals(-1, Publisher.ageMillis(5_000_000, Sightings.NEVER));
        assertEquals(0, Publisher.ageMillis(5_000_000, 5_000_000));
        assertEquals(3, Publisher.ageMillis(5_999_999, 2_000_000));
        assertEquals(Integer.MAX_VALUE, Publisher.ageMillis(Long.MAX_VALUE / 2, 0), "and never turn negative");
    }

    @Test
    void shouldTellHowLongAgoItHeardAndSawEverybody() {
        pool.run(20 * SECOND);
        pool.off = 0b100;
        listen();
        pool.run(8 * SECOND);
        assertAges(beat.sinceHeartbeatMillis, beat.sinceStatefileMillis);
        HostSection section = pool.disk.section[0];
        assertAges(section.sinceHeartbeatMillis, section.sinceStatefileMillis);
        assertTrue(beat.sfAccess && beat.trailer);
        assertFalse(beat.sfAccelerate || beat.fenceRequest || beat.sr2 || beat.joining || beat.sfCorrupted);
        pool.run(10 * SECOND);
        assertTrue(beat.sfAccelerate, "a round is open");
        pool.run(20 * SECOND);
        assertFalse(beat.sfAccelerate);
    }

    private static void assertAges(int[] heard, int[] moved) {
        assertTrue(heard[2] > 6_000 && heard[2] <= 9_500, heard[2] + " ms");
        assertTrue(moved[2] > 6_000 && moved[2] <= 9_500, moved[2] + " ms");
        assertTrue(heard[1] >= 0 && heard[1] <= 1_100 && moved[1] >= 0 && moved[1] <= 1_300);
        assertTrue(heard[0] >= 0 && heard[0] <= 1_100 && moved[0] >= 0 && moved[0] <= 1_300);
        assertEquals(0, heard[3] | moved[3] | heard[63] | moved[63], "hosts that are not configured");
    }

    @Test
    void shouldAskToBeFencedWhoLostTheRound() {
        pool.run(20 * SECOND);
        pool.off = 0b100;
        listen();
        boolean asked = false;
        for (int i = 0; i < 400; i++) {
            pool.run(AgentPool.TICK);
            asked |= beat != null && beat.fenceRequest;
        }
        assertTrue(asked);
        pool.run(20 * SECOND);
        assertFalse(beat.fenceRequest);
    }

    @Test
    void shouldTellOfASectionThatIsNotBelievedButNotOfOneThatCannotBeRead() {
        pool.run(20 * SECOND);
        pool.off = 0b100;
        listen();
        pool.run(2 * SECOND);
        assertFalse(beat.sfCorrupted);
        pool.disk.status[2] = SectionStatus.CORRUPT;
        pool.run(2 * SECOND);
        assertTrue(beat.sfCorrupted);
        pool.disk.status[2] = SectionStatus.UNREADABLE;
        pool.run(2 * SECOND);
        assertFalse(beat.sfCorrupted);
        pool.disk.globalStatus = SectionStatus.UNTRUSTED;
        pool.run(2 * SECOND);
        assertTrue(beat.sfCorrupted);
    }

    @Test
    void shouldNotRemoveAHostWhoseDamagedSectionGoesOnChanging() {
        pool.run(20 * SECOND);
        pool.off = 0b100;
        pool.disk.status[2] = SectionStatus.CORRUPT;
        for (int i = 0; i < 600; i++) {
            pool.disk.fingerprint[2]++;
            pool.run(2 * AgentPool.TICK);
        }
        assertEquals(0b111, pool.agents[0].status().liveset());
        pool.run(60 * SECOND);
        assertEquals(0b011, pool.agents[0].status().liveset());
    }
}
