package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.agent.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisarmStateTest {
    private final CheckerDesk desk = new CheckerDesk();
    private final DisarmState state = desk.host(1).disarmState();

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void shouldHaveLeftOnceItsAgentHasClosedTheWatchdogByItself() {
        assertFalse(state.hasLeft());
        state.disarm();
        assertTrue(state.hasLeft());
        assertFalse(state.isUnguarded(), "no operator wished so");
    }

    @Test
    void shouldNotHaveLeftByAnOperatorsDisarm() {
        state.command(new Command.Disarm());
        assertFalse(state.isUnguarded(), "its watchdog still runs");
        state.disarm();
        assertFalse(state.hasLeft(), "it goes on");
        assertTrue(state.isUnguarded());
    }

    @Test
    void shouldNotHaveLeftWhileAStartMayTakeEffect() {
        desk.startsVm(1);
        state.disarm();
        assertFalse(state.hasLeft());
    }

    @Test
    void shouldBeThereAgainWhenItsNextAgentStarts() {
        state.disarm();
        state.startAgent();
        assertFalse(state.hasLeft());
    }

    @Test
    void shouldForgetAnOperatorsDisarmWithTheBootOnly() {
        state.command(new Command.Disarm());
        state.startAgent();
        assertTrue(state.doesWithoutWatchdog());
        state.boot();
        assertFalse(state.doesWithoutWatchdog());
    }
}
