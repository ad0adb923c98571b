package dev.liveset.recovery;

import static dev.liveset.recovery.MasterDesk.ONE;
import static dev.liveset.recovery.MasterDesk.assignment;
import static dev.liveset.recovery.MasterDesk.claim;
import static dev.liveset.recovery.MasterDesk.done;
import static dev.liveset.recovery.MasterDesk.record;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.liveset.recovery.VmRecord.Protection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the master on host 0 moves a VM, and what becomes of a move when one of its hosts is lost (E6). */
class MoveStoriesTest {
    @Test
    void shouldMoveInOrder() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Claim source = claim(desk, ONE, ClaimState.RUNNING);
        done(desk, new PoolCommand.MoveVm(ONE, 2));
        Permit move = record(desk, ONE).move();
        assertEquals(2, move.host());
        assertEquals(source.permit(), assignment(desk, ONE));
        desk.promise(2, List.of(new Claim(ONE, move, ClaimState.INCOMING)), List.of());
        assertEquals(move, assignment(desk, ONE), "turned");
        desk.promise(1, List.of(source.withState(ClaimState.STOPPING)), List.of());
        assertEquals(move, assignment(desk, ONE));
        desk.promise(1, List.of(), List.of(new Answer(ONE, source.permit(), Answer.Kind.STOPPED)));
        assertNull(record(desk, ONE).move());
        assertEquals(2, assignment(desk, ONE).host());
        assertNotEquals(move, assignment(desk, ONE));
    }

    @Test
    void shouldLetTheDestinationDecideWhenTheSourceIsLost() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        desk.command(new PoolCommand.MoveVm(ONE, 2));
        Permit move = record(desk, ONE).move();
        desk.leave(1);
        desk.pass(500);
        desk.promise(2, List.of(new Claim(ONE, move, ClaimState.INCOMING)), List.of());
        assertEquals(2, assignment(desk, ONE).host());
        assertNull(record(desk, ONE).move());
    }

    @Test
    void shouldLeaveTheVmWithItsSourceWhenTheDestinationIsLost() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Claim source = claim(desk, ONE, ClaimState.RUNNING);
        desk.command(new PoolCommand.MoveVm(ONE, 2));
        desk.leave(2);
        desk.pass(500);
        assertNull(record(desk, ONE).move());
        assertEquals(source.permit(), assignment(desk, ONE));
    }

    @Test
    void shouldGiveTheVmBackToItsSourceWhenTheDestinationIsLostAfterTheMoveTurned() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        Claim source = claim(desk, ONE, ClaimState.RUNNING);
        desk.command(new PoolCommand.MoveVm(ONE, 2));
        desk.promise(2, List.of(new Claim(ONE, record(desk, ONE).move(), ClaimState.INCOMING)), List.of());
        desk.leave(2);
        desk.pass(500);
        desk.promise(1, List.of(source), List.of());
        assertEquals(1, assignment(desk, ONE).host());
        assertNull(record(desk, ONE).move());
    }

    @Test
    void shouldAwaitTheDestinationOfAMoveThatAShutdownCalledOff() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(4, Protection.RESTART);
        Claim source = claim(desk, ONE, ClaimState.RUNNING);
        done(desk, new PoolCommand.MoveVm(ONE, 2));
        Permit move = record(desk, ONE).move();
        done(desk, new PoolCommand.ShutdownVm(ONE));
        desk.promise(1, List.of(), List.of(new Answer(ONE, source.permit(), Answer.Kind.STOPPED)));
        assertEquals(move, record(desk, ONE).move(), "host 2 may be about to claim it");
        desk.command(new PoolCommand.StartVm(ONE, 3));
        desk.pass(500);
        assertEquals(source.permit(), assignment(desk, ONE));
        desk.promise(2, List.of(), List.of(new Answer(ONE, move, Answer.Kind.REFUSED)));
        assertNull(record(desk, ONE).move());
        done(desk, new PoolCommand.StartVm(ONE, 3));
        desk.pass(500);
        assertEquals(3, assignment(desk, ONE).host());
    }

    @Test
    void shouldNotTurnTheMoveOfAVmWhoseSourceHasNotTakenUpItsPermit() {
        RecoveryDesk desk = MasterDesk.acting(3);
        done(desk, new PoolCommand.DefineVm(MasterDesk.vm(ONE, 512, Protection.RESTART)));
        Claim found = new Claim(ONE, new Permit(0, 0, 1, 5), ClaimState.RUNNING);
        desk.promise(1, List.of(found), List.of());
        done(desk, new PoolCommand.StartVm(ONE, -1));
        Permit given = assignment(desk, ONE);
        assertEquals(1, given.host(), "it is left where it runs");
        desk.command(new PoolCommand.MoveVm(ONE, 2));
        Permit move = record(desk, ONE).move();
        if (move != null) {
            desk.promise(2, List.of(new Claim(ONE, move, ClaimState.INCOMING)), List.of());
        }
        desk.promise(1, List.of(), List.of());
        assertEquals(1, assignment(desk, ONE).host(), "its permit may be on the way to host 1, which is free to start");
        assertEquals(given, assignment(desk, ONE));
    }

    @Test
    void shouldOrderAMoveAnewThatItsDestinationRefusedAFormerMaster() {
        long former = Permit.epoch(7, 1);
        Permit runs = new Permit(former, 1, 1, 5);
        Permit ordered = new Permit(former, 2, 2, 5);
        RecoveryDesk desk = movingUnderAFormerMaster(former, runs, ordered, -1L);
        Permit anew = new Permit(desk.ownTable.epoch(), 1, 2, 5);
        assertEquals(anew, MasterDesk.record(desk, ONE).move(), "the order was answered");
        assertEquals(runs, MasterDesk.record(desk, ONE).assignment());
        desk.promise(2, List.of(), List.of(new Answer(ONE, anew, Answer.Kind.REFUSED)));
        desk.pass(500);
        assertNull(MasterDesk.record(desk, ONE).move(), "it does not want it");
    }

    @Test
    void shouldNotOrderAMoveAnewToAHostThatIsNoLongerAllowed() {
        long former = Permit.epoch(7, 1);
        Permit ordered = new Permit(former, 2, 2, 5);
        RecoveryDesk desk = movingUnderAFormerMaster(former, new Permit(former, 1, 1, 5), ordered, 0b011);
        assertNull(MasterDesk.record(desk, ONE).move());
    }

    /** Host 1 runs it, and host 2 refuses to take it from there, for the master has changed. */
    private static RecoveryDesk movingUnderAFormerMaster(long former, Permit runs, Permit ordered, long allowed) {
        VmRecord moving = MasterDesk.allowedOn(MasterDesk.vm(ONE, 512, VmRecord.Protection.RESTART), allowed)
                .withDesired(true)
                .withAssignment(runs)
                .withMove(ordered);
        RecoveryDesk desk = RecoveryDesk.online(0, 3, RecoveryRules.ALL);
        desk.tables.put(1, new PoolTable(former, 20, true, 0, List.of(), List.of(moving)));
        desk.tables.put(2, PoolTable.EMPTY);
        desk.view.lockHolder = 0;
        desk.settle();
        desk.promise(1, List.of(new Claim(ONE, runs, ClaimState.RUNNING)), List.of());
        desk.promise(2, List.of(), List.of(new Answer(ONE, ordered, Answer.Kind.REFUSED)));
        desk.pass(500);
        return desk;
    }
}
