package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Timings;
import org.junit.jupiter.api.Test;

/**
 * A daemon of the original whose time to join is over forms a liveset without asking whether who is missing is dead, and
 * its toolstack starts the VMs of a host of ours. Host 1 is ours and waits for the removal of host 2, the original, which
 * was reset and hears nobody.
 */
class OriginalBootsTest {
    private static final int SEEDS = 20;
    private static final String BOOTS_OVER = "ORIGINAL boots over a living host, and starts its VM";

    private static final Timings TIMINGS = XhadBench.timings(1, 5, 1, 5, 10, 10, 20);

    private static String fromSecond(SimRandom random, int second, String what) {
        return "%d.%03d %s".formatted(second, random.below(1_000), what);
    }

    private static XhadBench play(long seed, int second, String fault) {
        XhadBench bench = new XhadBench(SimPools.interop(2, TIMINGS), 0b10, seed).started();
        bench.withVms();
        bench.run(10);
        bench.happens(
                "0 reset h2",
                "0.1 cut-network h2 for 100",
                fromSecond(new SimRandom(seed), second, fault + " h1 for 60"));
        bench.run(45);
        assertNull(
                bench.pool.claims().violation(),
                () -> String.join("\n", bench.pool.log().lines()));
        return bench;
    }

    @Test
    void shouldFenceItselfBeforeItWhenItLosesTheStatefileWhileItWaits() {
        int booted = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (XhadBench bench = play(seed, 14, "fail-storage")) {
                booted += XhadBench.liveset(bench.pool.host(1)) == 0b10 ? 1 : 0;
                assertEquals(0, bench.pool.tally().coverage().count(BOOTS_OVER));
                assertTrue(bench.died(0b01));
            }
        }
        assertTrue(booted > SEEDS / 2, booted + " of " + SEEDS);
    }

    /** Its watchdog has not run out, and who does not run cannot fence itself: this is the original's, and is counted so. */
    @Test
    void shouldBeBlamedForNothingWhileItStandsStill() {
        long over = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (XhadBench bench = play(seed, 14, "freeze")) {
                over += bench.pool.tally().coverage().count(BOOTS_OVER);
                assertTrue(bench.died(0b01), "its watchdog ends it");
            }
        }
        assertTrue(over > 0, "no daemon booted over a host that stands still");
    }
}
