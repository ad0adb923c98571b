package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The four holes of the original (PROTOCOL.md §3) on its model, at the parameters at which they were shown on the real
 * one; and the same stalls in pools with every mixture of it and ours, and in pools of ours alone: no VM of ours runs
 * twice, no host of ours is master beside another, none removes who lives, and none lives when it is removed.
 */
class OriginalHolesTest {
    private static final int SEEDS = Integer.getInteger("liveset.xhad.seeds", 100);
    private static final int SEEDS_OF_MIXTURES = Math.max(1, SEEDS / 10);
    private static final Timings FAST = XhadBench.timings(1, 5, 1, 5, 5, 7, 20);
    private static final Timings BUILT_IN = XhadBench.timings(4, 30, 4, 30, 30, 45, 90);

    private static double between(SimRandom random, double least, double most) {
        return least + (most - least) * random.below(1_000_000) / 1e6;
    }

    private static String line(double at, String what, double seconds) {
        return String.format(Locale.ROOT, "%.3f %s for %.3f", at, what, seconds);
    }

    /** The favoured host reads late and then writes late, each within T2; the link to the other is cut meanwhile. */
    private static String[] hiddenWrites(SimRandom random) {
        return new String[] {
            line(0, "stall-read h1", between(random, 2.5, 3.4)),
            line(2, "stall-write h1", between(random, 4.0, 4.6)),
            line(between(random, 1, 5.5), "cut-network h2", 60)
        };
    }

    /** A host that is cut off reads late and then writes late, each within T2, and may freeze after it was fed once more. */
    private static String[] lateFeed(SimRandom random, boolean freezes) {
        return new String[] {
            line(between(random, 1, 8), "cut-network h3", 300),
            line(0, "stall-read h3", 25),
            line(20, "stall-write h3", between(random, 22, 25)),
            line(between(random, 52, 56), freezes ? "freeze h3" : "cut-network h3", 200)
        };
    }

    /** A host that is cut off reads the others' rendezvous late, and freezes before its verdict. */
    private static String[] lateLoser(SimRandom random) {
        return new String[] {
            line(0, "cut-network h3", 400),
            line(between(random, 31, 39), "stall-read h3", between(random, 20, 29)),
            line(between(random, 60, 97), "freeze h3", 200)
        };
    }

