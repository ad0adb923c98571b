package dev.liveset.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.HostSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of four hosts h1 and h2 join at once while the link between them is cut; some hosts, by their bits, are models of xhad. */
class XhadJoinersTest {
    private static final int SCHEDULES = 24;

    /** The members ask for no lock and grant it to both. */
    @ParameterizedTest
    @ValueSource(longs = {0b0001, 0b0010, 0b1110})
    void shouldNeverBeMasterBesideOneAnother(long xhads) {
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            SimRandom random = new SimRandom(seed);
            try (XhadBench bench = new XhadBench(SimPools.interop(4), xhads, seed).startedWithoutMaster()) {
                bench.happens(
                        "10 power-off h1 for 30",
                        "10 power-off h2 for " + seconds(30 + random.below(1_000) / 1e3),
                        seconds(44 + random.below(1_300) / 1e3) + " cut-link h1 h2 for 60",
                        "41 ask-for-master h1",
                        "41 ask-for-master h2");
                bench.run(44);
                for (int look = 0; look < 900; look++) {
                    bench.run(0.05);
                    if (look % 20 == 0) {
                        asksAnXhad(bench, xhads);
                    }
                    assertTrue(mastersOf(bench) <= 1, "seed " + seed + ": two masters");
                }
            }
        }
    }

    private static void asksAnXhad(XhadBench bench, long xhads) {
        for (SimHost host : bench.pool.hosts()) {
            boolean joined = HostSet.contains(xhads & 0b0011, host.index()) && XhadBench.liveset(host) != 0;
            if (joined && host.process().master() < 0) {
                host.process().proposeMaster();
            }
        }
    }

    private static long mastersOf(XhadBench bench) {
        return bench.pool.hosts().stream()
                .filter(host -> host.process() != null && host.process().master() == host.index())
                .count();
    }

    /** The link is back before anybody missed it: nobody has done wrong, and none of ours tells the xhad to fence itself. */
    @ParameterizedTest
    @ValueSource(longs = {0b0001, 0b0010})
    void shouldTakeAnXhadThatTheMembersHaveTakenWhileItWasNotHeard(long xhads) {
        long asked = 0;
        for (long seed = 1; seed <= SCHEDULES; seed++) {
            SimRandom random = new SimRandom(seed);
            try (XhadBench bench = new XhadBench(SimPools.interop(4), xhads, seed).started()) {
                bench.happens(
                        "10 power-off h1 for 30",
                        "10 power-off h2 for " + seconds(30 + random.below(1_000) / 1e3),
                        seconds(43.5 + random.below(2_000) / 1e3) + " cut-link h1 h2 for "
                                + seconds(1 + random.below(3_000) / 1e3));
                bench.run(41.5);
                long died = bench.pool.log().lines().size();
                bench.run(60);
                asked += bench.pool.log().lines().stream()
                        .skip(died)
                        .filter(line -> line.contains("dead ("))
                        .count();
            }
        }
        assertEquals(0, asked, "hosts lost");
    }

    private static String seconds(double seconds) {
        return Double.toString(seconds);
    }
}
