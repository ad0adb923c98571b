package dev.liveset.recovery;

import static dev.liveset.recovery.MasterDesk.ONE;
import static dev.liveset.recovery.MasterDesk.THREE;
import static dev.liveset.recovery.MasterDesk.TWO;
import static dev.liveset.recovery.MasterDesk.allowedOn;
import static dev.liveset.recovery.MasterDesk.answers;
import static dev.liveset.recovery.MasterDesk.assignment;
import static dev.liveset.recovery.MasterDesk.claims;
import static dev.liveset.recovery.MasterDesk.die;
import static dev.liveset.recovery.MasterDesk.done;
import static dev.liveset.recovery.MasterDesk.ordered;
import static dev.liveset.recovery.MasterDesk.run;
import static dev.liveset.recovery.MasterDesk.start;
import static dev.liveset.recovery.MasterDesk.vm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.recovery.VmRecord.Protection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which VMs the master starts again, where, and when. */
class RestartStoriesTest {
    @Test
    void shouldRestartNothingByItselfWhileHaIsDisabled() {
        for (Protection protection : Protection.values()) {
            RecoveryDesk desk = MasterDesk.acting(2);
            run(desk, vm(ONE, 512, protection), 1);
            done(desk, new PoolCommand.EnableHa(false));
            Permit former = assignment(desk, ONE);
            desk.leave(1);
            desk.pass(2000);
            assertEquals(former, assignment(desk, ONE), protection::toString);
        }
    }

    @Test
    void shouldRestartAProtectedVmThatStoppedByItselfAtOnceAndNoOther() {
        for (Protection protection : Protection.values()) {
            RecoveryDesk desk = MasterDesk.acting(2);
            run(desk, allowedOn(vm(ONE, 512, protection), 0b10), 1);
            Permit former = assignment(desk, ONE);
            answers(desk, ONE, Answer.Kind.STOPPED);
            desk.settle();
            assertEquals(protection == Protection.RESTART, !former.equals(assignment(desk, ONE)), protection::toString);
        }
    }

    @Test
    void shouldTellAFailedStartOfAnUnprotectedVmAndLeaveItDown() {
        RecoveryDesk desk = MasterDesk.acting(3);
        start(desk, vm(ONE, 512, Protection.UNPROTECTED), 1);
        Permit former = assignment(desk, ONE);
        answers(desk, ONE, Answer.Kind.FAILED);
        desk.pass(40_000);
        assertEquals(former, assignment(desk, ONE));
        assertEquals(List.of("its start failed on host host1"), desk.failures);
    }

    @Test
    void shouldTryAgainWhenTheHostRefusedThePermitOfAnOperatorsStart() {
        RecoveryDesk desk = MasterDesk.acting(3);
        start(desk, vm(ONE, 512, Protection.UNPROTECTED), 1);
        answers(desk, ONE, Answer.Kind.REFUSED);
        assertNotEquals(1, assignment(desk, ONE).host());
        assertEquals(List.of(), desk.failures);
    }

    @Test
    void shouldNotStartAnUnprotectedVmAgainWhoseHostRestarted() {
        RecoveryDesk desk = MasterDesk.acting(3);
        run(desk, vm(ONE, 512, Protection.UNPROTECTED), 1);
        Permit former = assignment(desk, ONE);
        Answer refused = new Answer(ONE, former, Answer.Kind.REFUSED);
        desk.peer(1, 6, 1, true, desk.ownTable.epoch(), List.of(), List.of(refused));
        desk.settle();
        desk.pass(2000);
        assertEquals(former, assignment(desk, ONE), "the new agent of the host refuses what its former life ran");
    }

    /** The VM that may run on host 1 only is answered there, and ordered there again after so long and no sooner. */
    private static RecoveryDesk triedAgainAfter(long millis, Answer.Kind kind) {
        RecoveryDesk desk = MasterDesk.acting(2);
        start(desk, allowedOn(vm(ONE, 512, Protection.RESTART), 0b10), 1);
        Permit former = assignment(desk, ONE);
        answers(desk, ONE, kind);
        desk.pass(millis - 100);
        assertEquals(former, assignment(desk, ONE));
        desk.leap(100);
        assertEquals(former.sequence() + 1, assignment(desk, ONE).sequence());
        return desk;
    }

    @Test
    void shouldNotTryAHostAgainForHalfAMinuteOnWhichTheStartFailed() {
        RecoveryDesk desk = triedAgainAfter(30_000, Answer.Kind.FAILED);
        assertEquals(1, desk.failures.size(), "told once");
    }

    @Test
    void shouldTryAHostAgainASecondAfterItRefused() {
        triedAgainAfter(1_000, Answer.Kind.REFUSED);
    }

    @Test
    void shouldNotHoldAgainstAHostThatItRefusedAFormerMaster() {
        Permit former = new Permit(Permit.epoch(7, 1), 4, 1, 5);
        assertEquals(1, hostAfter(former, Answer.Kind.REFUSED));
        assertNull(hostAfter(former, Answer.Kind.FAILED), "a failed start says something of the host");
        Permit earlierLife = new Permit(Permit.epoch(7, 1), 4, 1, 4);
        assertEquals(1, hostAfter(earlierLife, Answer.Kind.FAILED));
    }

