package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.VmId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a host that follows another master does with its own VMs. */
class MemberStoriesTest {
    private static final VmId VM = new VmId(0, 1);
    private static final long EPOCH = Permit.epoch(3, 0);
    private static final Permit PERMIT = new Permit(EPOCH, 1, 1, RecoveryDesk.INCARNATION);

    private static VmRecord record(boolean running, Permit assignment, Permit move) {
        return new VmRecord(VM, "vm", 512, VmRecord.Protection.RESTART, 1, 0, -1L, 0, false, running, assignment, move);
    }

    private static PoolTable table(long epoch, long sequence, VmRecord... vms) {
        return new PoolTable(epoch, sequence, true, 1, List.of(), List.of(vms));
    }

    private static RecoveryDesk running() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        desk.follow(0, table(EPOCH, 1, record(true, PERMIT, null)));
        desk.running = Set.of(VM);
        desk.started(desk.starts.get(0), CallOutcome.DONE);
        assertEquals(ClaimState.RUNNING, desk.own.claims().get(0).state());
        return desk;
    }

    @Test
    void shouldPromiseAHigherEpochOfTheLockHolderOnly() {
        RecoveryDesk desk = RecoveryDesk.online(1, 3, RecoveryRules.ALL);
        desk.tables.put(2, table(Permit.epoch(4, 2), 1));
        desk.follow(0, table(EPOCH, 1));
        assertEquals(EPOCH, desk.own.promisedEpoch());
        desk.follow(2, table(Permit.epoch(4, 2), 1));
        assertEquals(Permit.epoch(4, 2), desk.own.promisedEpoch());
        desk.follow(0, table(EPOCH, 2, record(true, PERMIT, null)));
        assertEquals(Permit.epoch(4, 2), desk.own.promisedEpoch());
        assertTrue(desk.starts.isEmpty());
    }

    @Test
    void shouldStartOnlyOnceTheClaimIsDurable() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        desk.manifestWritesHang = true;
        desk.follow(0, table(EPOCH, 1, record(true, PERMIT, null)));
        assertTrue(desk.starts.isEmpty());
        desk.manifestWritesHang = false;
        desk.settle();
        assertEquals(PERMIT, desk.starts.get(0).permit());
        assertEquals(
                new Claim(VM, PERMIT, ClaimState.CLAIMED), desk.own.claims().get(0));
    }

    @Test
    void shouldNotStartWhenAHigherEpochWasPromisedBeforeTheClaimWasDurable() {
        RecoveryDesk desk = RecoveryDesk.online(1, 3, RecoveryRules.ALL);
        desk.manifestWritesHang = true;
        desk.follow(0, table(EPOCH, 1, record(true, PERMIT, null)));
        desk.follow(2, table(Permit.epoch(4, 2), 1, record(true, PERMIT, null)));
        desk.manifestWritesHang = false;
        desk.settle();
        assertTrue(desk.starts.isEmpty());
        assertEquals(List.of(new Answer(VM, PERMIT, Answer.Kind.REFUSED)), desk.own.answers());
        assertTrue(desk.own.claims().isEmpty());
    }

    @Test
    void shouldRefuseAPermitMadeForItsFormerIncarnation() {
        assertEquals(0, startsUnderAFormerIncarnationsPermit(RecoveryRules.ALL));
        assertEquals(
                1,
                startsUnderAFormerIncarnationsPermit(RecoveryRules.ALL.without(RecoveryRule.PERMIT_INCARNATION)),
                "the planted bug goes unnoticed");
    }

    private static int startsUnderAFormerIncarnationsPermit(RecoveryRules rules) {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, rules);
        Permit former = new Permit(EPOCH, 1, 1, RecoveryDesk.INCARNATION - 1);
        desk.follow(0, table(EPOCH, 1, record(true, former, null)));
        int starts = desk.starts.size();
        if (starts == 0) {
            assertEquals(List.of(new Answer(VM, former, Answer.Kind.REFUSED)), desk.own.answers());
        }
        return starts;
    }

    @Test
    void shouldRefuseWhileItsWatchdogDoesNotRun() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        desk.view.watchdogTimeoutMillis = 0;
        desk.settle();
        desk.settle();
        assertTrue(desk.recovery.durablyDisarmed());
        desk.follow(0, table(EPOCH, 1, record(true, PERMIT, null)));
        assertTrue(desk.starts.isEmpty());
        assertEquals(Answer.Kind.REFUSED, desk.own.answers().get(0).kind());
    }

    @Test
    void shouldBeDurablyDisarmedOnlyWhenTheManifestSaysSo() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        assertTrue(desk.own.armed());
        desk.manifestWritesHang = true;
        desk.view.watchdogTimeoutMillis = 0;
        desk.settle();
        assertFalse(desk.recovery.durablyDisarmed());
        desk.manifestWritesHang = false;
        desk.settle();
        assertFalse(desk.recovery.durablyDisarmed(), "the trailer does not name it yet");
        desk.settle();
        assertTrue(desk.recovery.durablyDisarmed());
        assertFalse(desk.own.armed());
    }

    @Test
    void shouldNotBeDurablyDisarmedWhileVmsRunOnceAnArmedManifestWasGivenUp() {
        RecoveryDesk desk = running();
        desk.writesFail = true;
        desk.follow(0, table(Permit.epoch(9, 0), 2, record(true, PERMIT, null)));
        desk.writesFail = false;
        desk.view.watchdogTimeoutMillis = 0;
        desk.pass(1000);
        assertFalse(desk.own.armed());
        assertEquals(1, desk.own.claims().size());
        assertFalse(
                desk.recovery.durablyDisarmed(), "the armed one may land over it, and an old section over the trailer");
        desk.follow(0, table(Permit.epoch(9, 0), 3, record(false, PERMIT, null)));
        desk.running = Set.of();
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        desk.pass(1000);
        assertTrue(desk.recovery.durablyDisarmed());
    }

    @Test
    void shouldStopAVmThatIsShutDownAndAnswer() {
        RecoveryDesk desk = running();
        desk.follow(0, table(EPOCH, 2, record(false, PERMIT, null)));
        assertEquals(ClaimState.STOPPING, desk.own.claims().get(0).state());
        desk.running = Set.of();
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        assertTrue(desk.own.claims().isEmpty());
        assertEquals(List.of(new Answer(VM, PERMIT, Answer.Kind.STOPPED)), desk.own.answers());
    }

    @Test
    void shouldRestartAGuestThatHaltedUnderItsDurableClaimEvenWithoutStatefile() {
        RecoveryDesk desk = running();
        desk.view.statefileUsable = false;
        desk.running = Set.of();
        desk.pass(2500);
        assertEquals(2, desk.starts.size());
        assertEquals(PERMIT, desk.starts.get(1).permit());
    }

    @Test
    void shouldTakeUpNothingNewWithoutStatefile() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        desk.follow(0, table(EPOCH, 1));
        desk.view.statefileUsable = false;
        desk.follow(0, table(EPOCH, 2, record(true, PERMIT, null)));
        desk.pass(2000);
        assertTrue(desk.starts.isEmpty());
        assertTrue(desk.own.claims().isEmpty());
    }

    @Test
    void shouldStartNothingOnceItIsNoLongerOnline() {
        RecoveryDesk desk = running();
        desk.view.online = false;
        desk.running = Set.of();
        desk.pass(5000);
        assertEquals(1, desk.starts.size());
    }

    @Test
    void shouldAnswerFailedAfterThreeFailedStarts() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        desk.follow(0, table(EPOCH, 1, record(true, PERMIT, null)));
        for (int i = 0; i < 3; i++) {
            assertEquals(i + 1, desk.starts.size());
            desk.started(desk.starts.get(i), CallOutcome.FAILED);
            desk.pass(1500);
        }
        assertEquals(List.of(new Answer(VM, PERMIT, Answer.Kind.FAILED)), desk.own.answers());
        assertTrue(desk.own.claims().isEmpty());
        desk.pass(3000);
        assertEquals(3, desk.starts.size());
    }

    @Test
    void shouldKeepTheClaimOfAStartPastItsDeadlineUntilItReturnedAndAStopIsConfirmed() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        desk.follow(0, table(EPOCH, 1, record(true, PERMIT, null)));
        desk.started(desk.starts.get(0), CallOutcome.TIMED_OUT);
        assertEquals(ClaimState.UNKNOWN, desk.own.claims().get(0).state());
        desk.follow(0, table(EPOCH, 2, record(false, PERMIT, null)));
        desk.pass(5000);
        assertTrue(desk.stops.isEmpty(), "the call has not returned");
        desk.started(desk.starts.get(0), CallOutcome.RETURNED_LATE);
        desk.pass(1500);
        assertEquals(1, desk.own.claims().size());
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        assertTrue(desk.own.claims().isEmpty());
        assertEquals(PERMIT, desk.own.answers().get(0).permit());
    }

    @Test
    void shouldClaimAnArrivingVmAndStartItOnlyUnderAPermitOfItsOwn() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        Permit source = new Permit(EPOCH, 1, 0, 5);
        Permit move = new Permit(EPOCH, 2, 1, RecoveryDesk.INCARNATION);
        Permit go = new Permit(EPOCH, 3, 1, RecoveryDesk.INCARNATION);
        desk.follow(0, table(EPOCH, 1, record(true, source, move)));
        assertEquals(new Claim(VM, move, ClaimState.INCOMING), desk.own.claims().get(0));
        desk.follow(0, table(EPOCH, 2, record(true, move, move)));
        assertTrue(desk.starts.isEmpty());
        desk.follow(0, table(EPOCH, 3, record(true, go, null)));
        assertEquals(go, desk.starts.get(0).permit());
    }

    @Test
    void shouldLetAMovedVmGoAsItsSource() {
        RecoveryDesk desk = running();
        Permit move = new Permit(EPOCH, 2, 0, 5);
        desk.follow(0, table(EPOCH, 2, record(true, PERMIT, move)));
        desk.pass(1500);
        assertTrue(desk.stops.isEmpty());
        desk.manifestWritesHang = true;
        desk.follow(0, table(EPOCH, 3, record(true, move, move)));
        assertTrue(desk.stops.isEmpty(), "STOPPING is not durable");
        desk.manifestWritesHang = false;
        desk.settle();
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        assertEquals(List.of(), desk.own.claims());
    }

    @Test
    void shouldDropAnArrivingVmWhenTheMoveIsCancelled() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        Permit source = new Permit(EPOCH, 1, 0, 5);
        Permit move = new Permit(EPOCH, 2, 1, RecoveryDesk.INCARNATION);
        desk.follow(0, table(EPOCH, 1, record(true, source, move)));
        desk.follow(0, table(EPOCH, 2, record(true, source, null)));
        assertEquals(List.of(), desk.own.claims());
        assertTrue(desk.stops.isEmpty());
    }

    @Test
    void shouldClaimWhatTheHypervisorRunsUnasked() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        desk.running = Set.of(VM);
        desk.pass(1500);
        assertEquals(VM, desk.own.claims().get(0).vm());
        desk.follow(0, table(EPOCH, 1, record(false, null, null)));
        desk.pass(1500);
        assertTrue(desk.stops.isEmpty(), "it was never started by the pool");
        desk.running = Set.of();
        desk.pass(2500);
        assertEquals(List.of(), desk.own.claims());
    }

    @Test
    void shouldWriteItsManifestAgainAndStartNothingBeforeWhenTheDiskHoldsAnother() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        Manifest last = desk.own;
        desk.own = new Manifest(1, 9, 40, 0, 1, true, 2000, 0, 4096, List.of(), List.of());
        desk.manifestWritesHang = true;
        desk.pass(6000);
        desk.follow(0, table(EPOCH, 1, record(true, PERMIT, null)));
        assertEquals(1, desk.warnings.size());
        assertTrue(desk.starts.isEmpty());
        desk.manifestWritesHang = false;
        desk.settle();
        assertTrue(desk.own.sequence() > last.sequence());
        assertEquals(1, desk.starts.size());
    }
}
