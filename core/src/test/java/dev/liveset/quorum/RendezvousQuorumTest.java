package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
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

    @Test
    void shouldLoseAccessInTheVeryStepInWhichItsSectionHasNotMovedForT2() {
        desk.writes = false;
        desk.until("lost", () -> !desk.quorum.statefileAccess());
        assertEquals(2_000 * MILLI, desk.now * MILLI - desk.quorum.movedNanos(1));
    }

    @Test
    void shouldHoldNobodyForSilentRightAfterItsBegin() {
        QuorumDesk other = new QuorumDesk(3, 1);
        other.crash(2);
        other.pass(10_000);
        other.quorum.begin(other.now * MILLI, false);
        other.pass(1_000);
        assertEquals(0, other.quorum.silentHosts(), "its own silence says nothing about the time before");
        other.pass(5_000);
        assertTrue(HostSet.contains(other.quorum.silentHosts(), 2));
    }

    @Test
    void shouldNotTellAHostForSilentThatItKeepsBecauseItIsDisarmed() {
        desk.quorum.onDisarmed();
        desk.crash(2);
        desk.pass(12_000);
        assertTrue(desk.isIn(2));
        assertEquals(0, desk.quorum.silentHosts());
    }

    @Test
    void shouldTellTheBootUnderWhichAHostWasRemoved() {
        assertEquals(0, desk.quorum.removedIncarnation(2));
        desk.peers[2].incarnation = 170;
        desk.pass(500);
        desk.lose(2);
        assertEquals(170, desk.quorum.removedIncarnation(2));
        assertEquals(0, desk.quorum.removedIncarnation(0));
    }

    @Test
    void shouldTellSinceWhenASectionCannotBeRead() {
        assertEquals(Sightings.NEVER, desk.quorum.unreadableNanos(2));
        desk.peers[2].badBlock = true;
        desk.until("unreadable", () -> desk.quorum.unreadableNanos(2) != Sightings.NEVER);
        long since = desk.now;
        desk.pass(1_000);
        assertEquals(since * MILLI, desk.quorum.unreadableNanos(2));
        desk.peers[2].badBlock = false;
        desk.pass(300);
        assertEquals(Sightings.NEVER, desk.quorum.unreadableNanos(2));
    }

    @Test
    void shouldFollowALivesetHostIntoARoundUntilItsSnapshotAndNotAfterIt() {
        for (Phase phase : Phase.values()) {
            QuorumDesk other = QuorumDesk.online(3, 1);
            other.peers[2].follows = false;
            other.peers[2].phase = phase;
            other.beat(2);
            other.quorum.advance(other.now * MILLI);
            boolean beforeSnapshot = phase == Phase.FHREADY
                    || phase == Phase.FH1
                    || phase == Phase.FH1DONE
                    || phase == Phase.FH2
                    || phase == Phase.FH2DONE;
            assertEquals(beforeSnapshot, other.quorum.inRound(), phase + "");
        }
    }

    @Test
    void shouldTakeRule2FromALivesetHostOnce() {
        desk.peers[2].sr2 = true;
        desk.peers[2].follows = false;
        desk.peers[2].sfdomain = 0;
        desk.pass(1_000);
        assertTrue(desk.quorum.sr2());
        assertEquals(1, desk.branches.count(RuleBranch.RULE_2_SPREADS));
    }

    private static QuorumDesk byMajority() {
        QuorumDesk desk = new QuorumDesk(QuorumPools.pool(3).withPolicy(PoolConfig.Policy.MAJORITY), 1);
        desk.formTogether();
        return desk;
    }

    @Test
    void shouldTellWhoLivesWithoutTheStatefileByAMajority() {
        QuorumDesk majority = byMajority();
        assertEquals(0, majority.quorum.withoutStatefile());
        majority.peers[2].writes = false;
        majority.until("round", majority.quorum::inRound);
        majority.until("over", () -> !majority.quorum.inRound());
        assertTrue(majority.isIn(2));
        assertEquals(0b100, majority.quorum.withoutStatefile());
        majority.peers[2].writes = true;
        majority.pass(1_000);
        assertEquals(0, majority.quorum.withoutStatefile());
    }

    @Test
    void shouldRemoveByAMajorityOnlyWhomTheOthersHaveNotHeardEither() {
        QuorumDesk majority = byMajority();
        majority.crash(0);
        tellsForAMinute(majority, majority.now + 60_000);
        assertTrue(majority.isIn(0), "host 2 hears it");
        tellsForAMinute(majority, majority.now);
        assertFalse(majority.isIn(0));
    }

    /** Host 2 tells with every beat how long ago it heard host 0, which was for the last time then. */
    private static void tellsForAMinute(QuorumDesk desk, long heardMillis) {
        int[] ages = new int[HostSet.MAX_HOSTS];
        for (long end = desk.now + 60_000; desk.now < end; desk.step()) {
            ages[0] = (int) Math.max(0, desk.now - heardMillis);
            desk.quorum.onAges(desk.now * MILLI, 2, ages);
        }
    }
}
