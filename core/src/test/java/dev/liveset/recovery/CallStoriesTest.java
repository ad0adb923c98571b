package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.VmId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A member's calls to its hypervisor and what it makes of the lists of what runs (E3, E5). */
class CallStoriesTest {
    private static final VmId VM = new VmId(0, 1);
    private static final VmId OTHER = new VmId(0, 2);
    private static final long EPOCH = Permit.epoch(3, 0);
    private static final Permit PERMIT = new Permit(EPOCH, 1, 1, RecoveryDesk.INCARNATION);

    private static VmRecord record(boolean running, Permit assignment) {
        return new VmRecord(VM, "vm", 512, VmRecord.Protection.RESTART, 1, 0, -1L, 0, false, running, assignment, null);
    }

    private static PoolTable table(long sequence, VmRecord... vms) {
        return new PoolTable(EPOCH, sequence, true, 1, List.of(), List.of(vms));
    }

    private static RecoveryDesk starting() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        desk.follow(0, table(1, record(true, PERMIT)));
        assertEquals(1, desk.starts.size());
        return desk;
    }

    private static RecoveryDesk running() {
        RecoveryDesk desk = starting();
        desk.running = Set.of(VM);
        desk.started(desk.starts.get(0), CallOutcome.DONE);
        desk.pass(2000);
        return desk;
    }

    private static ClaimState state(RecoveryDesk desk) {
        return desk.own.claims().get(0).state();
    }

    @Test
    void shouldTryAFailedStartAgainAfterASecondAndNoSooner() {
        RecoveryDesk desk = starting();
        desk.pass(250);
        desk.started(desk.starts.get(0), CallOutcome.FAILED);
        desk.pass(900);
        assertEquals(1, desk.starts.size());
        desk.leap(99);
        assertEquals(1, desk.starts.size());
        desk.leap(1);
        assertEquals(2, desk.starts.size());
        desk.leap(60_000);
        assertEquals(2, desk.starts.size(), "a call that has not come back is under way");
    }

    @Test
    void shouldTryAFailedStopAgainAfterASecond() {
        RecoveryDesk desk = running();
        desk.follow(0, table(2, record(false, PERMIT)));
        desk.stopped(desk.stops.get(0), CallOutcome.FAILED);
        desk.pass(900);
        assertEquals(1, desk.stops.size());
        desk.leap(100);
        assertEquals(2, desk.stops.size());
        assertEquals(ClaimState.STOPPING, state(desk));
    }

    @Test
    void shouldNotKnowWhetherAVmRunsWhoseStopPassedItsDeadline() {
        RecoveryDesk desk = running();
        desk.follow(0, table(2, record(false, PERMIT)));
        desk.stopped(desk.stops.get(0), CallOutcome.TIMED_OUT);
        assertEquals(ClaimState.UNKNOWN, state(desk));
        desk.running = Set.of();
        desk.pass(5000);
        assertEquals(1, desk.stops.size(), "it has not come back");
        assertEquals(1, desk.own.claims().size(), "only a confirmed stop ends the claim");
        desk.stopped(desk.stops.get(0), CallOutcome.RETURNED_LATE);
        desk.pass(1000);
        desk.stopped(desk.stops.get(1), CallOutcome.DONE);
        assertEquals(List.of(), desk.own.claims());
        assertEquals(List.of(new Answer(VM, PERMIT, Answer.Kind.STOPPED)), desk.own.answers());
    }

    @Test
    void shouldAnswerFailedOnlyAfterAStopOnceAStartWasInDoubt() {
        RecoveryDesk desk = starting();
        desk.started(desk.starts.get(0), CallOutcome.TIMED_OUT);
        desk.started(desk.starts.get(0), CallOutcome.RETURNED_LATE);
        for (int failure = 1; failure < VmCalls.MAX_FAILURES; failure++) {
            desk.pass(1500);
            desk.started(desk.starts.get(failure), CallOutcome.FAILED);
        }
        assertEquals(List.of(), desk.own.answers());
        desk.pass(1500);
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        assertEquals(List.of(new Answer(VM, PERMIT, Answer.Kind.FAILED)), desk.own.answers());
    }

    @Test
    void shouldNotTakeALateCallsEndForTheCallThatIsUnderWay() {
        RecoveryDesk desk = starting();
        RecoveryDesk.Call first = desk.starts.get(0);
        desk.started(first, CallOutcome.FAILED);
        desk.pass(1500);
        desk.started(first, CallOutcome.DONE);
        assertEquals(ClaimState.CLAIMED, state(desk));
        desk.stopped(first, CallOutcome.DONE);
        assertEquals(1, desk.own.claims().size());
    }

    @Test
    void shouldAskTheHypervisorOnceASecondWhatRuns() {
        RecoveryDesk desk = running();
        desk.pass(1000);
        int before = desk.listsAsked;
        desk.leap(999);
        int soon = desk.listsAsked;
        desk.leap(1);
        assertEquals(before + 1, Math.max(soon, desk.listsAsked));
        desk.pass(10_000);
        assertEquals(before + 11, desk.listsAsked);
        desk.listsHang = true;
        desk.pass(10_000);
        assertTrue(desk.listsAsked <= before + 12, "one list at a time");
    }

    @Test
    void shouldNotMissAVmInAListThatWasAskedForBeforeItsStartEnded() {
        RecoveryDesk desk = starting();
        desk.listsHang = true;
        desk.running = Set.of();
        desk.pass(1500);
        desk.started(desk.starts.get(0), CallOutcome.DONE);
        desk.listsHang = false;
        desk.settle();
        assertEquals(1, desk.starts.size(), "that list says nothing of it");
        desk.running = Set.of(VM);
        desk.pass(3000);
        assertEquals(1, desk.starts.size());
        desk.running = Set.of();
        desk.pass(1000);
        assertEquals(2, desk.starts.size());
    }

    @Test
    void shouldNotFindAVmInAListThatWasAskedForBeforeItsStopEnded() {
        RecoveryDesk desk = running();
        desk.listsHang = true;
        desk.pass(1500);
        desk.follow(0, table(2, record(false, PERMIT)));
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        assertEquals(List.of(), desk.own.claims());
        desk.listsHang = false;
        desk.settle();
        assertEquals(List.of(), desk.own.claims(), "that list may be of the time before");
        desk.running = Set.of();
        desk.pass(3000);
        desk.running = Set.of(VM);
        desk.pass(1000);
        assertEquals(ClaimState.RUNNING, state(desk), "somebody has started it by hand");
    }

    @Test
    void shouldClaimWhatStillRunsAfterItsStopWasConfirmed() {
        RecoveryDesk desk = running();
        desk.follow(0, table(2, record(false, PERMIT)));
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        desk.pass(1000);
        assertEquals(VM, desk.own.claims().get(0).vm(), "a newer list shows it: what runs is claimed, whoever runs it");
    }

    @Test
    void shouldClaimNoMoreThanTheDiskWasFormattedForAndSaySo() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        Set<VmId> many = new TreeSet<>();
        for (int i = 1; i <= 8; i++) {
            many.add(new VmId(0, i));
        }
        desk.running = many;
        desk.pass(1500);
        assertEquals(8, desk.own.claims().size());
        assertEquals(List.of(), desk.warnings);
        many.add(new VmId(0, 9));
        desk.pass(5000);
        assertEquals(8, desk.own.claims().size());
        assertEquals(1, desk.warnings.size());
        assertTrue(desk.warnings.get(0).contains("(8)"), desk.warnings.get(0));
        Permit permit = new Permit(EPOCH, 1, 1, RecoveryDesk.INCARNATION);
        VmRecord ninth = new VmRecord(
                new VmId(0, 10), "vm", 1, VmRecord.Protection.RESTART, 0, 0, -1L, 0, false, true, permit, null);
        desk.follow(0, table(1, ninth));
        assertEquals(
                new Answer(new VmId(0, 10), permit, Answer.Kind.REFUSED),
                desk.own.answers().get(0));
    }

    @Test
    void shouldBelieveNothingOfAListThatTheHypervisorCouldNotGive() {
        RecoveryDesk desk = running();
        desk.running = null;
        desk.pass(5000);
        assertEquals(1, desk.starts.size());
        assertEquals(ClaimState.RUNNING, state(desk));
    }

    @Test
    void shouldStartNothingWhileItsManifestOnTheDiskIsAnother() {
        RecoveryDesk desk = starting();
        desk.pass(4500);
        desk.started(desk.starts.get(0), CallOutcome.FAILED);
        desk.manifestWritesHang = true;
        desk.own = new Manifest(1, 9, 40, 0, 1, true, 2000, 0, 4096, List.of(), List.of());
        desk.pass(6000);
        assertEquals(1, desk.warnings.size());
        assertEquals(1, desk.starts.size(), "whoever reads the disk now does not know of the claim");
        desk.manifestWritesHang = false;
        desk.settle();
        assertEquals(2, desk.starts.size());
    }

    @Test
    void shouldForgetAnAnswerOnceTheTableNoLongerNamesItsPermit() {
        RecoveryDesk desk = running();
        desk.follow(0, table(2, record(false, PERMIT)));
        desk.running = Set.of();
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        desk.follow(0, table(3, record(false, PERMIT)));
        assertEquals(1, answersWrittenNext(desk).size());
        desk.follow(0, table(4, record(true, new Permit(EPOCH, 2, 0, 5))));
        assertEquals(List.of(), answersWrittenNext(desk));
    }

    /** Forgetting costs no write of its own: something else is written. */
    private static List<Answer> answersWrittenNext(RecoveryDesk desk) {
        long sequence = desk.own.sequence();
        desk.view.watchdogTimeoutMillis++;
        desk.settle();
        assertTrue(desk.own.sequence() > sequence);
        return desk.own.answers();
    }

    @Test
    void shouldKeepTheAnswerToAMoveAsLongAsTheTableNamesIt() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        Permit source = new Permit(EPOCH, 1, 0, 5);
        Permit move = new Permit(EPOCH, 2, 1, RecoveryDesk.INCARNATION - 1);
        VmRecord moving = record(true, source).withMove(move);
        desk.follow(0, table(1, moving));
        assertEquals(List.of(new Answer(VM, move, Answer.Kind.REFUSED)), desk.own.answers());
        desk.follow(0, table(2, moving, other()));
        assertEquals(1, answersWrittenNext(desk).size());
        desk.follow(0, table(3, record(true, source)));
        assertEquals(List.of(), answersWrittenNext(desk));
    }

    private static VmRecord other() {
        return new VmRecord(OTHER, "o", 1, VmRecord.Protection.RESTART, 0, 0, -1L, 0, false, false, null, null);
    }

    @Test
    void shouldRefuseANewPermitForAVmThatRunsHereWhenItMayNotTakeIt() {
        RecoveryDesk desk = running();
        Permit stale = new Permit(EPOCH, 2, 1, RecoveryDesk.INCARNATION - 1);
        desk.follow(0, table(2, record(true, stale)));
        assertEquals(List.of(new Answer(VM, stale, Answer.Kind.REFUSED)), desk.own.answers());
        assertEquals(PERMIT, desk.own.claims().get(0).permit());
        long sequence = desk.own.sequence();
        desk.pass(500);
        assertEquals(sequence, desk.own.sequence(), "answered once");
        Permit good = new Permit(EPOCH, 3, 1, RecoveryDesk.INCARNATION);
        desk.follow(0, table(3, record(true, good)));
        assertEquals(good, desk.own.claims().get(0).permit());
    }

    @Test
    void shouldTakeANewPermitForAVmThatIsShutDownHere() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        desk.running = Set.of(VM);
        desk.pass(1500);
        desk.follow(0, table(1, record(false, PERMIT)));
        assertEquals(PERMIT, desk.stops.get(0).permit());
    }

    @Test
    void shouldRefuseAPermitForAnArrivingVmThatIsShutDownMeanwhile() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        Permit source = new Permit(EPOCH, 1, 0, 5);
        Permit move = new Permit(EPOCH, 2, 1, RecoveryDesk.INCARNATION);
        Permit go = new Permit(EPOCH, 3, 1, RecoveryDesk.INCARNATION);
        desk.follow(0, table(1, record(true, source).withMove(move)));
        assertEquals(ClaimState.INCOMING, state(desk));
        desk.follow(0, table(2, record(false, go)));
        assertEquals(List.of(), desk.own.claims());
        assertEquals(List.of(), desk.starts);
    }

    @Test
    void shouldWriteAManifestAgainThatFailedAFifthOfASecondAgo() {
        RecoveryDesk desk = RecoveryDesk.online(1, 2, RecoveryRules.ALL);
        desk.pass(250);
        desk.writesFail = true;
        desk.follow(0, table(1, record(true, PERMIT)));
        desk.writesFail = false;
        desk.leap(199);
        assertEquals(List.of(), desk.starts);
        desk.leap(1);
        assertEquals(1, desk.starts.size());
    }
}
