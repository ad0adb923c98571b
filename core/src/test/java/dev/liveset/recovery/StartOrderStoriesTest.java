package dev.liveset.recovery;

import static dev.liveset.recovery.MasterDesk.ONE;
import static dev.liveset.recovery.MasterDesk.THREE;
import static dev.liveset.recovery.MasterDesk.TWO;
import static dev.liveset.recovery.MasterDesk.assignment;
import static dev.liveset.recovery.MasterDesk.die;
import static dev.liveset.recovery.MasterDesk.ordered;
import static dev.liveset.recovery.MasterDesk.run;
import static dev.liveset.recovery.MasterDesk.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.liveset.VmId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** VMs of a later order wait for those of an earlier one, and not for ever. */
class StartOrderStoriesTest {
    @Test
    void shouldStartALaterOrderOnlyWhenTheEarlierOneRunsAndItsPauseIsOver() {
        RecoveryDesk desk = MasterDesk.acting(2);
        run(desk, ordered(ONE, 512, 1, 2000), 1);
        run(desk, ordered(TWO, 1024, -1, 0), 1);
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
        RecoveryDesk desk = MasterDesk.acting(2);
        start(desk, ordered(ONE, 9000, 1, 0), -1);
        start(desk, ordered(TWO, 1024, 2, 0), -1);
        desk.pass(500);
        assertNull(assignment(desk, ONE));
        assertNotEquals(null, assignment(desk, TWO));
        assertEquals(1, desk.failures.size());
    }

    @Test
    void shouldHoldALaterOrderForAMinuteAtMostWhenAnEarlierStartHangs() {
        RecoveryDesk desk = MasterDesk.acting(2);
        for (VmId id : List.of(ONE, TWO)) {
            run(desk, ordered(id, 64, (int) id.low(), 0), 1);
        }
        die(desk, 1);
        assertEquals(0, assignment(desk, ONE).host());
        desk.pass(59_900);
        assertEquals(1, assignment(desk, TWO).host());
        desk.leap(100);
        assertEquals(0, assignment(desk, TWO).host());
    }

    @Test
    void shouldGoOnWithTheNextOrderAtTheEndOfThePause() {
        RecoveryDesk desk = MasterDesk.acting(2);
        run(desk, ordered(ONE, 64, 1, 2000), 1);
        run(desk, ordered(TWO, 64, 2, 0), 1);
        run(desk, ordered(THREE, 32, 1, 0), 1);
        die(desk, 1);
        assertEquals(
                Set.of(ONE, THREE),
                Set.of(desk.starts.get(0).vm(), desk.starts.get(1).vm()));
        desk.running = Set.of(ONE, THREE);
        desk.started(desk.starts.get(0), CallOutcome.DONE);
        desk.started(desk.starts.get(1), CallOutcome.DONE);
        desk.pass(1900);
        assertEquals(1, assignment(desk, TWO).host());
        desk.leap(100);
        assertEquals(0, assignment(desk, TWO).host());
    }
}
