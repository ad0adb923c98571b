package dev.liveset.recovery;

import static dev.liveset.recovery.MasterDesk.ONE;
import static dev.liveset.recovery.MasterDesk.THREE;
import static dev.liveset.recovery.MasterDesk.TWO;
import static dev.liveset.recovery.MasterDesk.allowedOn;
import static dev.liveset.recovery.MasterDesk.assignment;
import static dev.liveset.recovery.MasterDesk.done;
import static dev.liveset.recovery.MasterDesk.record;
import static dev.liveset.recovery.MasterDesk.refused;
import static dev.liveset.recovery.MasterDesk.run;
import static dev.liveset.recovery.MasterDesk.vm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.VmId;
import dev.liveset.recovery.CommandResult.Status;
import dev.liveset.recovery.VmRecord.Protection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the master says to commands, in sentences that an operator can act on. */
class CommandStoriesTest {
    private static void assertSays(String expected, String sentence) {
        assertTrue(sentence.contains(expected), () -> "'" + sentence + "' does not say '" + expected + "'");
    }

    private static VmRecord named(VmId id, String name, long mib, int startDelayMillis) {
        return new VmRecord(id, name, mib, Protection.RESTART, 0, startDelayMillis, -1L, 0, false, false, null, null);
    }

    @Test
    void shouldTolerateAtMostAllHostsButOne() {
        RecoveryDesk desk = MasterDesk.acting(2);
        assertSays("0 to 1 host failures; 2", refused(desk, new PoolCommand.SetHostFailuresToTolerate(2)));
        assertSays("0 to 1 host failures; -1", refused(desk, new PoolCommand.SetHostFailuresToTolerate(-1)));
        done(desk, new PoolCommand.SetHostFailuresToTolerate(1));
        assertEquals(1, desk.ownTable.hostFailuresToTolerate());
        done(desk, new PoolCommand.SetHostFailuresToTolerate(0));
        assertEquals(0, desk.ownTable.hostFailuresToTolerate());
    }

    @Test
    void shouldDefineOnlyAVmThatCanBeKept() {
        RecoveryDesk desk = MasterDesk.acting(2);
        assertSays("'' has 0", refused(desk, new PoolCommand.DefineVm(named(ONE, "", 1, 0))));
        assertSays("1 to 63 bytes", refused(desk, new PoolCommand.DefineVm(named(ONE, "ü".repeat(32), 1, 0))));
        assertSays("at least 1 MiB", refused(desk, new PoolCommand.DefineVm(named(ONE, "a", 0, 0))));
        assertSays("start delay of 0 or more", refused(desk, new PoolCommand.DefineVm(named(ONE, "a", 1, -1))));
        VmRecord nowhere = allowedOn(named(ONE, "a", 1, 0), 0b100);
        assertSays("allowed on no host", refused(desk, new PoolCommand.DefineVm(nowhere)));
        assertEquals(List.of(), desk.ownTable.vms());
        done(desk, new PoolCommand.DefineVm(named(ONE, "a".repeat(63), 1, 0)));
        done(desk, new PoolCommand.DefineVm(allowedOn(named(TWO, "b", 1, 0), 0b10)));
        assertEquals(2, desk.ownTable.vms().size());
    }

    @Test
    void shouldKeepNoMoreVmsThanTheDiskWasFormattedForButStillChangeThose() {
        RecoveryDesk desk = MasterDesk.acting(2);
        for (int i = 1; i <= 8; i++) {
            done(desk, new PoolCommand.DefineVm(named(new VmId(0, i), "vm" + i, 1, 0)));
        }
        assertSays("formatted for 8 VMs", refused(desk, new PoolCommand.DefineVm(named(new VmId(0, 9), "vm9", 1, 0))));
        done(desk, new PoolCommand.DefineVm(named(ONE, "other", 2, 0)));
        assertEquals("other", record(desk, ONE).name());
        assertEquals(8, desk.ownTable.vms().size());
    }

