package dev.liveset.recovery;

import static dev.liveset.recovery.MasterDesk.ONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules E1 and E2 on the master's side: a new epoch, the newest table, and nothing done before all have promised. */
class EpochStoriesTest {
    private static final VmRecord VM = MasterDesk.vm(ONE, 64, VmRecord.Protection.RESTART);

    private static PoolTable table(long epoch, long sequence, VmRecord... vms) {
        return new PoolTable(epoch, sequence, true, 1, List.of(), List.of(vms));
    }

    private static RecoveryDesk elected(RecoveryDesk desk) {
        desk.view.lockHolder = 0;
        desk.pass(1000);
        return desk;
    }

    @Test
    void shouldStandAboveEveryPromiseEveryClaimAndEveryTable() {
        RecoveryDesk promise = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        promise.peer(1, 5, 2, true, Permit.epoch(9, 1), List.of(), List.of());
        promise.tables.put(1, PoolTable.EMPTY);
        assertEquals(Permit.epoch(10, 0), elected(promise).ownTable.epoch());
        RecoveryDesk claim = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        Permit permit = new Permit(Permit.epoch(8, 1), 1, 1, 5);
        claim.peer(1, 5, 2, true, 0, List.of(new Claim(ONE, permit, ClaimState.RUNNING)), List.of());
        assertEquals(Permit.epoch(9, 0), elected(claim).ownTable.epoch());
        RecoveryDesk table = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        table.tables.put(1, table(Permit.epoch(7, 1), 3));
        assertEquals(Permit.epoch(8, 0), elected(table).ownTable.epoch());
    }

    @Test
    void shouldTakeTheTableOfTheLaterEpochWhenSequencesAreEqual() {
        for (int later = 1; later <= 2; later++) {
            RecoveryDesk desk = RecoveryDesk.online(0, 3, RecoveryRules.ALL);
            desk.tables.put(later, table(Permit.epoch(7, later), 20, VM));
            desk.tables.put(3 - later, table(Permit.epoch(6, 3 - later), 20));
            assertEquals(1, elected(desk).ownTable.vms().size());
        }
    }

    @Test
    void shouldMissNoTableOfAHostThatLostItsManifest() {
        PoolTable older = table(Permit.epoch(6, 0), 20, VM.withDesired(true));
        PoolTable newest = table(Permit.epoch(7, 1), 900, VM);
        RecoveryDesk itself = new RecoveryDesk(1, 2, false, RecoveryRules.ALL, true);
        itself.readsOneByOne = true;
        itself.own = null;
        itself.ownTable = newest;
        itself.settle();
        assertTrue(itself.recovery.readyToJoin());
        itself.tables.put(0, older);
        itself.peer(0, 5, 2, true, Permit.epoch(6, 0), List.of(), List.of());
        itself.view.incarnation[1] = RecoveryDesk.INCARNATION;
        itself.view.online = true;
        itself.view.liveset = 0b11;
        itself.view.watchdogTimeoutMillis = 2000;
        itself.view.lockHolder = 1;
        itself.pass(1000);
        assertFalse(itself.ownTable.find(ONE).desiredRunning(), "it was shut down");

        RecoveryDesk another = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        another.readsOneByOne = true;
        another.ownTable = older;
        another.tables.put(1, newest);
        another.peer(1, 6, 1, false, itself.own.promisedEpoch(), List.of(), List.of());
        elected(another);
        assertFalse(another.ownTable.find(ONE).desiredRunning(), "it was shut down");
    }

    @Test
    void shouldNotUseAnEpochTwiceWhoseWriteNeverCompleted() {
        RecoveryDesk desk = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        desk.tables.put(1, PoolTable.EMPTY);
        desk.writesFail = true;
        elected(desk);
        desk.view.lockHolder = 1;
        desk.pass(1000);
        desk.writesFail = false;
        elected(desk);
        assertEquals(Permit.epoch(2, 0), desk.ownTable.epoch(), "its first epoch may stand on the disk after all");
    }

