package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import org.junit.jupiter.api.Test;

/** What a quorum tells of itself and of the others. */
class RendezvousQuorumTest {
    private static final long MILLI = QuorumDesk.MILLI;

    private final QuorumDesk desk = QuorumDesk.online(3, 1);

    @Test
    void shouldAskForTheLockHoldItAndGiveItUp() {
        assertTrue(desk.quorum.lockRequest());
        assertTrue(HostSet.contains(desk.quorum.lockGrants(), 1));
        assertEquals(-1, desk.quorum.master());
        desk.peers[0].lockGrant = 0b010;
        desk.peers[2].lockGrant = 0b010;
        desk.pass(300);
        assertEquals(1, desk.quorum.master());
        desk.quorum.wantMaster(false);
        desk.pass(50);
        assertFalse(desk.quorum.lockRequest());
        assertEquals(-1, desk.quorum.master());
    }

    @Test
    void shouldTellWhatItHasSeenOfTheOthers() {
        assertFalse(desk.quorum.starting());
        assertTrue(desk.quorum.statefileAccess());
        assertEquals(0, desk.quorum.excluded());
        desk.peers[2].excluded = true;
        desk.itself(2);
        desk.peers[2].sees(0b110, 0b011);
        desk.peers[2].writtenHbdomain = 0b101;
        desk.pass(300);
        assertEquals(0b100, desk.quorum.excluded());
        assertEquals(new SeenHost(0b110, 0b011, 0b101, 0b011), desk.quorum.seen(2));
        assertTrue(desk.now * MILLI - desk.quorum.movedNanos(2) <= 250 * MILLI);
        assertEquals(desk.now * MILLI, desk.quorum.heardNanos(2));
        assertFalse(desk.quorum.restarted(2));
        assertEquals(100, desk.quorum.incarnation(2));
    }

    @Test
    void shouldSayThatItStartsUntilItIsIn() {
        QuorumDesk other = new QuorumDesk(3, 1);
        assertTrue(other.quorum.starting());
        assertFalse(other.quorum.statefileAccess());
        assertEquals(-1, other.quorum.master());
        assertFalse(other.quorum.lockRequest());
        assertEquals(-1L, other.quorum.lockGrants());
    }

    @Test
    void shouldTellOnlyHostsOutsideTheLivesetAsSilent() {
        desk.crash(2);
        desk.until("noticed", desk.quorum::inRound);
        desk.until("removed", () -> !desk.isIn(2));
        assertEquals(0b100, desk.quorum.silentHosts());
        desk.crash(0);
        desk.pass(4_000);
        assertEquals(0b100, desk.quorum.silentHosts() & ~0b001);
    }

    @Test
    void shouldNotBelieveASectionThatWasRolledBack() {
        Sightings.Section section = new Sightings.Section();
        section.incarnation = 100;
        section.longSequence = 1_000;
        section.sequence = 1_000;
        section.current = 0b111;
        assertTrue(desk.quorum.onSection(desk.now * MILLI, desk.now * MILLI, 2, section));
        section.longSequence = 999;
        assertFalse(desk.quorum.onSection(desk.now * MILLI, desk.now * MILLI, 2, section));
    }

    @Test
    void shouldNotRemoveAHostWhoseUnusableSectionGoesOnChanging() {
        desk.peers[2].beats = false;
        desk.peers[2].writes = false;
        for (int fingerprint = 1; fingerprint < 200; fingerprint++) {
            desk.quorum.onUnusableSection(desk.now * MILLI, desk.now * MILLI, 2, fingerprint);
            desk.step();
        }
        assertTrue(desk.isIn(2), "somebody writes there");
        desk.until("removed", () -> !desk.isIn(2));
    }

    @Test
    void shouldCountOnlyItsOwnReadBackAsAccess() {
        desk.writes = false;
        desk.pass(1_700);
        assertTrue(desk.quorum.statefileAccess());
        desk.pass(600);
        assertFalse(desk.quorum.statefileAccess(), "it reads, but its own section did not move for T2");
        desk.writes = true;
        desk.pass(300);
        assertTrue(desk.quorum.statefileAccess());
    }
}