    @Test
    void shouldLeaveWishAndAssignmentOfAVmAloneThatIsDefinedAnew() {
        RecoveryDesk desk = MasterDesk.acting(2);
        run(desk, vm(ONE, 512, Protection.RESTART), 1);
        Permit permit = assignment(desk, ONE);
        done(desk, new PoolCommand.DefineVm(named(ONE, "renamed", 600, 0)));
        assertEquals("renamed", record(desk, ONE).name());
        assertTrue(record(desk, ONE).desiredRunning());
        assertEquals(permit, assignment(desk, ONE));
    }

    @Test
    void shouldTakeOutOnlyAVmThatIsShutDownAndRunsNowhere() {
        RecoveryDesk desk = MasterDesk.acting(2);
        assertSays("define it first", refused(desk, new PoolCommand.RemoveVm(ONE)));
        done(desk, new PoolCommand.DefineVm(vm(TWO, 64, Protection.RESTART)));
        done(desk, new PoolCommand.DefineVm(vm(THREE, 64, Protection.RESTART)));
        run(desk, vm(ONE, 512, Protection.RESTART), 1);
        assertSays("shut it down first", refused(desk, new PoolCommand.RemoveVm(ONE)));
        done(desk, new PoolCommand.ShutdownVm(ONE));
        assertSays("may still run on a host", refused(desk, new PoolCommand.RemoveVm(ONE)));
        MasterDesk.answers(desk, ONE, Answer.Kind.STOPPED);
        done(desk, new PoolCommand.RemoveVm(TWO));
        done(desk, new PoolCommand.RemoveVm(ONE));
        assertEquals(
                List.of(THREE), desk.ownTable.vms().stream().map(VmRecord::vm).toList());
        assertSays("define it first", refused(desk, new PoolCommand.RemoveVm(TWO)));
    }

    @Test
    void shouldStartAVmOnceAndOnlyWhereAHostIs() {
        RecoveryDesk desk = MasterDesk.acting(2);
        assertSays("define it first", refused(desk, new PoolCommand.StartVm(ONE, -1)));
        run(desk, vm(TWO, 1024, Protection.RESTART), 1);
        done(desk, new PoolCommand.DefineVm(vm(ONE, 512, Protection.RESTART)));
        assertSays("no host -2", refused(desk, new PoolCommand.StartVm(ONE, -2)));
        assertSays("no host 2; its hosts are 0 to 1", refused(desk, new PoolCommand.StartVm(ONE, 2)));
        assertFalse(record(desk, ONE).desiredRunning());
        Permit permit = assignment(desk, TWO);
        done(desk, new PoolCommand.StartVm(TWO, 0));
        assertEquals(permit, assignment(desk, TWO), "it runs already");
    }

