package dev.liveset.sim;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OneMasterTest {
    private final CheckerDesk desk = new CheckerDesk();

    @BeforeEach
    void look() {
        desk.with(new OneMaster(desk.pool));
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void shouldSeeTwoHostsThatWriteTablesWhileNeitherHasGivenUp() {
        desk.writesTable(0, 1);
        desk.seesNothing();
        desk.writesTable(1, 1);
        desk.sees("h2 writes the pool table while h1 still is master");
    }

    @Test
    void shouldTakeOneForNoMasterOnceItSaysThatItNoLongerAsks() {
        desk.writesTable(0, 1);
        desk.writesSection(0, true, 0b001);
        desk.writesSection(0, false, 0b010);
        desk.writesTable(1, 1);
        desk.seesNothing();
    }

    @Test
    void shouldTakeOneForNoMasterOnceItGrantsTheLockToALowerHost() {
        desk.writesTable(1, 1);
        desk.writesSection(1, true, 0b001);
        desk.writesTable(0, 1);
        desk.seesNothing();
    }

    @Test
    void shouldNotTakeAGrantToAHigherHostForGivingUp() {
        desk.writesTable(0, 1);
        desk.writesSection(0, true, 0b010);
        desk.writesTable(1, 1);
        desk.sees("h2 writes the pool table while h1 still is master");
    }

    @Test
    void shouldNotTakeAnOlderTableThatIsWrittenAgainForAnAct() {
        desk.writesTable(0, 1);
        desk.writesTable(0, 2);
        desk.writesSection(0, false, 0b010);
        desk.writesTable(1, 1);
        desk.writesTable(0, 1);
        desk.writesTable(0, 2);
        desk.seesNothing();
        desk.writesTable(0, 3);
        desk.sees("h1 writes the pool table while h2 still is master");
    }

    @Test
    void shouldNotKnowTheTablesOfAFormerProcess() {
        OneMaster checker = new OneMaster(desk.pool);
        desk.with(checker);
        desk.writesTable(0, 1);
        checker.onAgentGone(desk.host(0));
        desk.writesTable(1, 1);
        desk.seesNothing();
        desk.writesTable(0, 1);
        desk.sees("h1 writes the pool table while h2 still is master");
    }

    @Test
    void shouldClaimNothingOfAMasterWithoutItsWatchdogByAnOperatorsWish() {
        desk.writesTable(0, 1);
        desk.doesWithoutWatchdog(0);
        desk.writesTable(1, 1);
        desk.writesTable(0, 2);
        desk.seesNothing();
        desk.writesTable(2, 1);
        desk.sees("h3 writes the pool table while h2 still is master");
    }

    @Test
    void shouldClaimItOfAMasterThatHasItsWatchdogStill() {
        desk.writesTable(0, 1);
        desk.isToldToDisarm(0);
        desk.writesTable(1, 1);
        desk.sees("h2 writes the pool table while h1 still is master");
    }

    @Test
    void shouldClaimNothingOfAMasterThatHasClosedItsWatchdogToLeave() {
        desk.writesTable(0, 1);
        desk.closesItsWatchdog(0);
        desk.writesTable(1, 1);
        desk.seesNothing();
    }

    @Test
    void shouldClaimItOfAMasterOnWhichAVmMayStillStart() {
        desk.writesTable(0, 1);
        desk.startsVm(0);
        desk.closesItsWatchdog(0);
        desk.writesTable(1, 1);
        desk.sees("h2 writes the pool table while h1 still is master");
    }
}
