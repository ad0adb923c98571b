package dev.liveset.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.RuleBranch;
import dev.liveset.RuleTally;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, <i>Master lock</i>, on host 1 of three. */
class MasterLockTest {
    private final RuleTally branches = new RuleTally();
    private final LivesetState state = new LivesetState(QuorumPools.pool(3), 1, QuorumRules.OURS.countedIn(branches));
    private final MasterLock lock = new MasterLock(state, true);

    MasterLockTest() {
        state.current = 0b111;
        state.starting = false;
        state.statefileAccess = true;
        others(false, 0, false, 0);
    }

    private void others(boolean asks0, long grants0, boolean asks2, long grants2) {
        state.seen.readLock(0, asks0, grants0);
        state.seen.readLock(2, asks2, grants2);
    }

    /** Of the configured hosts: bits of others stay set. */
    private long grants() {
        assertEquals(~state.all, lock.grants() & ~state.all);
        return lock.grants() & state.all;
    }

    private void become() {
        lock.advance();
        others(false, 0b010, false, 0b010);
        lock.advance();
        assertEquals(1, lock.holder());
    }

    @Test
    void shouldGrantEverybodyUntilItIsOnline() {
        state.starting = true;
        lock.advance();
        assertEquals(-1L, lock.grants(), "a sitting master survives a join");
        assertFalse(lock.request());
        assertEquals(-1, lock.holder());
    }

    @Test
    void shouldBecomeMasterWhenEveryLivesetHostGrantsIt() {
        lock.advance();
        assertTrue(lock.request());
        lock.advance();
        assertEquals(0b010, grants(), "its own grant, since it asks");
        assertEquals(-1, lock.holder());
        others(false, 0b010, false, 0b000);
        assertEquals(-1, lock.holder());
        others(false, 0b010, false, 0b010);
        assertEquals(1, lock.holder());
        state.current = 0b011;
        others(false, 0b010, false, 0b000);
        assertEquals(1, lock.holder(), "host 2 is not in the liveset");
    }

    @Test
    void shouldKnowAnotherMaster() {
        others(true, 0b001, false, 0b001);
        lock.advance();
        assertEquals(0b001, grants());
        assertEquals(0, lock.holder());
        assertFalse(lock.request(), "there is one");
    }

    @Test
    void shouldGrantALowerIndexAndNeverAHigherOneWhileItAsks() {
        lock.advance();
        assertTrue(lock.request());
        others(false, 0, true, 0b100);
        lock.advance();
        assertFalse(HostSet.contains(grants(), 2));
        others(true, 0b001, true, 0b100);
        lock.advance();
        assertEquals(0b011, grants());
    }

    @Test
    void shouldGrantAnybodyWhileItDoesNotAsk() {
        lock.want(false);
        others(false, 0, true, 0b100);
        lock.advance();
        assertEquals(0b100, grants());
        others(false, 0b100, true, 0b100);
        assertEquals(2, lock.holder());
    }

    @Test
    void shouldTakeItsGrantBackFromWhoNoLongerAsksOrIsOut() {
        others(true, 0b001, true, 0b001);
        lock.want(false);
        lock.advance();
        assertEquals(0b101, grants());
        others(false, 0b001, true, 0b001);
        lock.advance();
        assertEquals(0b100, grants());
        state.current = 0b011;
        lock.advance();
        assertEquals(0, grants());
    }

    @Test
    void shouldNotAskWhileAnotherStillGrantsItFromBefore() {
        others(false, 0b010, false, 0);
        lock.advance();
        assertFalse(lock.request(), "host 0 has not taken its former grant back");
        others(false, 0, false, 0b010);
        lock.advance();
        assertFalse(lock.request());
        others(false, 0, false, 0);
        lock.advance();
        assertTrue(lock.request());
    }

    @Test
    void shouldNotAskWhileItGrantsAHigherIndex() {
        others(false, 0, true, 0);
        lock.advance();
        assertEquals(0b100, grants());
        assertFalse(lock.request());
        others(true, 0, false, 0);
        lock.advance();
        assertTrue(lock.request(), "a lower index that asks holds nobody back until it is master");
    }

