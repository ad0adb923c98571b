package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.Phase;
import dev.liveset.PoolConfig;
import org.junit.jupiter.api.Test;

/** An xhad tells no boot: what is asked of the boots of our hosts cannot be asked of it (PROTOCOL.md §3 and §5). */
class XhadStrangerTest {
    private static final PoolConfig.Mode INTEROP = PoolConfig.Mode.INTEROP;

    /** Host 1 of four, asking for the lock; it counts hosts 0 and 2. */
    private final LivesetState state = new LivesetState(QuorumPools.pool(4, INTEROP), 1, QuorumRules.OURS);

    private final MasterLock lock = new MasterLock(state, true);
    private int sequence;

    private static Sightings.Section section(int sequence, long incarnation, long current) {
        Sightings.Section section = new Sightings.Section();
        section.sequence = sequence;
        section.incarnation = incarnation;
        section.longSequence = incarnation == 0 ? 0 : sequence;
        section.current = current;
        section.proposed = current;
        return section;
    }

    private void reads(int host, long incarnation, long counts, long grants) {
        Sightings.Section section = section(++sequence, incarnation, counts);
        section.lockGrant = grants;
        state.seen.read(sequence * 1_000L, sequence * 1_000L, host, section, state.current);
    }

    private int masterOf(long countedByHost0) {
        reads(0, 100, countedByHost0, 0b1010);
        reads(2, 100, 0b0111, 0b0010);
        lock.advance();
        return lock.holder();
    }

    private void asks() {
        state.current = 0b0111;
        state.starting = false;
        state.statefileAccess = true;
        reads(0, 100, 0b0111, 0);
        reads(2, 100, 0b0111, 0);
        lock.advance();
        lock.advance();
        assertTrue(lock.request());
    }

    @Test
    void shouldNotBecomeMasterWhileAMemberCountsAnXhadThatItDoesNotCount() {
        asks();
        reads(3, 0, 0b1111, 0b1000);
        assertEquals(-1, masterOf(0b1111), "host 0 may have granted host 3 as well");
        assertEquals(1, masterOf(0b0111));
    }

    @Test
    void shouldBeMasterNoLongerWhenAMemberComesToCountAnXhad() {
        asks();
        assertEquals(1, masterOf(0b0111));
        reads(3, 0, 0b1111, 0b1000);
        assertEquals(-1, masterOf(0b1111), "an xhad takes the grants of all whom it counts and looks no further");
    }

    @Test
    void shouldStayMasterWhileAMemberStillCountsAnXhadThatItHasRemoved() {
        asks();
        assertEquals(1, masterOf(0b0111));
        reads(3, 0, 0b1111, 0b1000);
        state.remove(3, 1);
        assertEquals(1, masterOf(0b1111), "host 0 is about to remove it too");
    }

    /** Host 0, and an xhad on host 1 where boot 100 of ours had run in a liveset before. */
    private static QuorumDesk besideAnXhadWhereOursHadRun() {
        QuorumDesk desk = new QuorumDesk(QuorumPools.pool(2, INTEROP), 0);
        desk.quorum.onSection(0, 0, 1, section(1, 100, 0b11));
        desk.peers[1].incarnation = 0;
        desk.formTogether();
        desk.pass(5_000);
        assertTrue(desk.isIn(1));
        return desk;
    }

    private static boolean isRemovedThoughItShowsItself(QuorumDesk desk) {
        QuorumDesk.Peer xhad = desk.itself(1);
        xhad.current = 0b11;
        xhad.proposed = 0b11;
        xhad.hbdomain = 0b10;
        xhad.beats = false;
        xhad.writes = false;
        desk.untilPhase(Phase.FH4);
        xhad.writes = true;
        desk.pass(25_000);
        return !desk.isIn(1);
    }

    @Test
    void shouldNotTakeALateWordOfOursForARestartOfTheXhadThatRunsThereNow() {
        QuorumDesk desk = besideAnXhadWhereOursHadRun();
        long now = desk.now * QuorumDesk.MILLI;
        desk.quorum.onSection(now, now, 1, section(77, 101, 0)); // a start of ours that was given up, and lands now
        desk.pass(5_000);
        assertFalse(isRemovedThoughItShowsItself(desk), "the xhad lives, and its section shows it");
    }

    @Test
    void shouldNotHoldAnXhadForRestartedByALateWordThatItHasOverwrittenSince() {
        LivesetState two = new LivesetState(QuorumPools.pool(2, INTEROP), 0, QuorumRules.OURS);
        Sightings seen = two.seen;
        seen.begin(0);
        seen.read(1, 1, 1, section(1, 100, 0b11), 0);
        seen.read(2, 2, 1, section(2, 101, 0b00), 0b11);
        assertTrue(HostSet.contains(seen.restarted, 1), "of ours it is the proof");
        seen.read(3, 3, 1, section(3, 0, 0b11), 0b11);
        assertFalse(HostSet.contains(seen.restarted, 1), "an xhad runs there and counts itself");
        seen.read(4, 4, 1, section(4, 102, 0b00), 0b11);
        assertFalse(HostSet.contains(seen.restarted, 1));
        seen.read(5, 5, 1, section(5, 103, 0b11), 0b11);
        seen.read(6, 6, 1, section(6, 104, 0b00), 0b11);
        assertTrue(HostSet.contains(seen.restarted, 1), "ours runs there again");
    }
}
