package dev.liveset.sim;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemovedIsDeadTest {
    private final CheckerDesk desk = new CheckerDesk();

    @BeforeEach
    void look() {
        desk.with(new RemovedIsDead(desk.pool));
        desk.says(0, 0b111);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void shouldSeeTheRemovalOfAHostThatIsAlive() {
        desk.says(0, 0b101);
        desk.sees("h1 removes h2, which is not dead");
    }

    @Test
    void shouldSeeNothingInTheRemovalOfADeadHost() {
        desk.host(1).die("fence");
        desk.says(0, 0b101);
        desk.seesNothing();
    }

    /** Who stood still without a watchdog may remove a host that has long been back, and lived all the time, in another life. */
    @Test
    void shouldTakeForDeadTheLifeThatWasCounted() {
        desk.reboots(1);
        desk.says(1, 0b010);
        desk.says(0, 0b101);
        desk.seesNothing();
        desk.says(0, 0b111);
        desk.says(0, 0b101);
        desk.sees("h1 removes h2, which is not dead");
    }

    @Test
    void shouldTakeForGoneTheMemberThatWasCountedWhenTheHostHasLeftAndComeBack() {
        desk.leavesAndBegins(1);
        desk.says(1, 0b010);
        desk.says(0, 0b101);
        desk.seesNothing();
        desk.says(0, 0b111);
        desk.says(0, 0b101);
        desk.sees("h1 removes h2, which is not dead");
    }

    @Test
    void shouldTakeAHostThatHasClosedItsWatchdogToLeaveForGone() {
        desk.closesItsWatchdog(1);
        desk.says(0, 0b101);
        desk.seesNothing();
    }

    @Test
    void shouldNotTakeAHostForGoneOnWhichAVmMayStillStart() {
        desk.startsVm(1);
        desk.closesItsWatchdog(1);
        desk.says(0, 0b101);
        desk.sees("h1 removes h2, which is not dead");
    }

    @Test
    void shouldClaimNothingOfAHostWithoutItsWatchdogByAnOperatorsWish() {
        desk.startsVm(1);
        desk.doesWithoutWatchdog(1);
        desk.says(0, 0b101);
        desk.seesNothing();
    }

    @Test
    void shouldClaimItOfAHostThatHasItsWatchdogStill() {
        desk.isToldToDisarm(1);
        desk.says(0, 0b101);
        desk.sees("h1 removes h2, which is not dead");
    }
}
