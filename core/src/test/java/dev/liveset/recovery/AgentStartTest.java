package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.VmId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rule E8. */
class AgentStartTest {
    private static final VmId ONE = new VmId(0, 1);
    private static final VmId TWO = new VmId(0, 2);
    private static final Permit PERMIT = new Permit(Permit.epoch(2, 0), 1, 1, 9);

    private static RecoveryDesk desk(long boot, boolean armed, Claim... claims) {
        RecoveryDesk desk = new RecoveryDesk(1, 2, false, RecoveryRules.ALL);
        desk.own = new Manifest(
                1, 9, 7, 0, boot, armed, armed ? 2000 : 0, Permit.epoch(2, 0), 4096, List.of(claims), List.of());
        return desk;
    }

    @Test
    void shouldNotBeReadyBeforeItsManifestIsDurable() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT - 1, true);
        assertFalse(desk.recovery.readyToJoin());
        desk.manifestWritesHang = true;
        desk.settle();
        assertFalse(desk.recovery.readyToJoin());
        desk.manifestWritesHang = false;
        desk.settle();
        assertTrue(desk.recovery.readyToJoin());
        assertEquals(RecoveryDesk.INCARNATION, desk.own.incarnation());
        assertFalse(desk.own.armed());
    }

    @Test
    void shouldVoidTheClaimsOfAFormerBootButKeepThePromise() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT - 1, true, new Claim(ONE, PERMIT, ClaimState.RUNNING));
        desk.settle();
        assertEquals(List.of(), desk.own.claims());
        assertEquals(Permit.epoch(2, 0), desk.own.promisedEpoch());
    }

    @Test
    void shouldTakeOverTheClaimsOfTheSameBootAndWhatRuns() {
        RecoveryDesk desk = desk(
                RecoveryDesk.BOOT,
                false,
                new Claim(ONE, PERMIT, ClaimState.RUNNING),
                new Claim(new VmId(0, 3), PERMIT, ClaimState.CLAIMED),
                new Claim(new VmId(0, 4), PERMIT, ClaimState.INCOMING));
        desk.running = Set.of(ONE, TWO);
        desk.settle();
        assertEquals(
                List.of(
                        new Claim(ONE, PERMIT, ClaimState.RUNNING),
                        new Claim(TWO, new Permit(0, 0, 1, RecoveryDesk.INCARNATION), ClaimState.RUNNING),
                        new Claim(new VmId(0, 3), PERMIT, ClaimState.UNKNOWN),
                        new Claim(new VmId(0, 4), PERMIT, ClaimState.INCOMING)),
                desk.own.claims());
    }

    @Test
    void shouldNotSucceedAnAgentThatDiedArmedOnTheSameBoot() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT, true);
        desk.pass(3000);
        assertFalse(desk.recovery.readyToJoin());
        assertEquals(1, desk.warnings.size());
        assertEquals(9, desk.own.incarnation(), "nothing may be written");
    }

    @Test
    void shouldNotUseAnIncarnationAgain() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT - 1, false);
        Manifest former = desk.own;
        desk.own = new Manifest(
                1, RecoveryDesk.INCARNATION, 7, 0, 5, false, 0, 0, 4096, former.claims(), former.answers());
        desk.pass(3000);
        assertFalse(desk.recovery.readyToJoin());
    }

    @Test
    void shouldNotTakeAnUnreadableManifestForAnEmptyOne() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT, false);
        desk.own = null;
        desk.pass(3000);
        assertFalse(desk.recovery.readyToJoin());
        assertEquals(1, desk.warnings.size());
    }

    @Test
    void shouldWriteALostManifestAnewOnceTheMachineHasRebooted() {
        RecoveryDesk desk = rebooted();
        desk.own = null;
        desk.ownTable = PoolTable.EMPTY;
        desk.view.incarnation[1] = 9;
        desk.view.regionSequence[1] = 8;
        desk.settle();
        assertTrue(desk.recovery.readyToJoin());
        assertEquals(RecoveryDesk.INCARNATION, desk.own.incarnation());
        assertEquals(List.of(), desk.own.claims());
        assertTrue(desk.warnings.isEmpty());
    }

    @Test
    void shouldNotStartWhenNoEpochOfItIsKnownAnyMore() {
        RecoveryDesk desk = rebooted();
        desk.own = null;
        desk.pass(3000);
        assertFalse(desk.recovery.readyToJoin());
        assertEquals(1, desk.warnings.size());
    }

    private static RecoveryDesk rebooted() {
        return new RecoveryDesk(1, 2, false, RecoveryRules.ALL, true);
    }

    @Test
    void shouldReadAgainWhatIsOlderThanItsTrailerNames() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT, true);
        desk.view.incarnation[1] = 9;
        desk.view.regionSequence[1] = 8;
        desk.pass(2000);
        assertFalse(desk.recovery.readyToJoin());
        desk.own = new Manifest(1, 9, 8, 0, RecoveryDesk.BOOT, false, 0, 0, 4096, List.of(), List.of());
        desk.pass(2000);
        assertTrue(desk.recovery.readyToJoin());
        assertTrue(desk.warnings.isEmpty());
    }

    @Test
    void shouldWriteAnEmptyTableOnceInItsLife() {
        RecoveryDesk desk = new RecoveryDesk(1, 2, false, RecoveryRules.ALL);
        desk.settle();
        assertEquals(PoolTable.EMPTY, desk.ownTable);
        RecoveryDesk later = desk(RecoveryDesk.BOOT - 1, false);
        later.own = new Manifest(
                1, 9, 7, 0, RecoveryDesk.BOOT - 1, false, 0, Permit.epoch(4, 1), 4096, List.of(), List.of());
        later.settle();
        assertEquals(null, later.ownTable, "its own was the newest, for all it knows");
    }

    @Test
    void shouldAskAgainEverySecondForWhatItDoesNotGet() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT - 1, false);
        desk.unreadable.add(1);
        desk.listsHang = true;
        desk.settle();
        assertEquals(2, desk.readsAsked.size());
        desk.leap(999);
        assertEquals(2, desk.readsAsked.size());
        desk.leap(1);
        assertEquals(4, desk.readsAsked.size());
        assertEquals(1, desk.listsAsked, "the first list is still under way");
        desk.unreadable.clear();
        desk.listsHang = false;
        desk.leap(1000);
        desk.leap(1000);
        assertTrue(desk.recovery.readyToJoin());
    }

    @Test
    void shouldFinishAStopThatTheFormerAgentHadBegun() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT, false, new Claim(ONE, PERMIT, ClaimState.STOPPING));
        desk.running = Set.of(ONE);
        desk.settle();
        assertEquals(List.of(new Claim(ONE, PERMIT, ClaimState.UNKNOWN)), desk.own.claims());
        comeOnline(desk);
        assertEquals(ONE, desk.stops.get(0).vm());
        desk.running = Set.of();
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        desk.leap(1000);
        assertEquals(List.of(), desk.own.claims());
        assertEquals(List.of(new Answer(ONE, PERMIT, Answer.Kind.STOPPED)), desk.own.answers());
    }

    @Test
    void shouldStopAgainWhatAStartOfTheFormerAgentMayStillBring() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT, false, new Claim(ONE, PERMIT, ClaimState.STOPPING));
        desk.running = Set.of(ONE);
        desk.settle();
        comeOnline(desk);
        desk.stopped(desk.stops.get(0), CallOutcome.DONE);
        desk.leap(1000);
        assertEquals(1, desk.own.claims().size(), "it is still being started");
        assertEquals(2, desk.stops.size());
        desk.running = Set.of();
        desk.stopped(desk.stops.get(1), CallOutcome.DONE);
        desk.leap(1000);
        assertEquals(List.of(), desk.own.claims());
    }

    @Test
    void shouldRestartUnderItsDurableClaimWhatRanUnderTheFormerAgent() {
        RecoveryDesk desk = desk(
                RecoveryDesk.BOOT,
                false,
                new Claim(ONE, PERMIT, ClaimState.RUNNING),
                new Claim(TWO, PERMIT, ClaimState.RUNNING));
        desk.running = Set.of(ONE);
        desk.settle();
        comeOnline(desk);
        desk.follow(0, new PoolTable(Permit.epoch(2, 0), 1, true, 1, List.of(), List.of(wanted(ONE), wanted(TWO))));
        assertEquals(List.of(), desk.starts, "whether the second ran, this agent does not know");
        assertEquals(TWO, desk.stops.get(0).vm());
        desk.running = Set.of();
        desk.pass(2500);
        assertEquals(
                List.of(ONE), desk.starts.stream().map(RecoveryDesk.Call::vm).toList());
    }

    private static void comeOnline(RecoveryDesk desk) {
        desk.view.online = true;
        desk.view.liveset = 0b11;
        desk.view.watchdogTimeoutMillis = 2000;
        desk.view.incarnation[1] = RecoveryDesk.INCARNATION;
        desk.settle();
    }

    private static VmRecord wanted(VmId vm) {
        return MasterDesk.vm(vm, 512, VmRecord.Protection.RESTART)
                .withDesired(true)
                .withAssignment(PERMIT);
    }

    @Test
    void shouldKeepTheAnswersThatTheFormerAgentGave() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT, false);
        Answer answer = new Answer(ONE, PERMIT, Answer.Kind.FAILED);
        desk.own = new Manifest(1, 9, 7, 0, RecoveryDesk.BOOT, false, 0, 0, 4096, List.of(), List.of(answer));
        desk.settle();
        assertEquals(RecoveryDesk.INCARNATION, desk.own.incarnation());
        assertEquals(List.of(answer), desk.own.answers());
    }

    @Test
    void shouldClaimNoMoreThanTheDiskWasFormattedFor() {
        RecoveryDesk desk = desk(RecoveryDesk.BOOT - 1, true);
        Set<VmId> many = new TreeSet<>();
        for (int i = 1; i <= 9; i++) {
            many.add(new VmId(0, i));
        }
        desk.running = many;
        desk.settle();
        assertEquals(8, desk.own.claims().size());
        assertTrue(desk.recovery.readyToJoin());
    }
}
