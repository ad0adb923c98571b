package dev.liveset.recovery;

import static dev.liveset.recovery.MasterDesk.ONE;
import static dev.liveset.recovery.MasterDesk.TWO;
import static dev.liveset.recovery.MasterDesk.assignment;
import static dev.liveset.recovery.MasterDesk.done;
import static dev.liveset.recovery.MasterDesk.ordered;
import static dev.liveset.recovery.MasterDesk.record;
import static dev.liveset.recovery.MasterDesk.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.AllocatedBytes;
import dev.liveset.recovery.CommandResult.Status;
import dev.liveset.recovery.VmRecord.Protection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands that the holder of the master lock (host 0) takes, and what it tells. */
class MasterStoriesTest {
    @Test
    void shouldTellOvercommitmentOnce() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(2, Protection.RESTART);
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
    void shouldTellOnceThatThePromiseDroppedAlsoWhereTheTargetStillHolds() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
        desk.command(new PoolCommand.SetHostFailuresToTolerate(1));
        desk.pass(2000);
        assertEquals(2, desk.recovery.planExistsFor());
        assertEquals(List.of("3 to 2"), desk.drops, "without its VM every host could be lost");
        desk.leave(2);
        desk.pass(3000);
        assertEquals(1, desk.recovery.planExistsFor());
        assertEquals(List.of("3 to 2", "2 to 1"), desk.drops);
        assertEquals(List.of(), desk.overcommitted);
    }

    @Test
    void shouldAnswerACommandOnlyOnceItIsDurable() {
        RecoveryDesk desk = MasterDesk.elected(2);
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
        RecoveryDesk desk = MasterDesk.elected(2);
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
        RecoveryDesk desk = MasterDesk.runningOnHostOne(2, Protection.RESTART);
        refused(desk, new PoolCommand.SetHostFailuresToTolerate(2));
        refused(desk, new PoolCommand.RemoveVm(ONE));
        refused(desk, new PoolCommand.StartVm(TWO, -1));
        refused(desk, new PoolCommand.ShutdownVm(TWO));
        refused(desk, new PoolCommand.MoveVm(ONE, 7));
        refused(desk, new PoolCommand.ConfirmHostDead(1));
        VmRecord nameless = new VmRecord(TWO, "", 1, Protection.RESTART, 0, 0, -1L, 0, false, false, null, null);
        refused(desk, new PoolCommand.DefineVm(nameless));
        VmRecord big = ordered(TWO, 4000, 1, 0);
        done(desk, new PoolCommand.DefineVm(big));
    }

    @Test
    void shouldShutDownStopAndThenRemove() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(2, Protection.RESTART);
        Permit former = assignment(desk, ONE);
        done(desk, new PoolCommand.ShutdownVm(ONE));
        assertFalse(record(desk, ONE).desiredRunning());
        refused(desk, new PoolCommand.StartVm(ONE, -1));
        desk.promise(1, List.of(), List.of(new Answer(ONE, former, Answer.Kind.STOPPED)));
        desk.pass(2000);
        assertEquals(former, assignment(desk, ONE), "it stays down");
        done(desk, new PoolCommand.RemoveVm(ONE));
        assertEquals(List.of(), desk.ownTable.vms());
    }

    @Test
    void shouldAllocateNothingWhenNothingChanged() {
        RecoveryDesk desk = MasterDesk.runningOnHostOne(3, Protection.RESTART);
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