    @Test
    void shouldLetATableWinOverOneThatAPersonGaveUp() {
        RecoveryDesk desk = RecoveryDesk.online(0, 3, RecoveryRules.ALL);
        desk.peer(2, 5, 2, true, Permit.epoch(7, 2), List.of(), List.of());
        desk.tables.put(2, table(Permit.epoch(7, 2), 900, VM));
        desk.tables.put(1, table(Permit.epoch(6, 1), 20));
        desk.unreadable.add(2);
        desk.leave(2);
        desk.view.lockHolder = 0;
        desk.settle();
        desk.leap(9_999);
        assertEquals(List.of(), desk.warnings);
        desk.leap(1);
        assertEquals(1, desk.warnings.size());
        assertTrue(desk.warnings.get(0).contains("host2"), desk.warnings.get(0));
        desk.pass(5000);
        assertEquals(1, desk.warnings.size(), "told once");
        desk.command(new PoolCommand.ConfirmHostDead(2));
        desk.pass(500);
        assertTrue(desk.ownTable.sequence() > 900, "the other's table may show up again and must not be the newest");
    }

    @Test
    void shouldSayWhoHasNotPromisedAfterTenSecondsAndOnlyOnce() {
        RecoveryDesk desk = RecoveryDesk.online(0, 3, RecoveryRules.ALL);
        desk.view.lockHolder = 0;
        desk.settle();
        desk.promise(1, List.of(), List.of());
        desk.pass(9_900);
        assertEquals(List.of(), desk.warnings);
        desk.leap(100);
        assertEquals(1, desk.warnings.size());
        assertTrue(desk.warnings.get(0).contains("host2 has not promised"), desk.warnings.get(0));
        desk.pass(20_000);
        assertEquals(1, desk.warnings.size());
        desk.promise(2, List.of(), List.of());
        desk.view.incarnation[2] = 6;
        desk.pass(12_000);
        assertEquals(2, desk.warnings.size(), "another boot is another trouble");
    }

