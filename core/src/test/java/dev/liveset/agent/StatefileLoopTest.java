package dev.liveset.agent;

import static dev.liveset.agent.AgentRooms.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.quorum.QuorumPools;
import dev.liveset.recovery.RegionKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A cycle is a write and the read that shows it; requests go between two cycles. t2 is 400 ms here, in haste 200. */
class StatefileLoopTest {
    private static final Effect.ReadRegion REGION = new Effect.ReadRegion(1, RegionKind.MANIFEST);
    private static final Effect.ReadRegion OTHER = new Effect.ReadRegion(2, RegionKind.MANIFEST);

    private final PoolConfig pool = AgentRooms.pool(3, PoolConfig.Mode.STRICT);
    private final StatefileLoop loop = new StatefileLoop(pool, 1, 7, true);
    private long now = 1_000;

    /** What is asked of the statefile at this moment. */
    private String asked(StatefileLoop of, boolean haste) {
        List<Effect> effects = new ArrayList<>();
        of.beginWhenDue(now * MILLI, haste);
        Effect.WriteSection write = of.takeWrite();
        if (write != null) {
            effects.add(write);
        }
        of.advance(effects);
        assertTrue(effects.size() <= 1, "one request at a time");
        return effects.isEmpty() ? "nothing" : name(effects.get(0));
    }

    private static String name(Effect effect) {
        if (effect instanceof Effect.ReadRegion region) {
            return "region " + region.host();
        }
        return effect instanceof Effect.WriteSection ? "write" : "read";
    }

    private String asked() {
        return asked(loop, false);
    }

    /** Milliseconds until something is asked for. */
    private long wait(StatefileLoop of, boolean haste, String what) {
        long began = now;
        String next = asked(of, haste);
        while (next.equals("nothing")) {
            now++;
            next = asked(of, haste);
        }
        assertEquals(what, next);
        return now - began;
    }

    private long nextWrite(boolean haste) {
        return wait(loop, haste, "write");
    }

    private void writtenAndRead() {
        loop.onWritten(true);
        assertEquals("read", asked());
        loop.onRead(true);
    }

    private void show() {
        loop.startWriting();
        assertEquals("read", asked(), "first it looks");
        loop.onRead(true);
        assertEquals("write", asked());
        writtenAndRead();
    }

    @Test
    void shouldOnlyReadAndThatInHasteBeforeItShowsItself() {
        assertEquals("read", asked());
        loop.onRead(true);
        assertEquals(200, wait(loop, false, "read"));
        loop.onRead(true);
        assertEquals(200, wait(loop, false, "read"));
    }

    @Test
    void shouldReadBackWhatItWroteInEveryCycle() {
        show();
        nextWrite(false);
        now += 10_000;
        assertEquals("nothing", asked(), "a write that never comes back stops the loop");
        loop.onWritten(true);
        assertEquals("read", asked());
        now += 10_000;
        assertEquals("nothing", asked());
        loop.onRead(true);
        assertEquals("write", asked());
    }

    @Test
    void shouldReadBeforeItWritesByTheOriginalsRule() {
        StatefileLoop original = new StatefileLoop(pool, 1, 7, false);
        original.startWriting();
        for (int i = 0; i < 3; i++) {
            wait(original, true, "read");
            original.onRead(true);
            assertEquals("write", asked(original, true));
            original.onWritten(true);
            assertEquals("nothing", asked(original, true));
        }
    }

    @Test
    void shouldCycleInAboutTheIntervalButNotInStep() {
        show();
        TreeSet<Long> seen = new TreeSet<>();
        for (int i = 0; i < 300; i++) {
            seen.add(nextWrite(false));
            writtenAndRead();
        }
        assertTrue(seen.first() >= 350 && seen.first() < 370, seen.toString());
        assertTrue(seen.last() <= 451 && seen.last() > 430, seen.toString());
        assertTrue(seen.size() > 50, seen.toString());
    }

    @Test
    void shouldCycleFasterInHaste() {
        show();
        assertEquals(200, nextWrite(true));
        writtenAndRead();
        assertTrue(nextWrite(false) > 300);
    }

