package dev.liveset.agent;

import static dev.liveset.agent.AgentRooms.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Timings;
import dev.liveset.recovery.RegionKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One request at a time: a read and a write per cycle, and the others between two cycles. t2 is 400 ms, in haste 200. */
class StatefileLoopTest {
    private static final Effect.ReadRegion REGION = new Effect.ReadRegion(1, RegionKind.MANIFEST);
    private static final Effect.ReadRegion OTHER = new Effect.ReadRegion(2, RegionKind.MANIFEST);

    private final Timings timings = AgentRooms.timings();
    private final StatefileLoop loop = new StatefileLoop(timings, 1, 7);
    private long now = 1_000;

    private List<Effect> advance(boolean haste) {
        List<Effect> effects = new ArrayList<>();
        loop.advance(now * MILLI, haste, effects);
        return effects;
    }

    /** Milliseconds until the next read is asked for. */
    private long nextRead(boolean haste) {
        long began = now;
        while (!advance(haste).contains(Effect.ReadStatefile.INSTANCE)) {
            now++;
        }
        return now - began;
    }

    private void cycle() {
        loop.onRead(true);
        assertNotNull(loop.takeWrite());
        loop.onWritten(true);
    }

    @Test
    void shouldReadInHasteAndNeverWriteBeforeItShowsItself() {
        assertEquals(0, nextRead(false));
        loop.onRead(true);
        assertNull(loop.takeWrite());
        assertEquals(timings.acceleratedIntervalNanos(), nextRead(false) * MILLI);
    }

    @Test
    void shouldWriteOnceAfterEveryRead() {
        loop.startWriting();
        nextRead(false);
        assertNull(loop.takeWrite(), "the read has not come back");
        loop.onRead(true);
        assertEquals(List.of(), advance(true), "first the write");
        assertNotNull(loop.takeWrite());
        assertNull(loop.takeWrite());
        now += 10_000;
        assertEquals(List.of(), advance(true), "a write that never comes back stops the loop");
        loop.onWritten(true);
        assertEquals(0, nextRead(false));
    }

    @Test
    void shouldCycleInAboutTheIntervalButNotInStep() {
        loop.startWriting();
        nextRead(false);
        Set<Long> seen = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            cycle();
            seen.add(nextRead(false));
        }
        long first = seen.iterator().next();
        long last = ((TreeSet<Long>) seen).last();
        assertTrue(first >= 350 && first < 370 && last <= 451 && last > 430, seen.toString());
        assertTrue(seen.size() > 50, seen.toString());
    }

    @Test
    void shouldCycleFasterWhenThereIsHasteOrSomethingFailed() {
        loop.startWriting();
        nextRead(false);
        cycle();
        assertEquals(200, nextRead(true));
        loop.onRead(false);
        assertNull(loop.takeWrite(), "who cannot read does not write");
        assertEquals(200, nextRead(false));
        loop.onRead(true);
        loop.takeWrite();
        loop.onWritten(false);
        assertEquals(200, nextRead(false));
        cycle();
        assertTrue(nextRead(false) > 300);
    }

    @Test
    void shouldDoOneRequestAtATimeBetweenTwoCycles() {
        loop.startWriting();
        loop.request(REGION);
        loop.request(OTHER);
        assertEquals(List.of(Effect.ReadStatefile.INSTANCE), advance(false));
        assertEquals(List.of(), advance(false));
        cycle();
        assertEquals(List.of(REGION), advance(false));
        assertEquals(List.of(), advance(false));
        now += 1_000;
        loop.onRequestDone();
        assertEquals(List.of(Effect.ReadStatefile.INSTANCE), advance(false), "the cycle comes first");
        cycle();
        assertEquals(List.of(OTHER), advance(false));
        loop.onRequestDone();
        assertEquals(List.of(), advance(false));
    }

    @Test
    void shouldKeepHostsOutOfStep() {
        StatefileLoop other = new StatefileLoop(timings, 2, 7);
        loop.startWriting();
        other.startWriting();
        int apart = 0;
        for (int i = 0; i < 50; i++) {
            long mine = nextRead(false);
            cycle();
            long began = now;
            List<Effect> effects = new ArrayList<>();
            long at = began;
            while (effects.isEmpty()) {
                other.advance(at++ * MILLI, false, effects);
            }
            other.onRead(true);
            other.takeWrite();
            other.onWritten(true);
            apart += mine != at - 1 - began ? 1 : 0;
        }
        assertTrue(apart > 25, apart + " of 50 apart");
    }
}
