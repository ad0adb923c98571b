package dev.liveset.agent;

import static dev.liveset.agent.AgentRooms.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** PROTOCOL.md §2: sent every t1 (400 ms here), and in bursts of three at 100 ms. */
class BeatLoopTest {
    private final BeatLoop beats = new BeatLoop(AgentRooms.timings(), 0b1011, 1);

    private boolean due(long millis, int bursts) {
        return beats.due(millis * MILLI, bursts);
    }

    @Test
    void shouldBeatToEveryOtherConfiguredHost() {
        assertEquals(0b1001, beats.send().destinations);
    }

    @Test
    void shouldBeatEveryInterval() {
        assertTrue(due(1_000, 0), "the first at once");
        assertEquals(1_000 * MILLI, beats.regularNanos());
        assertFalse(due(1_399, 0));
        assertTrue(due(1_400, 0));
        assertEquals(1_400 * MILLI, beats.regularNanos());
        assertFalse(due(1_401, 0));
    }

    @Test
    void shouldBeatThreeTimesWhenOthersWaitForSomething() {
        due(1_000, 0);
        assertTrue(due(1_050, 1));
        assertFalse(due(1_149, 1));
        assertTrue(due(1_150, 1));
        assertTrue(due(1_260, 1));
        assertFalse(due(1_380, 1));
        assertEquals(1_000 * MILLI, beats.regularNanos(), "the age of the last regular beat is told");
        assertTrue(due(1_400, 1));
    }

    @Test
    void shouldBeginABurstAnewWhenThereIsMoreToTell() {
        due(1_000, 0);
        assertTrue(due(1_050, 1));
        assertTrue(due(1_060, 2));
        assertTrue(due(1_160, 2));
        assertTrue(due(1_260, 2));
        assertFalse(due(1_390, 2));
    }
}
