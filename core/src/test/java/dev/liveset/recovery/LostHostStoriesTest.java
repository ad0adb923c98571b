package dev.liveset.recovery;

import static dev.liveset.recovery.MasterDesk.ONE;
import static dev.liveset.recovery.MasterDesk.assignment;
import static dev.liveset.recovery.MasterDesk.claim;
import static dev.liveset.recovery.MasterDesk.done;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.recovery.VmRecord.Protection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the VM on a host that is lost, or that answered: of the master on host 0. */
class LostHostStoriesTest {
    @Test
    void shouldRestartTheProtectedVmOfAFencedHostElsewhere() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Permit former = assignment(desk, ONE);
        assertEquals(1, former.host());
        desk.leave(1);
        desk.pass(1000);
        Permit next = assignment(desk, ONE);
        assertNotEquals(1, next.host());
        assertTrue(next.notOlderThan(former));
        assertEquals(List.of(), desk.failures);
    }

    @Test
    void shouldNotRestartWhileTheHostIsOutButNotProvenSilent() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Permit former = assignment(desk, ONE);
        desk.view.liveset &= ~2L;
        desk.view.leftNanos[1] = desk.view.nowNanos;
        desk.pass(5000);
        assertEquals(former, assignment(desk, ONE));
    }

    @Test
    void shouldWaitForAPersonsWordWhenTheHostWasLastSeenUnarmed() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Permit former = assignment(desk, ONE);
        desk.peer(1, 5, 9, false, desk.ownTable.epoch(), List.of(claim(desk, ONE, ClaimState.RUNNING)), List.of());
        desk.settle();
        desk.leave(1);
        desk.pass(5000);
        assertEquals(former, assignment(desk, ONE));
        assertEquals(1, desk.failures.size());
        done(desk, new PoolCommand.ConfirmHostDead(1));
        desk.pass(500);
        assertNotEquals(1, assignment(desk, ONE).host());
    }

    @Test
    void shouldForgetAPersonsWordWhenTheHostShowsANewIncarnation() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        desk.leave(1);
        desk.command(new PoolCommand.ConfirmHostDead(1));
        assertEquals(1, desk.ownTable.confirmedDead().size());
        desk.view.incarnation[1] = 6;
        desk.pass(500);
        assertEquals(List.of(), desk.ownTable.confirmedDead());
    }

    @Test
    void shouldNotBelieveSilenceOfTheFormerIncarnationForOneThatIsJoining() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Permit former = assignment(desk, ONE);
        desk.peer(1, 5, 9, false, desk.ownTable.epoch(), List.of(claim(desk, ONE, ClaimState.RUNNING)), List.of());
        desk.settle();
        desk.leave(1);
        desk.peer(1, 6, 1, true, desk.ownTable.epoch(), List.of(claim(desk, ONE, ClaimState.RUNNING)), List.of());
        desk.pass(3000);
        assertEquals(former, assignment(desk, ONE));
    }

    @Test
    void shouldWaitWhileTheManifestOfALostHostIsUnknown() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Permit former = assignment(desk, ONE);
        Manifest last = desk.peers.put(1, null);
        desk.leave(1);
        desk.pass(3000);
        assertEquals(former, assignment(desk, ONE));
        desk.peers.put(1, last);
        desk.pass(1000);
        assertNotEquals(former, assignment(desk, ONE));
        assertEquals(List.of(), desk.warnings);
    }

    @Test
    void shouldTellOnceThatLateWritesHideWhatALostHostWroteLast() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Permit former = assignment(desk, ONE);
        Manifest newest = desk.peers.get(1);
        desk.peer(1, newest.incarnation(), 3, true, newest.promisedEpoch(), newest.claims(), newest.answers());
        desk.view.regionSequence[1] = newest.sequence() + 1;
        desk.leave(1);
        desk.pass(9500);
        assertEquals(List.of(), desk.warnings);
        desk.pass(30_000);
        assertEquals(former, assignment(desk, ONE));
        assertEquals(1, desk.warnings.size());
        assertEquals(true, desk.warnings.get(0).startsWith("What host host1 wrote last"), desk.warnings.toString());
        done(desk, new PoolCommand.ConfirmHostDead(1));
        desk.pass(500);
        assertNotEquals(1, assignment(desk, ONE).host());
    }

    @Test
    void shouldRestartABestEffortVmOnceAndAnUnprotectedOneNever() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(2, Protection.BEST_EFFORT);
        desk.leave(1);
        desk.pass(500);
        assertEquals(0, assignment(desk, ONE).host());
        RecoveryDesk other = MasterDesk.runningOnHostOne(2, Protection.UNPROTECTED);
        Permit former = assignment(other, ONE);
        other.leave(1);
        other.pass(2000);
        assertEquals(former, assignment(other, ONE));
        done(other, new PoolCommand.StartVm(ONE, -1));
        other.pass(500);
        assertEquals(0, assignment(other, ONE).host());
    }

    @Test
    void shouldTryAnotherHostAfterAFailedStart() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Permit former = assignment(desk, ONE);
        desk.promise(1, List.of(), List.of(new Answer(ONE, former, Answer.Kind.FAILED)));
        desk.pass(500);
        assertNotEquals(1, assignment(desk, ONE).host());
        assertEquals(1, desk.failures.size());
    }

    @Test
    void shouldLeaveAVmAloneWhoseHostHasNotAnswered() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Permit former = assignment(desk, ONE);
        desk.promise(1, List.of(), List.of());
        desk.pass(3000);
        assertEquals(former, assignment(desk, ONE));
    }
}
