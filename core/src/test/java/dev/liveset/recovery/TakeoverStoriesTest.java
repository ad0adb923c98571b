package dev.liveset.recovery;

import static dev.liveset.recovery.MasterDesk.ONE;
import static dev.liveset.recovery.MasterDesk.assignment;
import static dev.liveset.recovery.MasterDesk.ordered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How the new holder of the master lock (host 0) takes over: its epoch, the newest table, and the promises of all. */
class TakeoverStoriesTest {
    @Test
    void shouldTakeAnEpochAboveEverythingAnyRegionShows() {
        RecoveryDesk desk = RecoveryDesk.online(0, 3, RecoveryRules.ALL);
        Permit high = new Permit(Permit.epoch(9, 2), 1, 1, 5);
        desk.peer(1, 5, 2, true, Permit.epoch(9, 2), List.of(new Claim(ONE, high, ClaimState.RUNNING)), List.of());
        desk.peer(2, 5, 2, true, Permit.epoch(4, 2), List.of(), List.of());
        desk.tables.put(1, PoolTable.EMPTY);
        desk.tables.put(2, new PoolTable(Permit.epoch(7, 2), 3, true, 1, List.of(), List.of()));
        desk.view.lockHolder = 0;
        desk.settle();
        assertEquals(Permit.epoch(10, 0), desk.ownTable.epoch());
        assertTrue(desk.ownTable.haEnabled(), "the newest table is copied");
        assertEquals(3 + MasterTable.TENURE_LEAP + 1, desk.ownTable.sequence());
        assertEquals(Permit.epoch(10, 0), desk.own.promisedEpoch());
    }

    @Test
    void shouldCopyTheTableWithTheHighestSequenceNotTheHighestEpoch() {
        RecoveryDesk desk = RecoveryDesk.online(0, 3, RecoveryRules.ALL);
        desk.tables.put(1, new PoolTable(Permit.epoch(7, 1), 20, true, 1, List.of(), List.of()));
        desk.tables.put(2, new PoolTable(Permit.epoch(7, 2), 11, false, 0, List.of(), List.of()));
        desk.view.lockHolder = 0;
        desk.settle();
        assertTrue(desk.ownTable.haEnabled(), "a late copy of an older table must not win");
    }

    @Test
    void shouldKeepItsEditsWhenADeadMastersManyLateWritesLand() {
        RecoveryDesk desk = MasterDesk.elected(2);
        desk.tables.put(1, new PoolTable(Permit.epoch(7, 1), 20, true, 1, List.of(), List.of()));
        desk.pass(1000);
        desk.promise(1, List.of(), List.of());
        desk.pass(1000);
        assertEquals(CommandResult.OK, desk.command(new PoolCommand.EnableHa(false)));
        desk.tables.put(1, new PoolTable(Permit.epoch(7, 1), 20 + 500, true, 1, List.of(), List.of()));
        desk.view.lockHolder = -1;
        desk.settle();
        desk.view.lockHolder = 0;
        desk.pass(1000);
        assertFalse(desk.ownTable.haEnabled(), "the order was answered");
    }

    @Test
    void shouldGoOnWithItsOwnNewestTableThatLateWritesHide() {
        RecoveryDesk desk = MasterDesk.acting(2);
        PoolTable former = desk.ownTable;
        assertEquals(CommandResult.OK, desk.command(new PoolCommand.SetHostFailuresToTolerate(1)));
        desk.ownTable = former;
        desk.view.lockHolder = -1;
        desk.settle();
        desk.view.lockHolder = 0;
        desk.pass(1000);
        assertEquals(1, desk.ownTable.hostFailuresToTolerate(), "the order was answered");
    }

    @Test
    void shouldNotBePastOneThatActedBecauseItTriedOftenAndNeverDid() {
        RecoveryDesk desk = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        desk.tables.put(1, new PoolTable(Permit.epoch(7, 1), 20, true, 1, List.of(), List.of()));
        desk.view.lockHolder = 0;
        desk.writesFail = true;
        desk.pass(10_000);
        desk.writesFail = false;
        desk.pass(1000);
        assertEquals(20 + MasterTable.TENURE_LEAP + 1, desk.ownTable.sequence());
    }

    @Test
    void shouldNotActWhileAFormerMastersTableIsUnknownUnlessAPersonSaysItIsOff() {
        RecoveryDesk desk = RecoveryDesk.online(0, 3, RecoveryRules.ALL);
        desk.peer(2, 5, 2, true, Permit.epoch(7, 2), List.of(), List.of());
        desk.leave(2);
        desk.view.lockHolder = 0;
        desk.pass(12_000);
        assertEquals(PoolTable.EMPTY, desk.ownTable);
        assertEquals(1, desk.warnings.size());
        desk.command(new PoolCommand.ConfirmHostDead(2));
        desk.pass(500);
        desk.promise(1, List.of(), List.of());
        desk.pass(500);
        assertEquals(Permit.epoch(8, 0), desk.ownTable.epoch());
        assertEquals(List.of(new ConfirmedDead(2, 5)), desk.ownTable.confirmedDead());
    }

    @Test
    void shouldAssignNothingBeforeAllHavePromised() {
        assertNull(assignmentBeforePromise(RecoveryRules.ALL));
        assertNotEquals(
                null,
                assignmentBeforePromise(RecoveryRules.ALL.without(RecoveryRule.ALL_PROMISED)),
                "the planted bug goes unnoticed");
    }

    private static Permit assignmentBeforePromise(RecoveryRules rules) {
        RecoveryDesk desk = RecoveryDesk.online(0, 3, rules);
        VmRecord wanted = ordered(ONE, 512, 1, 0).withDesired(true);
        desk.tables.put(1, new PoolTable(Permit.epoch(7, 1), 20, true, 1, List.of(), List.of(wanted)));
        desk.view.lockHolder = 0;
        desk.settle();
        desk.promise(1, List.of(), List.of());
        desk.pass(2000);
        Permit before = assignment(desk, ONE);
        desk.promise(2, List.of(), List.of());
        desk.pass(1000);
        assertNotEquals(null, assignment(desk, ONE));
        return before;
    }

    @Test
    void shouldTakeAHigherEpochWhenAMemberPromisedMore() {
        RecoveryDesk desk = MasterDesk.elected(2);
        desk.tables.put(1, PoolTable.EMPTY);
        desk.peer(1, 5, 9, true, Permit.epoch(40, 1), List.of(), List.of());
        desk.pass(1000);
        assertEquals(Permit.epoch(41, 0), desk.ownTable.epoch());
    }
}