    @Test
    void shouldHaveTwoWinnersThatAreBothMasterAndReadmitEachOther() {
        int both = 0;
        int masters = 0;
        int readmitted = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (XhadBench bench = new XhadBench(SimPools.interop(2, FAST), true, seed).started()) {
                bench.withVms();
                bench.run(10);
                bench.happens(hiddenWrites(new SimRandom(seed)));
                bench.run(50);
                boolean hole = bench.agreed(0b01) && XhadBench.liveset(bench.pool.host(1)) == 0b10;
                both += hole ? 1 : 0;
                masters += hole && bench.pool.tally().coverage().count("ORIGINAL two masters") > 0 ? 1 : 0;
                bench.run(20);
                readmitted += hole && bench.agreed(0b11) ? 1 : 0;
            }
        }
        System.out.println("two winners in " + both + " of " + SEEDS + ", both master in " + masters
                + ", readmitted after the cut in " + readmitted);
        assertTrue(both > SEEDS / 2 && masters > SEEDS / 2 && readmitted > SEEDS / 2, both + " " + masters);
        keepsSafe(SimPools.interop(2, FAST), OriginalHolesTest::hiddenWrites, 90);
    }

    @Test
    void shouldOutliveItsRemovalAfterALateFeed() {
        int outlived = outlives(random -> lateFeed(random, true), 100);
        System.out.println("late feed outlives its removal in " + outlived + " of " + SEEDS);
        assertTrue(outlived > SEEDS / 2, outlived + " of " + SEEDS);
        keepsSafe(SimPools.interop(3, BUILT_IN), random -> lateFeed(random, true), 200);
    }

    @Test
    void shouldWaitInARendezvousForEver() {
        int outlived = outlives(random -> lateFeed(random, false), 200);
        System.out.println("stuck decision outlives its removal by more than 200 s in " + outlived + " of " + SEEDS);
        assertTrue(outlived > SEEDS / 2, outlived + " of " + SEEDS);
        keepsSafe(SimPools.interop(3, BUILT_IN), random -> lateFeed(random, false), 200);
    }

    /** The checkers of mixed pools can fail. */
    @Test
    void shouldBeSeenWhenOursRemovesAtOnce() {
        int seen = 0;
        for (long seed = 1; seed <= 10; seed++) {
            try (XhadBench bench = new XhadBench(SimPools.interop(2, FAST), 0, PlantedBug.NO_WAIT, seed).started()) {
                bench.withVms();
                bench.run(10);
                bench.happens(hiddenWrites(new SimRandom(seed)));
                bench.run(90);
                Violation violation = bench.pool.claims().violation();
                seen += violation != null && violation.checker().equals("MixedRemovals") ? 1 : 0;
            }
        }
        assertTrue(seen > 0, "no host of ours was seen to remove one that lives");
    }

    /** In how many seeds host 2 lives when the others remove it; with a freeze until its watchdog ends it. */
    private static int outlives(Function<SimRandom, String[]> stalls, double mostSeconds) {
        int outlived = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (XhadBench bench = new XhadBench(SimPools.interop(3, BUILT_IN), true, seed).started()) {
                bench.happens(stalls.apply(new SimRandom(seed)));
                bench.until(() -> bench.agreed(0b011));
                boolean lives = bench.pool.host(2).membership().lives();
                bench.run(mostSeconds);
                boolean ended = bench.died(0b100);
                outlived += lives && ended == (mostSeconds <= 100) ? 1 : 0;
            }
        }
        return outlived;
    }

    @Test
    void shouldOutliveItsRemovalWhenItReadLateAndFroze() {
        int outlived = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            try (XhadBench bench = new XhadBench(SimPools.interop(3, BUILT_IN), true, seed).started()) {
                SimHost loser = bench.pool.host(2);
                bench.cut(0b100);
                bench.until(() -> loser.published().phase == 6); // FH2: the next read would show the others there
                loser.storage().stallNext(false, 28_000_000_000L);
                bench.until(() -> loser.published().phase == 7); // FH2DONE: the verdict is near
                loser.freeze(300_000_000_000L, false);
                bench.until(() -> bench.agreed(0b011));
                outlived += loser.membership().lives() ? 1 : 0;
            }
        }
        System.out.println("late loser outlives its removal in " + outlived + " of " + SEEDS);
        assertTrue(outlived > SEEDS / 2, outlived + " of " + SEEDS);
        keepsSafe(SimPools.interop(3, BUILT_IN), OriginalHolesTest::lateLoser, 250);
    }

    private static void keepsSafe(PoolConfig pool, Function<SimRandom, String[]> stalls, double seconds) {
        for (long xhads = 0; xhads < pool.allHosts(); xhads++) {
            long removals = 0;
            for (long seed = 1; seed <= SEEDS_OF_MIXTURES; seed++) {
                try (XhadBench bench = new XhadBench(pool, xhads, seed).started()) {
                    bench.withVms();
                    bench.run(10);
                    bench.happens(stalls.apply(new SimRandom(seed)));
                    bench.run(seconds);
                    String mixture = HostSet.format(xhads, pool.hostCount());
                    assertNull(
                            bench.pool.claims().violation(),
                            () -> "the original on " + mixture + "\n"
                                    + String.join("\n", bench.pool.log().lines()));
                    if (xhads == 0) {
                        assertEquals(
                                0,
                                originals(bench),
                                () -> String.join("\n", bench.pool.log().lines()));
                    }
                    removals += bench.pool.tally().coverage().count("evictions by ours")
                            + bench.pool.tally().coverage().count("evictions by the original");
                }
            }
            assertTrue(removals > 0, "nobody was removed with the original on " + HostSet.format(xhads, 3));
        }
    }

    private static long originals(XhadBench bench) {
        return bench.pool.tally().coverage().counts().keySet().stream()
                .filter(what -> what.startsWith("ORIGINAL"))
                .count();
    }
}