    @Test
    void shouldCancelWhenAnotherWins() {
        lock.advance();
        assertTrue(lock.request());
        others(true, 0b001, false, 0b001);
        lock.advance();
        assertFalse(lock.request());
        assertEquals(0, lock.holder());
    }

    @Test
    void shouldStayMasterUntilItNoLongerWantsToBe() {
        become();
        lock.advance();
        assertTrue(lock.request());
        lock.want(false);
        lock.advance();
        assertFalse(lock.request());
        assertEquals(-1, lock.holder());
        lock.advance();
        assertEquals(0, grants());
    }

    @Test
    void shouldElectNobodyWithoutStatefileOrUnderRule2AndKeepTheMasterThere() {
        become();
        state.statefileAccess = false;
        others(true, 0b001, false, 0b010);
        lock.advance();
        assertEquals(0b010, grants(), "the last published grants stand");
        state.statefileAccess = true;
        state.sr2 = true;
        lock.advance();
        assertEquals(0b010, grants());
        state.sr2 = false;
        lock.advance();
        assertEquals(0b011, grants());
    }

    @Test
    void shouldBeNoMasterOnceItIsOffline() {
        become();
        state.current = 0b101;
        assertEquals(-1, lock.holder());
    }

    @Test
    void shouldNotAskBesideAnXhadThatMayAnswerItsFormerLife() {
        LivesetState beside = new LivesetState(QuorumPools.pool(2, PoolConfig.Mode.INTEROP), 0, QuorumRules.OURS);
        MasterLock lock = new MasterLock(beside, true);
        beside.current = 0b11;
        beside.starting = false;
        beside.statefileAccess = true;
        for (int look = 0; look < 4; look++) {
            read(beside, look, 0, 1);
            read(beside, look, 1, 0);
            lock.advance();
            // The own section is first seen to move in the second look, and the other's counts from then on.
            assertEquals(look >= 2, lock.request(), "look " + look);
        }
    }

    @Test
    void shouldHurryBesideAnXhadUntilThereIsAMaster() {
        LivesetState beside = new LivesetState(QuorumPools.pool(2, PoolConfig.Mode.INTEROP), 0, QuorumRules.OURS);
        MasterLock lock = new MasterLock(beside, false);
        beside.current = 0b11;
        beside.starting = false;
        beside.statefileAccess = true;
        beside.seen.readLock(1, false, 0);
        lock.advance();
        assertFalse(lock.hurries(), "it does not want the lock");
        int before = beside.bursts;
        lock.want(true);
        lock.advance();
        assertEquals(before + 1, beside.bursts);
        lock.advance();
        lock.advance();
        assertTrue(lock.hurries());
        assertEquals(before + 1, beside.bursts, "the others hear of it at once, and once");
        beside.sr2 = true;
        assertFalse(lock.hurries(), "nobody can be elected");
        beside.sr2 = false;
        beside.seen.readLock(1, true, 0b10);
        lock.advance();
        assertEquals(1, lock.holder());
        assertFalse(lock.hurries());
        lock.want(false);
        beside.seen.readLock(1, false, 0);
        lock.advance();
        assertFalse(lock.hurries());
    }

    @Test
    void shouldKnowNoMasterWhomItHasNotGrantedTheLockItself() {
        lock.advance();
        others(true, 0b001, false, 0b001);
        assertEquals(-1, lock.holder(), "its own grant is missing");
        lock.advance();
        assertEquals(0, lock.holder());
    }

    @Test
    void shouldKnowTheLowerOfTwoThatEverybodyGrants() {
        lock.advance();
        others(true, 0b011, false, 0b011);
        lock.advance();
        assertEquals(0, lock.holder());
        assertFalse(lock.request(), "it has lost");
        assertEquals(1, branches.count(RuleBranch.LOCK_CANCELLED_BY_LOSER));
        assertEquals(0, branches.count(RuleBranch.LOCK_GIVEN_UP));
    }

