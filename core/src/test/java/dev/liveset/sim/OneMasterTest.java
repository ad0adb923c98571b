package dev.liveset.sim;

import dev.liveset.agent.Effect;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.PoolTable;
import java.util.List;
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
    void shouldNotTakeATableOfAFormerProcessThatIsWrittenAgainForAnAct() {
        lives(0);
        desk.writesTable(1, 1);
        desk.writesTable(0, 2);
        desk.writesTable(0, 1);
        desk.seesNothing();
        desk.writesTable(1, 2);
        desk.seesNothing();
    }

    @Test
    void shouldNotTakeTheEmptyTableOfTheFormatterThatIsWrittenAgainForAnAct() {
        desk.writesTable(1, 1);
        desk.does(0, new Effect.WriteTable(PoolTable.EMPTY, 9));
        desk.seesNothing();
        desk.does(0, new Effect.WriteTable(new PoolTable(0, 0, true, 0, List.of(), List.of()), 10));
        desk.sees("h1 writes the pool table while h2 still is master");
    }

    @Test
    void shouldTakeAnotherContentForAnActAlsoAfterAFormerProcess() {
        lives(0);
        desk.writesTable(1, 1);
        desk.does(0, new Effect.WriteTable(new PoolTable(Permit.epoch(2, 0), 2, true, 1, List.of(), List.of()), 9));
        desk.sees("h1 writes the pool table while h2 still is master");
    }

    @Test
    void shouldTakeATableThatOnlyAnotherHostWroteForAnAct() {
        lives(0);
        desk.writesTable(1, 1);
        desk.does(2, new Effect.WriteTable(new PoolTable(Permit.epoch(1, 0), 2, true, 1, List.of(), List.of()), 9));
        desk.sees("h3 writes the pool table while h2 still is master");
    }

    /** A process of the host writes two tables and ends. */
    private void lives(int host) {
        OneMaster checker = new OneMaster(desk.pool);
        desk.with(checker);
        desk.writesTable(host, 1);
        desk.writesTable(host, 2);
        checker.onAgentGone(desk.host(host));
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
