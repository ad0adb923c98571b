package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.AllocatedBytes;
import dev.liveset.VmId;
import dev.liveset.recovery.CommandResult.Status;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the holder of the master lock (host 0) does. */
class MasterStoriesTest {
    private static final VmId ONE = new VmId(0, 1);
    private static final VmId TWO = new VmId(0, 2);

    private static VmRecord vm(VmId id, long mib, VmRecord.Protection protection, int order) {
        return new VmRecord(id, "vm" + id.low(), mib, protection, order, 0, -1L, 0, false, false, null, null);
    }

    private static RecoveryDesk master(int hosts, RecoveryRules rules) {
        RecoveryDesk desk = RecoveryDesk.online(0, hosts, rules);
        desk.view.lockHolder = 0;
        desk.settle();
        return desk;
    }

    /** A master whom all follow, with HA enabled, and a VM that runs on host 1. */
    private static RecoveryDesk runningOnHostOne(int hosts, VmRecord.Protection protection) {
        RecoveryDesk desk = master(hosts, RecoveryRules.ALL);
        for (int host = 1; host < hosts; host++) {
            desk.promise(host, List.of(), List.of());
        }
        desk.command(new PoolCommand.EnableHa(true));
        desk.command(new PoolCommand.DefineVm(vm(ONE, 512, protection, 1)));
        assertEquals(Status.DONE, desk.command(new PoolCommand.StartVm(ONE, 1)).status());
        desk.promise(1, List.of(claim(desk, ClaimState.RUNNING)), List.of());
        return desk;
    }

    private static VmRecord record(RecoveryDesk desk, VmId vm) {
        return desk.ownTable.find(vm);
    }

