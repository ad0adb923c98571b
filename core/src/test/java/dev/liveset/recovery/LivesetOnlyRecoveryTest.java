package dev.liveset.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.VmId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule E10. */
class LivesetOnlyRecoveryTest {
    @Test
    void shouldJoinAndLeaveFreelyAndRefuseCommands() {
        LivesetOnlyRecovery recovery = new LivesetOnlyRecovery(1);
        RecoveryDesk desk = new RecoveryDesk(1, 2, false, RecoveryRules.ALL);
        assertTrue(recovery.readyToJoin());
        assertTrue(recovery.durablyDisarmed());
        recovery.onCommand(7, new PoolCommand.StartVm(new VmId(0, 1), -1), desk.view, desk);
        assertEquals(CommandResult.Status.REFUSED, desk.answers.get(7L).status());
        assertTrue(desk.starts.isEmpty());
        assertEquals(List.of(), recovery.manifest().claims());
        assertEquals(PoolTable.EMPTY, recovery.table());
        assertEquals(-1, recovery.planExistsFor(), "it makes no promise");
    }
}
