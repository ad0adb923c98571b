package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was measured of the original, again on the model and on ours, with the same parameters. The model's range over its
 * seeds must overlap the measured one widened by t1 on each side; ours is printed beside it.
 */
class CapturedTimesTest {
    private static final int SEEDS = Integer.getInteger("liveset.xhad.seeds", 100);
    private static final int SEEDS_OF_OURS = Math.max(1, SEEDS / 5);

    private static final Profile FAST = Profile.of("fast", 1, 5, 1, 5, 5, 7, 20);
    private static final Profile BUILT_IN = Profile.of("built in", 4, 30, 4, 30, 30, 45, 90);
    private static final Profile XAPI = Profile.of("xapi", 3, 60, 3, 60, 60, 75, 120);

    private record Profile(String name, int beat, Timings timings) {
        static Profile of(String name, int t1, int bigT1, int t2, int bigT2, int wh, int ws, int join) {
            Timings timings = XhadBench.timings(t1, bigT1, t2, bigT2, wh, ws, join);
            return new Profile(name, t1, timings);
        }
    }

    private record Case(
            String what, Profile profile, int hosts, double from, double to, ToDoubleFunction<XhadBench> measure) {
        @Override
        public String toString() {
            return what + ", " + profile.name();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                of("start of 3 hosts", FAST, 5.4, 6.6, XhadBench::start),
                of("start of 3 hosts", BUILT_IN, 20.6, 20.9, XhadBench::start),
                of("start of 3 hosts", XAPI, 15.5, 15.5, XhadBench::start),
                of("a killed host is removed", FAST, 17.2, 20.2, CapturedTimesTest::kill),
                of("a killed host is removed", BUILT_IN, 53.3, 53.3, CapturedTimesTest::kill),
                of("a killed host is removed", XAPI, 82.0, 82.0, CapturedTimesTest::kill),
                of("network cut from one: it fences", FAST, 11.9, 13.8, bench -> cutNetwork(bench, false)),
                of("network cut from one: it fences", BUILT_IN, 64.8, 64.8, bench -> cutNetwork(bench, false)),
                of("network cut from one: it is removed", FAST, 22.6, 25.0, bench -> cutNetwork(bench, true)),
                of("network cut from one: it is removed", BUILT_IN, 117, 117, bench -> cutNetwork(bench, true)),
                of("statefile cut from one: it fences", FAST, 13.1, 14.1, bench -> cutFile(bench, false)),
                of("statefile cut from one: it fences", BUILT_IN, 68.7, 68.7, bench -> cutFile(bench, false)),
                of("statefile cut from one: it is removed", FAST, 23.5, 24.7, bench -> cutFile(bench, true)),
                of("statefile cut from one: it is removed", BUILT_IN, 118, 118, bench -> cutFile(bench, true)),
                of("statefile cut from all: rule 2", FAST, 6.3, 6.7, CapturedTimesTest::rule2),
                of("statefile cut from all: rule 2", BUILT_IN, 29.6, 29.6, CapturedTimesTest::rule2),
                of("first master grant", FAST, 2.7, 4.3, CapturedTimesTest::firstMaster));
    }

    private static Case of(String what, Profile profile, double from, double to, ToDoubleFunction<XhadBench> measure) {
        return new Case(what, profile, 3, from, to, measure);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTakeAsLongAsTheOriginalDid(Case measured) {
        double[] model = range(measured, true, SEEDS);
        double[] ours = range(measured, false, SEEDS_OF_OURS);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f–%.1f | %.1f–%.1f | %.1f–%.1f |%n",
                measured,
                measured.from,
                measured.to,
                model[0],
                model[1],
                ours[0],
                ours[1]);
        int slack = measured.profile.beat;
        assertTrue(
                model[0] <= measured.to + slack && model[1] >= measured.from - slack,
                () -> measured + ": " + model[0] + " to " + model[1]);
    }

    private static double[] range(Case measured, boolean original, int seeds) {
        PoolConfig pool = SimPools.interop(measured.hosts, measured.profile.timings);
        double[] range = {Double.MAX_VALUE, 0};
        for (long seed = 1; seed <= seeds; seed++) {
            try (XhadBench bench = new XhadBench(pool, original, seed)) {
                widen(range, measured.measure.applyAsDouble(bench));
            }
        }
        return range;
    }

    private static double kill(XhadBench bench) {
        bench.started().pool.host(2).powerOff();
        return bench.until(() -> bench.agreed(0b011));
    }