    private static Claim claim(RecoveryDesk desk, ClaimState state) {
        return new Claim(ONE, record(desk, ONE).assignment(), state);
    }

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
        assertEquals(4, desk.ownTable.sequence());
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
        VmRecord wanted = vm(ONE, 512, VmRecord.Protection.RESTART, 1).withDesired(true);
        desk.tables.put(1, new PoolTable(Permit.epoch(7, 1), 20, true, 1, List.of(), List.of(wanted)));
        desk.view.lockHolder = 0;
        desk.settle();
        desk.promise(1, List.of(), List.of());
        desk.pass(2000);
        Permit before = record(desk, ONE).assignment();
        desk.promise(2, List.of(), List.of());
        desk.pass(1000);
        assertNotEquals(null, record(desk, ONE).assignment());
        return before;
    }

    @Test
    void shouldTakeAHigherEpochWhenAMemberPromisedMore() {
        RecoveryDesk desk = master(2, RecoveryRules.ALL);
        desk.tables.put(1, PoolTable.EMPTY);
        desk.peer(1, 5, 9, true, Permit.epoch(40, 1), List.of(), List.of());
        desk.pass(1000);
        assertEquals(Permit.epoch(41, 0), desk.ownTable.epoch());
    }

    @Test
    void shouldRestartTheProtectedVmOfAFencedHostElsewhere() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        Permit former = record(desk, ONE).assignment();
        assertEquals(1, former.host());
        desk.leave(1);
        desk.pass(1000);
        Permit next = record(desk, ONE).assignment();
        assertNotEquals(1, next.host());
        assertTrue(next.notOlderThan(former));
        assertEquals(List.of(), desk.failures);
    }

    @Test
    void shouldNotRestartWhileTheHostIsOutButNotProvenSilent() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        Permit former = record(desk, ONE).assignment();
        desk.view.liveset &= ~2L;
        desk.view.leftNanos[1] = desk.view.nowNanos;
        desk.pass(5000);
        assertEquals(former, record(desk, ONE).assignment());
    }

    @Test
    void shouldWaitForAPersonsWordWhenTheHostWasLastSeenUnarmed() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        Permit former = record(desk, ONE).assignment();
        desk.peer(1, 5, 9, false, desk.ownTable.epoch(), List.of(claim(desk, ClaimState.RUNNING)), List.of());
        desk.settle();
        desk.leave(1);
        desk.pass(5000);
        assertEquals(former, record(desk, ONE).assignment());
        assertEquals(1, desk.failures.size());
        assertEquals(
                Status.DONE, desk.command(new PoolCommand.ConfirmHostDead(1)).status());
        desk.pass(500);
        assertNotEquals(1, record(desk, ONE).assignment().host());
    }

    @Test
    void shouldForgetAPersonsWordWhenTheHostShowsANewIncarnation() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        desk.leave(1);
        desk.command(new PoolCommand.ConfirmHostDead(1));
        assertEquals(1, desk.ownTable.confirmedDead().size());
        desk.view.incarnation[1] = 6;
        desk.pass(500);
        assertEquals(List.of(), desk.ownTable.confirmedDead());
    }

    @Test
    void shouldNotBelieveSilenceOfTheFormerIncarnationForOneThatIsJoining() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        Permit former = record(desk, ONE).assignment();
        desk.peer(1, 5, 9, false, desk.ownTable.epoch(), List.of(claim(desk, ClaimState.RUNNING)), List.of());
        desk.settle();
        desk.leave(1);
        desk.peer(1, 6, 1, true, desk.ownTable.epoch(), List.of(claim(desk, ClaimState.RUNNING)), List.of());
        desk.pass(3000);
        assertEquals(former, record(desk, ONE).assignment());
    }

    @Test
    void shouldWaitWhileTheManifestOfALostHostIsUnknown() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        Permit former = record(desk, ONE).assignment();
        Manifest last = desk.peers.put(1, null);
        desk.leave(1);
        desk.pass(3000);
        assertEquals(former, record(desk, ONE).assignment());
        desk.peers.put(1, last);
        desk.pass(1000);
        assertNotEquals(former, record(desk, ONE).assignment());
    }

    @Test
    void shouldRestartABestEffortVmOnceAndAnUnprotectedOneNever() {
        RecoveryDesk desk = runningOnHostOne(2, VmRecord.Protection.BEST_EFFORT);
        desk.leave(1);
        desk.pass(500);
        assertEquals(0, record(desk, ONE).assignment().host());
        RecoveryDesk other = runningOnHostOne(2, VmRecord.Protection.UNPROTECTED);
        Permit former = record(other, ONE).assignment();
        other.leave(1);
        other.pass(2000);
        assertEquals(former, record(other, ONE).assignment());
        assertEquals(
                Status.DONE, other.command(new PoolCommand.StartVm(ONE, -1)).status());
        other.pass(500);
        assertEquals(0, record(other, ONE).assignment().host());
    }

    @Test
    void shouldTryAnotherHostAfterAFailedStart() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        Permit former = record(desk, ONE).assignment();
        desk.promise(1, List.of(), List.of(new Answer(ONE, former, Answer.Kind.FAILED)));
        desk.pass(500);
        assertNotEquals(1, record(desk, ONE).assignment().host());
        assertEquals(1, desk.failures.size());
    }

    @Test
    void shouldLeaveAVmAloneWhoseHostHasNotAnswered() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        Permit former = record(desk, ONE).assignment();
        desk.promise(1, List.of(), List.of());
        desk.pass(3000);
        assertEquals(former, record(desk, ONE).assignment());
    }

    @Test
    void shouldMoveInOrder() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        Claim source = claim(desk, ClaimState.RUNNING);
        assertEquals(Status.DONE, desk.command(new PoolCommand.MoveVm(ONE, 2)).status());
        Permit move = record(desk, ONE).move();
        assertEquals(2, move.host());
        assertEquals(source.permit(), record(desk, ONE).assignment());
        desk.promise(2, List.of(new Claim(ONE, move, ClaimState.INCOMING)), List.of());
        assertEquals(move, record(desk, ONE).assignment(), "turned");
        desk.promise(1, List.of(source.withState(ClaimState.STOPPING)), List.of());
        assertEquals(move, record(desk, ONE).assignment());
        desk.promise(1, List.of(), List.of(new Answer(ONE, source.permit(), Answer.Kind.STOPPED)));
        assertNull(record(desk, ONE).move());
        assertEquals(2, record(desk, ONE).assignment().host());
        assertNotEquals(move, record(desk, ONE).assignment());
    }

    @Test
    void shouldLetTheDestinationDecideWhenTheSourceIsLost() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        desk.command(new PoolCommand.MoveVm(ONE, 2));
        Permit move = record(desk, ONE).move();
        desk.leave(1);
        desk.pass(500);
        desk.promise(2, List.of(new Claim(ONE, move, ClaimState.INCOMING)), List.of());
        assertEquals(2, record(desk, ONE).assignment().host());
        assertNull(record(desk, ONE).move());
    }

    @Test
    void shouldLeaveTheVmWithItsSourceWhenTheDestinationIsLost() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        Claim source = claim(desk, ClaimState.RUNNING);
        desk.command(new PoolCommand.MoveVm(ONE, 2));
        desk.leave(2);
        desk.pass(500);
        assertNull(record(desk, ONE).move());
        assertEquals(source.permit(), record(desk, ONE).assignment());
    }

    @Test
    void shouldGiveTheVmBackToItsSourceWhenTheDestinationIsLostAfterTheMoveTurned() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        Claim source = claim(desk, ClaimState.RUNNING);
        desk.command(new PoolCommand.MoveVm(ONE, 2));
        desk.promise(2, List.of(new Claim(ONE, record(desk, ONE).move(), ClaimState.INCOMING)), List.of());
        desk.leave(2);
        desk.pass(500);
        desk.promise(1, List.of(source), List.of());
        assertEquals(1, record(desk, ONE).assignment().host());
        assertNull(record(desk, ONE).move());
    }

    @Test
    void shouldStartALaterOrderOnlyWhenTheEarlierOneRunsAndItsPauseIsOver() {
        RecoveryDesk desk = master(2, RecoveryRules.ALL);
        desk.promise(1, List.of(), List.of());
        desk.command(new PoolCommand.EnableHa(true));
        VmRecord first =
                new VmRecord(ONE, "first", 512, VmRecord.Protection.RESTART, 1, 2000, -1L, 0, false, false, null, null);
        desk.command(new PoolCommand.DefineVm(first));
        desk.command(new PoolCommand.DefineVm(vm(TWO, 1024, VmRecord.Protection.RESTART, -1)));
        desk.command(new PoolCommand.StartVm(ONE, 1));
        desk.command(new PoolCommand.StartVm(TWO, 1));
        desk.promise(
                1,
                List.of(
                        claim(desk, ClaimState.RUNNING),
                        new Claim(TWO, record(desk, TWO).assignment(), ClaimState.RUNNING)),
                List.of());
        desk.leave(1);
        desk.pass(5000);
        assertEquals(
                List.of(ONE), desk.starts.stream().map(RecoveryDesk.Call::vm).toList());
        desk.running = Set.of(ONE);
        desk.started(desk.starts.get(0), CallOutcome.DONE);
        desk.pass(1500);
        assertEquals(1, desk.starts.size(), "the pause is not over");
        desk.pass(1000);
        assertEquals(TWO, desk.starts.get(1).vm());
    }

    @Test
    void shouldNotLetAVmThatCannotStartHoldUpLaterOrders() {
        RecoveryDesk desk = master(2, RecoveryRules.ALL);
        desk.promise(1, List.of(), List.of());
        desk.command(new PoolCommand.EnableHa(true));
        desk.command(new PoolCommand.DefineVm(vm(ONE, 9000, VmRecord.Protection.RESTART, 1)));
        desk.command(new PoolCommand.DefineVm(vm(TWO, 1024, VmRecord.Protection.RESTART, 2)));
        desk.command(new PoolCommand.StartVm(ONE, -1));
        desk.command(new PoolCommand.StartVm(TWO, -1));
        desk.pass(500);
        assertNull(record(desk, ONE).assignment());
        assertNotEquals(null, record(desk, TWO).assignment());
        assertEquals(1, desk.failures.size());
    }

    @Test
    void shouldTellOvercommitmentOnce() {
        RecoveryDesk desk = runningOnHostOne(2, VmRecord.Protection.RESTART);
        desk.command(new PoolCommand.SetHostFailuresToTolerate(1));
        desk.pass(2000);
        assertEquals(List.of(), desk.overcommitted);
        assertEquals(1, desk.recovery.planExistsFor());
        desk.leave(1);
        desk.pass(3000);
        assertEquals(List.of(true), desk.overcommitted);
        assertEquals(0, desk.recovery.planExistsFor());
    }

    @Test
    void shouldAnswerACommandOnlyOnceItIsDurable() {
        RecoveryDesk desk = master(2, RecoveryRules.ALL);
        desk.promise(1, List.of(), List.of());
        desk.tableWritesHang = true;
        assertNull(desk.command(new PoolCommand.EnableHa(true)));
        desk.tableWritesHang = false;
        desk.settle();
        assertEquals(Status.DONE, desk.answers.get(1L).status());
        assertTrue(desk.ownTable.haEnabled());
    }

    @Test
    void shouldNotKnowWhatBecameOfACommandWhenTheLockIsLost() {
        RecoveryDesk desk = master(2, RecoveryRules.ALL);
        desk.promise(1, List.of(), List.of());
        desk.tableWritesHang = true;
        desk.command(new PoolCommand.EnableHa(true));
        desk.view.lockHolder = 1;
        desk.settle();
        assertEquals(Status.UNKNOWN, desk.answers.get(1L).status());
        CommandResult next = desk.command(new PoolCommand.EnableHa(true));
        assertEquals(Status.NOT_MASTER, next.status());
        assertTrue(next.sentence().contains("host1"), next.sentence());
    }

    @Test
    void shouldRefuseWhatCannotBeDone() {
        RecoveryDesk desk = runningOnHostOne(2, VmRecord.Protection.RESTART);
        assertEquals(
                Status.REFUSED,
                desk.command(new PoolCommand.SetHostFailuresToTolerate(2)).status());
        assertEquals(Status.REFUSED, desk.command(new PoolCommand.RemoveVm(ONE)).status());
        assertEquals(
                Status.REFUSED, desk.command(new PoolCommand.StartVm(TWO, -1)).status());
        assertEquals(
                Status.REFUSED, desk.command(new PoolCommand.ShutdownVm(TWO)).status());
        assertEquals(
                Status.REFUSED, desk.command(new PoolCommand.MoveVm(ONE, 7)).status());
        assertEquals(
                Status.REFUSED, desk.command(new PoolCommand.ConfirmHostDead(1)).status());
        VmRecord nameless =
                new VmRecord(TWO, "", 1, VmRecord.Protection.RESTART, 0, 0, -1L, 0, false, false, null, null);
        assertEquals(
                Status.REFUSED, desk.command(new PoolCommand.DefineVm(nameless)).status());
        VmRecord big = vm(TWO, 4000, VmRecord.Protection.RESTART, 1);
        assertEquals(Status.DONE, desk.command(new PoolCommand.DefineVm(big)).status());
    }

    @Test
    void shouldShutDownStopAndThenRemove() {
        RecoveryDesk desk = runningOnHostOne(2, VmRecord.Protection.RESTART);
        Permit former = record(desk, ONE).assignment();
        assertEquals(Status.DONE, desk.command(new PoolCommand.ShutdownVm(ONE)).status());
        assertFalse(record(desk, ONE).desiredRunning());
        assertEquals(
                Status.REFUSED, desk.command(new PoolCommand.StartVm(ONE, -1)).status());
        desk.promise(1, List.of(), List.of(new Answer(ONE, former, Answer.Kind.STOPPED)));
        desk.pass(2000);
        assertEquals(former, record(desk, ONE).assignment(), "it stays down");
        assertEquals(Status.DONE, desk.command(new PoolCommand.RemoveVm(ONE)).status());
        assertEquals(List.of(), desk.ownTable.vms());
    }

    @Test
    void shouldAllocateNothingWhenNothingChanged() {
        RecoveryDesk desk = runningOnHostOne(3, VmRecord.Protection.RESTART);
        desk.pass(2000);
        for (int i = 0; i < 20_000; i++) {
            desk.recovery.advance(desk.view, desk);
        }
        long before = AllocatedBytes.now();
        for (int i = 0; i < 10_000; i++) {
            desk.recovery.advance(desk.view, desk);
        }
        assertTrue(AllocatedBytes.now() - before < 10_000, "allocates in an idle step");
    }
}