    /** Where the new master puts a VM that may run on host 1 only and was answered there; null when it waits. */
    private static Integer hostAfter(Permit former, Answer.Kind kind) {
        RecoveryDesk desk = RecoveryDesk.online(0, 2, RecoveryRules.ALL);
        VmRecord wanted = allowedOn(vm(ONE, 512, Protection.RESTART), 0b10)
                .withDesired(true)
                .withAssignment(former);
        desk.tables.put(1, new PoolTable(Permit.epoch(7, 1), 20, true, 1, List.of(), List.of(wanted)));
        desk.peer(1, 5, 2, true, Permit.epoch(7, 1), List.of(), List.of(new Answer(ONE, former, kind)));
        desk.view.lockHolder = 0;
        desk.settle();
        desk.promise(1, List.of(), List.of(new Answer(ONE, former, kind)));
        Permit next = assignment(desk, ONE);
        return next.equals(former) ? null : next.host();
    }

    @Test
    void shouldForgetAFailureOnceTheVmRunsElsewhere() {
        RecoveryDesk desk = MasterDesk.acting(3);
        start(desk, allowedOn(vm(ONE, 512, Protection.RESTART), 0b110), 1);
        answers(desk, ONE, Answer.Kind.FAILED);
        assertEquals(2, assignment(desk, ONE).host());
        claims(desk, ONE, ClaimState.RUNNING);
        assertEquals(1, desk.failures.size());
        die(desk, 2);
        assertEquals(1, assignment(desk, ONE).host());
        answers(desk, ONE, Answer.Kind.FAILED);
        desk.settle();
        assertEquals(2, desk.failures.size(), "another failure is another piece of news");
    }

    @Test
    void shouldKeepAVmWhoseHostIsUnarmedThereWhereThePoolAcceptsThat() {
        RecoveryDesk desk = new RecoveryDesk(0, 3, true, RecoveryRules.ALL);
        desk.settle();
        desk.view.online = true;
        desk.view.liveset = HostSet.firstHosts(3);
        desk.view.incarnation[0] = RecoveryDesk.INCARNATION;
        desk.peer(1, 5, 1, false, 0, List.of(), List.of());
        desk.peer(2, 5, 1, true, 0, List.of(), List.of());
        desk.view.lockHolder = 0;
        desk.settle();
        desk.promise(1, List.of(), List.of());
        desk.promise(2, List.of(), List.of());
        done(desk, new PoolCommand.EnableHa(true));
        run(desk, vm(ONE, 512, Protection.RESTART), 1);
        run(desk, vm(TWO, 512, Protection.RESTART), 2);
        run(desk, vm(THREE, 3000, Protection.RESTART), 1);
        answers(desk, ONE, Answer.Kind.STOPPED);
        assertEquals(1, assignment(desk, ONE).host(), "hosts 0 and 2 have more room");
        answers(desk, TWO, Answer.Kind.STOPPED);
        assertEquals(0, assignment(desk, TWO).host(), "an armed host is like any other");
        desk.leave(1);
        desk.pass(3000);
        assertEquals(1, assignment(desk, ONE).host(), "nothing of an unarmed host is restarted elsewhere by itself");
        assertTrue(desk.failures.get(0).contains("confirm that the host is off"), desk.failures::toString);
    }

    @Test
    void shouldLetAProtectedVmGoBeforeABestEffortOneWhateverTheirOrder() {
        RecoveryDesk desk = MasterDesk.acting(3);
        run(desk, vm(TWO, 3000, Protection.BEST_EFFORT), 2);
        VmRecord last = ordered(ONE, 3000, 9, 0);
        run(desk, last, 1);
        desk.view.liveset = 0b001;
        desk.view.silentHosts = 0b110;
        desk.view.leftNanos[1] = desk.view.nowNanos;
        desk.view.leftNanos[2] = desk.view.nowNanos;
        desk.pass(1000);
        assertEquals(0, assignment(desk, ONE).host());
        assertEquals(2, assignment(desk, TWO).host());
    }

    @Test
    void shouldStartABestEffortVmThatAnOperatorWantsAndAHostRefused() {
        RecoveryDesk desk = MasterDesk.acting(3);
        start(desk, vm(ONE, 512, Protection.BEST_EFFORT), 1);
        answers(desk, ONE, Answer.Kind.REFUSED);
        assertNotEquals(1, assignment(desk, ONE).host());
    }

    @Test
    void shouldTellTroubleAnewWhenItBecomesMasterAgain() {
        RecoveryDesk desk = MasterDesk.acting(2);
        done(desk, new PoolCommand.DefineVm(vm(ONE, 9000, Protection.RESTART)));
        done(desk, new PoolCommand.StartVm(ONE, -1));
        desk.pass(2000);
        assertEquals(1, desk.failures.size());
        desk.view.lockHolder = -1;
        desk.settle();
        desk.view.lockHolder = 0;
        desk.pass(500);
        desk.promise(1, List.of(), List.of());
        desk.pass(1000);
        assertEquals(2, desk.failures.size());
    }
}