    private static double cutNetwork(XhadBench bench, boolean removed) {
        bench.started().cut(0b100);
        return bench.until(() -> removed ? bench.agreed(0b011) : bench.died(0b100));
    }

    private static double cutFile(XhadBench bench, boolean removed) {
        bench.started().failStatefile(0b100);
        return bench.until(() -> removed ? bench.agreed(0b011) : bench.died(0b100));
    }

    private static double rule2(XhadBench bench) {
        bench.started().failStatefile(bench.all);
        return bench.until(() -> bench.pool.hosts().stream().allMatch(host -> host.published().sr2));
    }

    /** As it was measured: one host is told to ask, in a pool that has been online for some cycles without a master. */
    private static double firstMaster(XhadBench bench) {
        return bench.startedWithoutMaster().untilMaster(bench.pool.host(1));
    }

    /** Nothing of the kind was measured on the original: beside it a host of ours looks longer before it asks. */
    @Test
    void shouldBecomeMasterInEveryMixture() {
        for (long xhads = 0; xhads <= 0b111; xhads++) {
            for (int asking = 0; asking < 3; asking += 2) {
                double[] first = {Double.MAX_VALUE, 0};
                double[] again = {Double.MAX_VALUE, 0};
                for (long seed = 1; seed <= SEEDS_OF_OURS; seed++) {
                    try (XhadBench bench = new XhadBench(SimPools.interop(3, FAST.timings), xhads, seed)) {
                        SimHost host = bench.startedWithoutMaster().pool.host(asking);
                        widen(first, bench.untilMaster(host));
                        long others = HostSet.without(bench.all, asking);
                        host.powerOff();
                        bench.until(() -> bench.agreed(others));
                        host.powerOn();
                        bench.until(() -> bench.online(bench.all));
                        widen(again, bench.untilMaster(host));
                    }
                }
                System.out.printf(
                        Locale.ROOT,
                        "| xhads %s, host %d asks | %.1f–%.1f | after its restart | %.1f–%.1f |%n",
                        HostSet.format(xhads, 3),
                        asking,
                        first[0],
                        first[1],
                        again[0],
                        again[1]);
            }
        }
    }

    private static void widen(double[] range, double took) {
        range[0] = Math.min(range[0], took);
        range[1] = Math.max(range[1], took);
    }

    @Test
    void shouldEndSplitsAsTheOriginalDid() {
        for (boolean original : new boolean[] {true, false}) {
            for (long seed = 1; seed <= (original ? SEEDS : SEEDS_OF_OURS); seed++) {
                split(original, seed, false, 0b0011);
                split(original, seed, true, 0b1100);
            }
        }
    }

    private static void split(boolean original, long seed, boolean weighed, long survivors) {
        try (XhadBench bench = new XhadBench(SimPools.interop(4), original, seed)) {
            bench.start();
            if (weighed) {
                bench.pool.host(3).process().weigh(10);
            }
            bench.started().cut(0b0011);
            bench.until(() -> bench.agreed(survivors) && bench.died(bench.all & ~survivors));
            assertTrue(bench.pool.tally().died() == (bench.all & ~survivors));
        }
    }

    @Test
    void shouldLoseTheSameHostAsTheOriginalWhenLinksOfATriangleAreCut() {
        for (boolean original : new boolean[] {true, false}) {
            for (long seed = 1; seed <= (original ? SEEDS : SEEDS_OF_OURS); seed++) {
                try (XhadBench bench = new XhadBench(SimPools.interop(3), original, seed)) {
                    bench.started().pool.network().cut(0, 1, 1);
                    bench.pool.network().cut(1, 0, 1);
                    bench.until(() -> bench.agreed(0b101));
                    assertTrue(bench.pool.tally().died() == 0b010);
                }
                try (XhadBench bench = new XhadBench(SimPools.interop(3), original, seed)) {
                    bench.started().cut(0b001);
                    bench.cut(0b010);
                    bench.until(() -> bench.agreed(0b001));
                    assertTrue(bench.pool.tally().died() == 0b110);
                }
            }
        }
    }

    @Test
    void shouldFenceEverybodyLeftWhenUnderRule2OneMoreIsLost() {
        for (boolean original : new boolean[] {true, false}) {
            for (long seed = 1; seed <= (original ? SEEDS : SEEDS_OF_OURS); seed++) {
                try (XhadBench bench = new XhadBench(SimPools.interop(3), original, seed)) {
                    rule2(bench);
                    bench.run(3);
                    assertTrue(bench.pool.tally().died() == 0);
                    bench.pool.host(2).powerOff();
                    bench.until(() -> bench.died(bench.all));
                }
            }
        }
    }
}