    @Test
    void shouldTakeItselfForTheMasterOfTwoOnlyWithThePlantedBug() {
        LivesetState planted =
                new LivesetState(QuorumPools.pool(2), 1, QuorumRules.OURS.without(QuorumRule.GRANT_GIVEN_ONCE));
        MasterLock lock = new MasterLock(planted, true);
        planted.current = 0b11;
        planted.starting = false;
        planted.statefileAccess = true;
        planted.seen.readLock(0, false, 0);
        lock.advance();
        planted.seen.readLock(0, true, 0b01);
        lock.advance();
        assertEquals(0, lock.holder(), "without the grant of host 0 not even then");
        lock.want(true);
        planted.seen.readLock(0, false, 0);
        lock.advance();
        lock.advance();
        planted.seen.readLock(0, true, 0b11);
        lock.advance();
        assertEquals(1, lock.holder(), "beside host 0, that takes itself for the one as well");
    }

    @Test
    void shouldGrantItselfTheLockWithoutAnyNewsOnceItAsks() {
        others(false, 0b010, false, 0);
        lock.advance();
        lock.advance();
        assertFalse(lock.request());
        others(false, 0, false, 0);
        lock.advance();
        assertTrue(lock.request());
        assertEquals(0, grants());
        lock.advance();
        assertEquals(0b010, grants());
    }

    @Test
    void shouldTakeItsGrantBackWhenOnlyTheLivesetHasChanged() {
        lock.want(false);
        others(false, 0b100, true, 0b100);
        lock.advance();
        lock.advance();
        assertEquals(2, lock.holder());
        state.current = 0b011;
        lock.advance();
        assertEquals(0, grants());
        assertEquals(-1, lock.holder());
    }

    @Test
    void shouldCountWhatItDoesWithTheLock() {
        lock.advance();
        assertEquals(1, branches.count(RuleBranch.LOCK_REQUESTED));
        assertEquals(0, branches.count(RuleBranch.LOCK_GRANTED), "its grants from before are no grants");
        lock.advance();
        others(false, 0, true, 0);
        lock.advance();
        assertEquals(1, branches.count(RuleBranch.LOCK_GRANTED), "itself, once");
        assertEquals(1, branches.count(RuleBranch.LOCK_GRANT_KEPT_BACK), "host 2");
        lock.want(false);
        lock.advance();
        assertEquals(1, branches.count(RuleBranch.LOCK_GIVEN_UP));
        assertEquals(0, branches.count(RuleBranch.LOCK_CANCELLED_BY_LOSER));
        lock.advance();
        assertEquals(1, branches.count(RuleBranch.LOCK_GIVEN_UP), "there is nothing more to give up");
        assertEquals(2, branches.count(RuleBranch.LOCK_GRANTED), "host 2, now that it asks no longer itself");
        lock.want(true);
        lock.advance();
        assertEquals(1, branches.count(RuleBranch.LOCK_REQUEST_WAITS_FOR_HIGHER));
        assertEquals(0, branches.count(RuleBranch.LOCK_REQUEST_WAITS_FOR_OLD_GRANTS));
        others(false, 0b010, false, 0);
        lock.advance();
        assertEquals(1, branches.count(RuleBranch.LOCK_REQUEST_WAITS_FOR_HIGHER));
        assertEquals(1, branches.count(RuleBranch.LOCK_REQUEST_WAITS_FOR_OLD_GRANTS));
    }

    @Test
    void shouldNotHurryAmongItsOwnKind() {
        lock.advance();
        assertFalse(lock.hurries());
        assertEquals(0, state.bursts);
    }

    private static void read(LivesetState state, int look, int host, long incarnation) {
        Sightings.Section section = new Sightings.Section();
        section.sequence = 10 + look;
        section.longSequence = incarnation == 0 ? 0 : 10 + look;
        section.incarnation = incarnation;
        section.current = 0b11;
        state.seen.read(look * 1_000_000_000L, look * 1_000_000_000L, host, section, state.current);
    }
}
