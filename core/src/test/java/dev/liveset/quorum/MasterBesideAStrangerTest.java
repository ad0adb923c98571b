package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Host 1 of four counts hosts 0 and 2; somebody whom it does not count may hold the lock by the grants of the same hosts
 * (PROTOCOL.md §5, <i>Master lock</i>).
 */
class MasterBesideAStrangerTest {
    private final LivesetState state = new LivesetState(QuorumPools.pool(4), 1, QuorumRules.OURS);
    private final MasterLock lock = new MasterLock(state, true);
    private int sequence;

    @BeforeEach
    void ask() {
        state.current = 0b0111;
        state.starting = false;
        state.statefileAccess = true;
        reads(0, 0b0111, 0, false);
        reads(2, 0b0111, 0, false);
        lock.advance();
        lock.advance();
        assertTrue(lock.request());
    }

    private void reads(int host, long counts, long grants, boolean starting) {
        Sightings.Section section = new Sightings.Section();
        section.sequence = ++sequence;
        section.longSequence = sequence;
        section.incarnation = 100;
        section.current = counts;
        section.lockGrant = grants;
        section.starting = starting;
        state.seen.read(sequence * 1_000L, sequence * 1_000L, host, section, state.current);
    }

    private int master() {
        lock.advance();
        return lock.holder();
    }

    @Test
    void shouldNotBecomeMasterWhileAHostThatGrantsItCountsSomebodyWhomItDoesNot() {
        reads(3, 0b1111, 0b1000, false);
        reads(0, 0b1111, 0b1010, false);
        reads(2, 0b0111, 0b0010, false);
        assertEquals(-1, master(), "host 0 may have granted host 3 as well");
        reads(0, 0b0111, 0b0010, false);
        assertEquals(1, master(), "it counts it no longer");
    }

    @Test
    void shouldNotMindSomebodyWhoOnlyStarts() {
        reads(3, 0b0111, 0, true);
        reads(0, 0b1111, 0b0010, false);
        reads(2, 0b1111, 0b0010, false);
        assertEquals(1, master(), "who starts asks for no lock");
    }

    @Test
    void shouldNotMindSomebodyWhomNoHostOfItsLivesetCounts() {
        reads(3, 0b1000, 0b1000, false);
        reads(0, 0b0111, 0b0010, false);
        reads(2, 0b0111, 0b0010, false);
        assertEquals(1, master());
    }

    @Test
    void shouldNotMindTheBootThatItHasRemovedItself() {
        reads(3, 0b1111, 0b1000, false);
        state.removedIncarnation[3] = 100;
        reads(0, 0b1111, 0b0010, false);
        reads(2, 0b0111, 0b0010, false);
        assertEquals(1, master(), "host 0 is about to remove it too");
    }

    @Test
    void shouldStayMasterWhenAHostOfItsLivesetComesToCountSomebody() {
        reads(0, 0b0111, 0b0010, false);
        reads(2, 0b0111, 0b0010, false);
        assertEquals(1, master());
        reads(3, 0b1111, 0b0010, false);
        reads(0, 0b1111, 0b0010, false);
        assertEquals(1, master(), "who came later cannot have been granted beside it");
    }
}