    /** t2 = 4 s, T2 = 30 s: with a tenth of T2 every round beside an xhad would take seconds longer than among xhads. */
    @Test
    void shouldHurryAsMuchAsAnXhadBesideOne() {
        Timings builtIn = Timings.builder()
                .heartbeat(Duration.ofSeconds(4), Duration.ofSeconds(30))
                .statefile(Duration.ofSeconds(4), Duration.ofSeconds(30))
                .watchdog(Duration.ofSeconds(30), Duration.ofSeconds(45))
                .join(Duration.ofSeconds(90), Duration.ofSeconds(90))
                .build();
        assertEquals(500, haste(QuorumPools.pool(3, builtIn, PoolConfig.Mode.INTEROP)));
        assertEquals(3_000, haste(QuorumPools.pool(3, builtIn, PoolConfig.Mode.STRICT)));
        assertEquals(200, haste(AgentRooms.pool(3, PoolConfig.Mode.INTEROP)), "the pool's own when that is shorter");
    }

    private long haste(PoolConfig of) {
        StatefileLoop hasty = new StatefileLoop(of, 1, 7, true);
        assertEquals("read", asked(hasty, true));
        hasty.onRead(true);
        return wait(hasty, true, "read");
    }

    @Test
    void shouldWriteNothingWhileItCannotRead() {
        show();
        nextWrite(false);
        loop.onWritten(true);
        assertEquals("read", asked());
        loop.onRead(false);
        assertEquals(200, wait(loop, false, "read"));
        loop.onRead(false);
        assertEquals(200, wait(loop, false, "read"));
        loop.onRead(true);
        assertEquals("write", asked(), "the first good read is followed by a write");
        writtenAndRead();
        assertTrue(nextWrite(false) > 300);
    }

    @Test
    void shouldTryAFailedWriteAgainSoon() {
        show();
        nextWrite(false);
        loop.onWritten(false);
        assertEquals("read", asked());
        loop.onRead(true);
        assertTrue(nextWrite(false) <= 451);
    }

    @Test
    void shouldDoOneRequestAtATimeBetweenTwoCycles() {
        show();
        loop.request(REGION);
        loop.request(OTHER);
        assertEquals("region 1", asked());
        assertEquals("nothing", asked());
        now += 1_000;
        assertEquals("nothing", asked(), "one that never comes back stops the loop");
        loop.onRequestDone();
        assertEquals("write", asked(), "the cycle comes first");
        writtenAndRead();
        assertEquals("region 2", asked());
        loop.onRequestDone();
        assertEquals("nothing", asked());
    }

    @Test
    void shouldKeepHostsOutOfStep() {
        StatefileLoop other = new StatefileLoop(pool, 2, 7, true);
        asked();
        asked(other, false);
        loop.startWriting();
        other.startWriting();
        int apart = 0;
        for (int i = 0; i < 50; i++) {
            long began = now;
            loop.onRead(true);
            long mine = nextOf(loop);
            now = began;
            other.onRead(true);
            apart += mine != nextOf(other) ? 1 : 0;
        }
        assertTrue(apart > 25, apart + " of 50 apart");
    }

    /** Milliseconds from a read to the next that it leads to. */
    private long nextOf(StatefileLoop of) {
        long began = now;
        String what = asked(of, false);
        while (!what.equals("read")) {
            if (what.equals("write")) {
                of.onWritten(true);
            } else {
                now++;
            }
            what = asked(of, false);
        }
        return now - began;
    }

    @Test
    void shouldLetOneRequestGoBetweenTwoCyclesOfADiskThatIsNeverIdle() {
        show();
        loop.request(REGION);
        loop.request(OTHER);
        loop.request(REGION);
        now += 1_000; // The next cycle is long due.
        assertEquals("region 1", asked());
        now += 1_000;
        loop.onRequestDone();
        assertEquals("write", asked());
        now += 1_000;
        writtenAndRead();
        assertEquals("region 2", asked());
        now += 1_000;
        loop.onRequestDone();
        assertEquals("write", asked());
    }
}
