package dev.liveset.agent;

import static dev.liveset.agent.AgentRooms.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.LivesetException.Code;
import dev.liveset.recovery.CommandResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md §5, <i>Leaving</i>, and E7: nothing is disarmed before the manifest says so, and then goodbye is said. */
class DepartureTest {
    private final List<Effect> effects = new ArrayList<>();
    private final Arming arming = new Arming(AgentRooms.timings());
    private final Departure departure = new Departure(AgentRooms.timings(), arming, effects);

    private void arm() {
        arming.arm(new ArrayList<>());
        arming.onArmed(0, new Event.WatchdogArmed(5_000 * MILLI, 0, true, ""));
    }

    private boolean advance(long millis, boolean durablyDisarmed) {
        return departure.advance(millis * MILLI, durablyDisarmed);
    }

    @Test
    void shouldEndAtOnceWhenAStartFailsBeforeItIsArmed() {
        departure.giveUp(Code.BOOTJOIN_TIMEOUT, "");
        assertFalse(departure.isClean());
        assertTrue(advance(0, false));
        assertEquals(List.of(new Effect.Stopped(Code.BOOTJOIN_TIMEOUT, Code.BOOTJOIN_TIMEOUT.sentence())), effects);
    }

    @Test
    void shouldDisarmFirstWhenAStartFailsLater() {
        arm();
        departure.giveUp(Code.WATCHDOG_ERROR, "It is broken.");
        assertFalse(advance(0, false), "it claimed nothing, so nothing has to be durable");
        assertInstanceOf(Effect.DisarmWatchdog.class, effects.remove(0));
        assertFalse(advance(50, false));
        assertEquals(List.of(), effects, "asked once");
        arming.onDisarmed(true);
        assertTrue(advance(100, false));
        assertEquals(List.of(new Effect.Stopped(Code.WATCHDOG_ERROR, "It is broken.")), effects);
    }

    @Test
    void shouldLeaveWhenTheManifestIsDurableTheWatchdogOffAndGoodbyeWritten() {
        arm();
        departure.answers(0);
        departure.leave(null, "");
        assertTrue(departure.isClean());
        assertFalse(advance(0, false));
        assertEquals(List.of(), effects);
        assertFalse(advance(50, true));
        assertInstanceOf(Effect.DisarmWatchdog.class, effects.remove(0));
        assertFalse(departure.saysGoodbye());
        assertFalse(departure.onSectionWritten(true), "the operator had said excluded before");
        arming.onDisarmed(true);
        assertFalse(advance(100, true));
        assertTrue(departure.saysGoodbye());
        assertFalse(departure.onSectionWritten(false), "that write was under way before");
        assertEquals(List.of(), effects);
        assertTrue(departure.onSectionWritten(true));
        assertEquals(List.of(new Effect.AnswerCommand(0, CommandResult.OK), new Effect.Stopped(null, "")), effects);
    }

    @Test
    void shouldLeaveWithoutAGoodbyeThatCannotBeWritten() {
        departure.leave(Code.INVALID_POOL_STATE, "invalid");
        assertFalse(advance(1_000, true));
        assertTrue(departure.saysGoodbye());
        assertFalse(advance(3_000, true));
        assertTrue(advance(3_001, true));
        assertEquals(List.of(new Effect.Stopped(Code.INVALID_POOL_STATE, "invalid")), effects, "nobody asked for it");
    }
}