    @Test
    void shouldStartAVmWhereTheOperatorWantsItWhateverThePlannerThinks() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.command(new PoolCommand.DefineVm(vm(TWO, 2000, Protection.RESTART)));
        desk.command(new PoolCommand.StartVm(TWO, 0));
        assertEquals(0, assignment(desk, TWO).host());
        desk.command(new PoolCommand.DefineVm(vm(ONE, 2096, Protection.RESTART)));
        desk.command(new PoolCommand.StartVm(ONE, 0));
        desk.settle();
        assertEquals(0, assignment(desk, ONE).host(), "host 1 is empty, but host 0 has just enough room");
        desk.command(new PoolCommand.DefineVm(vm(THREE, 64, Protection.RESTART)));
        desk.command(new PoolCommand.StartVm(THREE, 0));
        desk.settle();
        assertEquals(1, assignment(desk, THREE).host(), "host 0 is full");
    }

    @Test
    void shouldNotStartAVmThatIsOnItsWayDown() {
        RecoveryDesk desk = MasterDesk.acting(2);
        run(desk, vm(ONE, 512, Protection.RESTART), 1);
        assertSays("define it first", refused(desk, new PoolCommand.ShutdownVm(TWO)));
        done(desk, new PoolCommand.ShutdownVm(ONE));
        assertSays("on its way down", refused(desk, new PoolCommand.StartVm(ONE, -1)));
        MasterDesk.answers(desk, ONE, Answer.Kind.STOPPED);
        done(desk, new PoolCommand.StartVm(ONE, -1));
        assertTrue(record(desk, ONE).desiredRunning());
    }

    @Test
    void shouldStartAnUnprotectedVmAgainThatWentDownByItself() {
        RecoveryDesk desk = MasterDesk.acting(2);
        run(desk, vm(ONE, 512, Protection.UNPROTECTED), 1);
        Permit former = assignment(desk, ONE);
        MasterDesk.answers(desk, ONE, Answer.Kind.STOPPED);
        desk.pass(2000);
        assertEquals(former, assignment(desk, ONE));
        done(desk, new PoolCommand.StartVm(ONE, -1));
        desk.settle();
        assertTrue(assignment(desk, ONE).sequence() > former.sequence());
    }

    @Test
    void shouldTakeChargeOfAVmThatRanUnaskedToShutItDown() {
        RecoveryDesk desk = MasterDesk.acting(2);
        done(desk, new PoolCommand.DefineVm(vm(ONE, 512, Protection.RESTART)));
        desk.promise(1, List.of(new Claim(ONE, new Permit(0, 0, 1, 5), ClaimState.RUNNING)), List.of());
        done(desk, new PoolCommand.ShutdownVm(ONE));
        assertEquals(1, assignment(desk, ONE).host(), "the host may stop only what it has a permit for");
    }

    @Test
    void shouldStopAVmThatRanUnaskedOnTheMasterItself() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.running = Set.of(ONE);
        desk.pass(1500);
        assertEquals(ClaimState.RUNNING, desk.own.claims().get(0).state());
        done(desk, new PoolCommand.DefineVm(vm(ONE, 512, Protection.RESTART)));
        done(desk, new PoolCommand.ShutdownVm(ONE));
        desk.settle();
        assertEquals(ONE, desk.stops.get(0).vm());
        desk.running = Set.of();
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        assertEquals(List.of(), desk.own.claims());
    }

    @Test
    void shouldShutDownWhatRanUnaskedAlsoWhenItsHostKnewAnotherMasterBefore() {
        Permit ordered = new Permit(Permit.epoch(7, 1), 3, 1, 5);
        VmRecord halted = vm(ONE, 512, Protection.RESTART).withAssignment(ordered);
        RecoveryDesk desk = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        desk.tables.put(1, new PoolTable(Permit.epoch(7, 1), 20, true, 0, List.of(), List.of(halted)));
        desk.view.lockHolder = 0;
        desk.settle();
        Claim found = new Claim(ONE, new Permit(0, 0, 1, 5), ClaimState.RUNNING);
        desk.promise(1, List.of(found), List.of());
        desk.pass(500);
        assertEquals(ordered, assignment(desk, ONE));
        desk.promise(1, List.of(found), List.of(new Answer(ONE, ordered, Answer.Kind.REFUSED)));
        desk.pass(500);
        Permit anew = assignment(desk, ONE);
        assertEquals(new Permit(desk.ownTable.epoch(), 1, 1, 5), anew, "the order was answered");
        assertFalse(record(desk, ONE).desiredRunning());
        desk.promise(1, List.of(found), List.of(new Answer(ONE, anew, Answer.Kind.REFUSED)));
        desk.pass(500);
        assertEquals(anew, assignment(desk, ONE), "once for each master");
    }

    @Test
    void shouldNotForgetAMoveThatIsNotAnsweredWhenItShutsDownWhatRanUnasked() {
        Permit ordered = new Permit(Permit.epoch(7, 1), 3, 1, 5);
        Permit move = new Permit(Permit.epoch(7, 1), 4, 2, 5);
        VmRecord halted =
                vm(ONE, 512, Protection.RESTART).withAssignment(ordered).withMove(move);
        RecoveryDesk desk = RecoveryDesk.online(0, 3, RecoveryRules.ALL);
        desk.tables.put(1, new PoolTable(Permit.epoch(7, 1), 20, true, 0, List.of(), List.of(halted)));
        desk.tables.put(2, PoolTable.EMPTY);
        desk.view.lockHolder = 0;
        desk.settle();
        Claim found = new Claim(ONE, new Permit(0, 0, 1, 5), ClaimState.RUNNING);
        desk.promise(2, List.of(), List.of());
        desk.promise(1, List.of(found), List.of(new Answer(ONE, ordered, Answer.Kind.REFUSED)));
        desk.pass(500);
        assertEquals(move, record(desk, ONE).move());
        desk.promise(2, List.of(), List.of(new Answer(ONE, move, Answer.Kind.REFUSED)));
        desk.pass(500);
        assertNull(record(desk, ONE).move());
        assertEquals(new Permit(desk.ownTable.epoch(), 1, 1, 5), assignment(desk, ONE));
    }

    @Test
    void shouldNotPromiseToShutDownWhatRanUnaskedOnAHostThatTakesNoOrders() {
        RecoveryDesk desk = MasterDesk.acting(2);
        done(desk, new PoolCommand.DefineVm(vm(ONE, 512, Protection.RESTART)));
        desk.promise(1, List.of(new Claim(ONE, new Permit(0, 0, 1, 5), ClaimState.RUNNING)), List.of());
        desk.view.withoutStatefile = 0b10;
        assertSays("host host1, which cannot be told", refused(desk, new PoolCommand.ShutdownVm(ONE)));
        desk.view.withoutStatefile = 0;
        done(desk, new PoolCommand.ShutdownVm(ONE));
        assertEquals(1, assignment(desk, ONE).host());
    }

    @Test
    void shouldMoveOnlyWhatRunsToAHostThatCanTakeIt() {
        RecoveryDesk desk = MasterDesk.acting(4);
        desk.peer(3, 5, 9, false, desk.ownTable.epoch(), List.of(), List.of());
        desk.settle();
        assertSays("define it first", refused(desk, new PoolCommand.MoveVm(ONE, 2)));
        done(desk, new PoolCommand.DefineVm(vm(ONE, 512, Protection.RESTART)));
        assertSays("does not run", refused(desk, new PoolCommand.MoveVm(ONE, 2)));
        run(desk, allowedOn(vm(ONE, 512, Protection.RESTART), 0b1111), 1);
        run(desk, vm(TWO, 3800, Protection.RESTART), 2);
        run(desk, allowedOn(vm(THREE, 64, Protection.RESTART), 0b0010), 1);
        assertSays("no host -1", refused(desk, new PoolCommand.MoveVm(ONE, -1)));
        assertSays("no host 4; its hosts are 0 to 3", refused(desk, new PoolCommand.MoveVm(ONE, 4)));
        assertSays("not enough free memory for VM vm1 (512", refused(desk, new PoolCommand.MoveVm(ONE, 2)));
        assertSays("its watchdog is not armed", refused(desk, new PoolCommand.MoveVm(ONE, 3)));
        assertSays("not allowed on host host0", refused(desk, new PoolCommand.MoveVm(THREE, 0)));
        done(desk, new PoolCommand.MoveVm(ONE, 1));
        assertNull(record(desk, ONE).move(), "it is there already");
        done(desk, new PoolCommand.MoveVm(ONE, 0));
        assertEquals(0, record(desk, ONE).move().host());
        assertSays("on its way to host host0", refused(desk, new PoolCommand.MoveVm(ONE, 0)));
    }

    @Test
    void shouldNotStartOnAHostWhoseWatchdogDoesNotRun() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.peer(1, 5, 9, false, desk.ownTable.epoch(), List.of(), List.of());
        desk.settle();
        done(desk, new PoolCommand.DefineVm(allowedOn(vm(ONE, 512, Protection.RESTART), 0b10)));
        done(desk, new PoolCommand.StartVm(ONE, 1));
        desk.pass(3000);
        assertNull(assignment(desk, ONE));
        desk.peer(1, 5, 10, true, desk.ownTable.epoch(), List.of(), List.of());
        desk.settle();
        assertEquals(1, assignment(desk, ONE).host());
    }

    @Test
    void shouldTakeAPersonsWordOnlyForAHostThatIsOut() {
        RecoveryDesk desk = MasterDesk.acting(3);
        assertSays("no host -1", refused(desk, new PoolCommand.ConfirmHostDead(-1)));
        assertSays("no host 3", refused(desk, new PoolCommand.ConfirmHostDead(3)));
        assertSays("in the liveset", refused(desk, new PoolCommand.ConfirmHostDead(0)));
        desk.leave(1);
        desk.leave(2);
        done(desk, new PoolCommand.ConfirmHostDead(1));
        done(desk, new PoolCommand.ConfirmHostDead(2));
        done(desk, new PoolCommand.ConfirmHostDead(2));
        assertEquals(List.of(new ConfirmedDead(1, 5), new ConfirmedDead(2, 5)), desk.ownTable.confirmedDead());
    }

    @Test
    void shouldCommandNothingWithoutTheStatefile() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.view.statefileUsable = false;
        assertSays("heartbeat disk is away", refused(desk, new PoolCommand.EnableHa(false)));
        assertTrue(desk.ownTable.haEnabled());
    }

    @Test
    void shouldHoldACommandForHalfAMinuteUntilTheMasterMayAct() {
        RecoveryDesk desk = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        desk.view.lockHolder = 0;
        desk.settle();
        assertNull(desk.command(new PoolCommand.EnableHa(true)), "host 1 has not promised yet");
        desk.pass(29_900);
        assertNull(desk.answers.get(1L));
        desk.leap(100);
        assertEquals(Status.REFUSED, desk.answers.get(1L).status());
        assertSays("may not act yet", desk.answers.get(1L).sentence());
        assertNull(desk.command(new PoolCommand.EnableHa(true)));
        desk.promise(1, List.of(), List.of());
        assertEquals(CommandResult.OK, desk.answers.get(2L));
    }

    @Test
    void shouldAnswerInTimeWhileTheDiskIsAway() {
        RecoveryDesk desk = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        desk.view.lockHolder = 0;
        desk.settle();
        assertNull(desk.command(new PoolCommand.EnableHa(true)));
        desk.view.statefileUsable = false;
        desk.pass(30_000);
        assertEquals(Status.REFUSED, desk.answers.get(1L).status());
    }

    @Test
    void shouldApplyNoCommandThatHasWaitedTooLong() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.recovery.onCommand(1000, new PoolCommand.EnableHa(false), desk.view, desk);
        desk.leap(30_000); // the process stood still
        assertEquals(Status.REFUSED, desk.answers.get(1000L).status());
        assertTrue(desk.ownTable.haEnabled());
    }

    @Test
    void shouldTakeAPersonsWordForTheBootOfWhichItWasGiven() {
        RecoveryDesk desk = RecoveryDesk.online(0, 3, RecoveryRules.ALL);
        desk.tables.put(1, PoolTable.EMPTY);
        desk.tables.put(2, PoolTable.EMPTY);
        desk.leave(2);
        desk.view.lockHolder = 0;
        desk.settle();
        assertNull(desk.command(new PoolCommand.ConfirmHostDead(2)), "host 1 has not promised yet");
        desk.peer(2, 6, 1, false, 0, List.of(), List.of());
        desk.settle();
        desk.promise(1, List.of(), List.of());
        desk.pass(500);
        assertSays("has started since", desk.answers.get(1L).sentence());
        assertEquals(List.of(), desk.ownTable.confirmedDead());
        done(desk, new PoolCommand.ConfirmHostDead(2));
    }

    @Test
    void shouldHoldABoundedNumberOfCommands() {
        RecoveryDesk desk = MasterDesk.acting(2);
        desk.tableWritesHang = true;
        desk.command(new PoolCommand.EnableHa(false));
        desk.promise(1, List.of(), List.of());
        desk.view.incarnation[1] = 6;
        desk.settle();
        for (int i = 1; i < CommandDesk.CAPACITY; i++) {
            desk.recovery.onCommand(1000 + i, new PoolCommand.EnableHa(true), desk.view, desk);
        }
        assertNull(desk.answers.get(1000L + CommandDesk.CAPACITY - 1), "the last that finds a place");
        assertSays("Too many commands", refused(desk, new PoolCommand.EnableHa(true)));
    }

    @Test
    void shouldSendWhoWaitsAwayWhenTheLockIsLost() {
        RecoveryDesk desk = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        desk.view.lockHolder = 0;
        desk.settle();
        assertNull(desk.command(new PoolCommand.EnableHa(true)));
        desk.view.lockHolder = -1;
        desk.settle();
        assertEquals(Status.NOT_MASTER, desk.answers.get(1L).status());
        assertSays("no master now", desk.answers.get(1L).sentence());
        RecoveryDesk other = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        other.view.lockHolder = 0;
        assertSays(
                "master is host host0",
                other.command(new PoolCommand.EnableHa(true)).sentence());
    }
}