    @Test
    void shouldWriteNothingMoreOfATableOnceTheLockIsLost() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.tableWritesHang = true;
        desk.command(new PoolCommand.DefineVm(VM));
        desk.command(new PoolCommand.EnableHa(false));
        desk.view.lockHolder = 1;
        desk.settle();
        desk.tableWritesHang = false;
        desk.pass(2000);
        assertEquals(1, desk.ownTable.vms().size(), "that write was under way");
        assertTrue(desk.ownTable.haEnabled(), "this one was not");
    }

    @Test
    void shouldWriteATableAgainThatFailedAFifthOfASecondAgo() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.writesFail = true;
        assertNull(desk.command(new PoolCommand.EnableHa(false)));
        desk.writesFail = false;
        desk.leap(199);
        assertTrue(desk.ownTable.haEnabled());
        desk.leap(1);
        assertFalse(desk.ownTable.haEnabled());
        assertEquals(CommandResult.OK, desk.answers.get(2L));
    }

    @Test
    void shouldNotKnowWhatBecameOfACommandWhenItsEpochIsOvertaken() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.tableWritesHang = true;
        assertNull(desk.command(new PoolCommand.EnableHa(false)));
        desk.peer(1, 5, 9, true, Permit.epoch(40, 1), List.of(), List.of());
        desk.settle();
        assertEquals(CommandResult.Status.UNKNOWN, desk.answers.get(2L).status());
    }

    @Test
    void shouldRepairItsTableWhenTheDiskHoldsAnother() {
        RecoveryDesk desk = MasterDesk.acting(2);
        PoolTable former = desk.ownTable;
        desk.command(new PoolCommand.DefineVm(VM));
        PoolTable newest = desk.ownTable;
        desk.ownTable = former;
        desk.pass(6000);
        assertEquals(newest, desk.ownTable);
        assertEquals(1, desk.warnings.size());
        assertTrue(desk.warnings.get(0).startsWith("The pool table of this host"), desk.warnings.get(0));
        desk.pass(12_000);
        assertEquals(1, desk.warnings.size());
    }

    @Test
    void shouldLeaveATableThatWasGivenUpAndYetCameToBeOnTheDisk() {
        RecoveryDesk desk = MasterDesk.acting(2);
        PoolTable durable = desk.ownTable;
        desk.writesFail = true;
        desk.command(new PoolCommand.DefineVm(VM));
        desk.view.lockHolder = 1;
        desk.settle();
        desk.writesFail = false;
        desk.ownTable = new PoolTable(durable.epoch(), durable.sequence() + 1, true, 0, List.of(), List.of());
        desk.pass(6000);
        assertEquals(durable.sequence() + 1, desk.ownTable.sequence());
        assertEquals(List.of(), desk.warnings);
        desk.ownTable = durable;
        desk.pass(6000);
        assertEquals(durable.sequence() + 1, desk.ownTable.sequence(), "from now on it is what is repaired");
    }

    @Test
    void shouldWriteItsRegionsAgainWhereOneOfTheirTwoSlotsIsDamaged() {
        RecoveryDesk desk = MasterDesk.acting(2);
        PoolTable table = desk.ownTable;
        long manifests = desk.own.sequence();
        int writes = desk.tablesWritten;
        desk.slots = RegionStatus.VALID_IN_ONE_SLOT;
        desk.pass(6000);
        desk.slots = RegionStatus.VALID;
        desk.settle();
        assertEquals(table, desk.ownTable, "its content stays");
        assertEquals(writes + 1, desk.tablesWritten);
        assertTrue(desk.own.sequence() > manifests);
        assertEquals(1, desk.warnings.size(), desk.warnings.toString());
        assertTrue(
                desk.warnings.get(0).startsWith("One of the two copies of this host's manifest and pool table"),
                desk.warnings.get(0));
        desk.pass(12_000);
        assertEquals(1, desk.warnings.size());
        assertEquals(writes + 1, desk.tablesWritten);
    }

    @Test
    void shouldKeepTheTableReadableThatAFormerLifeWrote() {
        PoolTable table = new PoolTable(Permit.epoch(7, 0), 20, true, 1, List.of(), List.of());
        RecoveryDesk desk = new RecoveryDesk(0, 2, false, RecoveryRules.ALL);
        desk.own = new Manifest(0, 9, 7, 0, 1, true, 2000, Permit.epoch(7, 0), 4096, List.of(), List.of());
        desk.ownTable = table;
        desk.settle();
        desk.view.online = true;
        desk.view.liveset = 0b11;
        desk.ownTable = null; // both slots have rotted
        desk.pass(650_000);
        assertEquals(table, desk.ownTable, "without it no host can become master that may act");
        desk.slots = RegionStatus.VALID_IN_ONE_SLOT;
        desk.pass(6000);
        desk.slots = RegionStatus.VALID;
        assertEquals(2, desk.tablesWritten);
        assertEquals(2, desk.warnings.size(), desk.warnings.toString());
    }

    @Test
    void shouldWriteAnEmptyTableForALostOneThatAnotherMasterOutlived() {
        RecoveryDesk desk = bootWithoutATable(Permit.epoch(8, 1));
        assertEquals(PoolTable.EMPTY, desk.ownTable, "host 1 had copied it, or a person gave it up");
    }

    @Test
    void shouldWriteNoTableForALostOneThatMayBeTheNewestBeforeAnotherMasterIsSeen() {
        RecoveryDesk desk = bootWithoutATable(Permit.epoch(7, 0));
        desk.view.online = true;
        desk.view.liveset = 0b11;
        desk.follow(1, new PoolTable(Permit.epoch(6, 1), 30, true, 1, List.of(), List.of()));
        assertNull(desk.ownTable);
        desk.follow(1, new PoolTable(Permit.epoch(8, 1), 40, true, 1, List.of(), List.of()));
        assertEquals(PoolTable.EMPTY, desk.ownTable);
        assertEquals(Permit.epoch(8, 1), desk.own.promisedEpoch());
    }

    @Test
    void shouldNotTouchATableThatIsThereWhenAnotherMasterIsSeen() {
        RecoveryDesk desk = new RecoveryDesk(0, 2, false, RecoveryRules.ALL);
        desk.own = new Manifest(0, 9, 7, 0, 1, true, 2000, Permit.epoch(7, 0), 4096, List.of(), List.of());
        desk.ownTable = new PoolTable(Permit.epoch(7, 0), 20, true, 1, List.of(), List.of());
        desk.settle();
        desk.view.online = true;
        desk.view.liveset = 0b11;
        desk.follow(1, new PoolTable(Permit.epoch(8, 1), 40, true, 1, List.of(), List.of()));
        assertEquals(0, desk.tablesWritten);
    }

    private static RecoveryDesk bootWithoutATable(long promised) {
        RecoveryDesk desk = new RecoveryDesk(0, 2, false, RecoveryRules.ALL);
        desk.own = new Manifest(0, 9, 7, 0, 1, true, 2000, promised, 4096, List.of(), List.of());
        desk.settle();
        return desk;
    }

    @Test
    void shouldNotRepairWhatItCannotRead() {
        RecoveryDesk desk = MasterDesk.acting(2);
        PoolTable table = desk.ownTable;
        Manifest manifest = desk.own;
        desk.unreadable.add(0);
        desk.pass(12_000);
        assertEquals(List.of(), desk.warnings);
        assertEquals(table, desk.ownTable);
        assertEquals(manifest.sequence(), desk.own.sequence());
    }

    @Test
    void shouldLookAtItsOwnRegionsEveryFiveSeconds() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.pass(10_000);
        long before = ownLooks(desk);
        desk.pass(20_000);
        assertEquals(before + 4, ownLooks(desk));
    }

    private static long ownLooks(RecoveryDesk desk) {
        return desk.readsAsked.stream()
                .filter(read -> read.equals(new RecoveryDesk.Read(0, RegionKind.MANIFEST)))
                .count();
    }

    @Test
    void shouldReadAManifestAgainThatCouldNotBeReadFiveTimesASecondAndNoMore() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.unreadable.add(1);
        desk.peer(1, 5, 9, true, desk.ownTable.epoch(), List.of(), List.of());
        desk.settle();
        int asked = desk.readsAsked.size();
        desk.leap(199);
        assertEquals(asked, desk.readsAsked.size());
        desk.leap(1);
        assertEquals(asked + 1, desk.readsAsked.size());
    }

    @Test
    void shouldNotTakeWhatItReadBeforeAHostLeftForItsLastWord() {
        RecoveryDesk desk = MasterDesk.acting(3);
        MasterDesk.die(desk, 1);
        desk.view.silentHosts = 0;
        desk.view.liveset = 0b111;
        desk.settle();
        MasterDesk.run(desk, MasterDesk.allowedOn(VM, 0b110), 1);
        Permit former = MasterDesk.assignment(desk, ONE);
        desk.unreadable.add(1);
        MasterDesk.die(desk, 1);
        desk.pass(2000);
        assertEquals(former, MasterDesk.assignment(desk, ONE));
        desk.unreadable.clear();
        desk.pass(500);
        assertEquals(2, MasterDesk.assignment(desk, ONE).host());
    }

    @Test
    void shouldKeepAPersonsWordOfOneHostWhenAnotherComesBack() {
        RecoveryDesk desk = MasterDesk.acting(3);
        desk.leave(1);
        desk.leave(2);
        desk.command(new PoolCommand.ConfirmHostDead(1));
        desk.command(new PoolCommand.ConfirmHostDead(2));
        desk.peer(1, 6, 1, true, 0, List.of(), List.of());
        desk.pass(500);
        assertEquals(List.of(new ConfirmedDead(2, 5)), desk.ownTable.confirmedDead());
        desk.view.lockHolder = -1;
        desk.settle();
        elected(desk);
        assertEquals(Permit.epoch(2, 0), desk.ownTable.epoch());
        assertEquals(List.of(new ConfirmedDead(2, 5)), desk.ownTable.confirmedDead());
    }

    @Test
    void shouldNotTakeTheLastWordOfAFormerLeaveForThisOne() {
        RecoveryDesk desk = MasterDesk.acting(3);
        MasterDesk.run(desk, MasterDesk.allowedOn(VM, 0b110), 1);
        Permit former = MasterDesk.assignment(desk, ONE);
        desk.view.liveset = 0b101;
        desk.view.leftNanos[1] = desk.view.nowNanos;
        desk.leap(200);
        desk.view.liveset = 0b111;
        desk.pass(1_000);
        desk.unreadable.add(1);
        MasterDesk.die(desk, 1);
        desk.pass(2_000);
        assertEquals(former, MasterDesk.assignment(desk, ONE), "what it wrote meanwhile is unknown");
        desk.unreadable.clear();
        desk.pass(500);
        assertEquals(2, MasterDesk.assignment(desk, ONE).host());
    }
}
