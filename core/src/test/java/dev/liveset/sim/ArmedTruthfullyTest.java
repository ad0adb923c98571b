package dev.liveset.sim;

import dev.liveset.agent.Effect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArmedTruthfullyTest {
    private static final String UNARMED = "VM vm1 starts on h2, whose watchdog does not run";

    private final CheckerDesk desk = new CheckerDesk();
    private final ArmedTruthfully checker = new ArmedTruthfully(desk.pool);

    @BeforeEach
    void look() {
        desk.with(checker);
        desk.pool.log().nameVm(CheckerDesk.vm(1), "vm1");
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private void beginsStart() {
        desk.does(1, new Effect.StartVm(CheckerDesk.record(1), CheckerDesk.permit(1), 1));
    }

    private void runs() {
        checker.onVmStarted(new VmInstance(
                CheckerDesk.vm(1), 1, CheckerDesk.permit(1), desk.pool.queue().now()));
    }

    @Test
    void shouldLetVmsStartWhereTheWatchdogRuns() {
        beginsStart();
        runs();
        desk.seesNothing();
    }

    @Test
    void shouldSeeAVmThatStartsWithoutAWatchdog() {
        desk.doesWithoutWatchdog(1);
        beginsStart();
        runs();
        desk.sees(UNARMED);
    }

    /** The call was under way when the operator had the watchdog disarmed; the claim under which it began stands. */
    @Test
    void shouldLetAStartTakeEffectLateThatBeganWhileTheWatchdogRan() {
        beginsStart();
        desk.doesWithoutWatchdog(1);
        runs();
        desk.seesNothing();
    }

    @Test
    void shouldLetAVmThatRanHereStartAgainInPlace() {
        runs();
        desk.doesWithoutWatchdog(1);
        runs();
        desk.seesNothing();
    }

    @Test
    void shouldSeeAStartInPlaceWithoutAWatchdogThatNoOperatorGaveUp() {
        beginsStart();
        desk.closesItsWatchdog(1);
        runs();
        desk.sees(UNARMED);
    }

    @Test
    void shouldForgetWhatBeganOnTheFormerBoot() {
        beginsStart();
        checker.onHostDied(desk.host(1), "reset");
        desk.doesWithoutWatchdog(1);
        runs();
        desk.sees(UNARMED);
    }

    @Test
    void shouldNotTakeAStartOnAnotherHostForOneHere() {
        desk.does(0, new Effect.StartVm(CheckerDesk.record(1), CheckerDesk.permit(0), 1));
        desk.doesWithoutWatchdog(1);
        runs();
        desk.sees(UNARMED);
    }
}
