package dev.liveset.examples;

import dev.liveset.PoolConfig;
import dev.liveset.TimingBound;
import dev.liveset.TimingProof;
import dev.liveset.Timings;
import dev.liveset.sim.FailoverFigures;
import dev.liveset.sim.FailoverMeasurement;
import dev.liveset.sim.SimPools;
import java.io.PrintWriter;
import java.util.Locale;

/** Stops hosts of simulated pools and sets what was measured beside what is proven. */
final class FailureRun {
    /** In the life of one pool. */
    private static final int FAILURES_OF_A_POOL = 100;

    private static final int FEWEST_HOSTS = 2;
    private static final int SIZES = 3;
    private static final long PROGRESS_NANOS = 30_000_000_000L;

    private final Timings timings;
    private final PoolConfig.Policy policy;
    private final boolean powerFencers;
    private final long failures;
    private final long firstSeed;

    FailureRun(Timings timings, PoolConfig.Policy policy, boolean powerFencers, long failures, long firstSeed) {
        this.timings = timings;
        this.policy = policy;
        this.powerFencers = powerFencers;
        this.failures = failures;
        this.firstSeed = firstSeed;
    }

    /** Pools of 2, 3 and 4 hosts in turn; the same seed and number give the same figures. Returns whether every bound held. */
    boolean run(PrintWriter out, PrintWriter progress) {
        FailoverFigures all = FailoverFigures.NONE;
        long told = System.nanoTime();
        for (long seed = firstSeed; all.failures() < failures && all.trouble().isEmpty(); seed++) {
            int hosts = FEWEST_HOSTS + (int) Math.floorMod(seed, (long) SIZES);
            int more = (int) Math.min(FAILURES_OF_A_POOL, failures - all.failures());
            PoolConfig pool = SimPools.withTimings(hosts, timings).withPolicy(policy);
            FailoverFigures one = powerFencers
                    ? FailoverMeasurement.runWithPowerFencers(pool, seed, more)
                    : FailoverMeasurement.run(pool, seed, more);
            all = all.and(one);
            if (!one.trouble().isEmpty()) {
                out.println("seed " + seed + ", " + hosts + " hosts: " + one.trouble());
            }
            if (System.nanoTime() - told > PROGRESS_NANOS) {
                told = System.nanoTime();
                progress.println(all.failures() + " failures");
                progress.flush();
            }
        }
        TimingProof proof = timings.proof().under(policy);
        out.printf(Locale.ROOT, "%d simulated failures, %d of them of the master%n", all.failures(), all.ofMasters());
        print(out, all.removal(), proof.removal());
        print(out, all.failover(), proof.failover());
        print(out, all.failoverOfMaster(), proof.failoverOfMaster());
        out.flush();
        return all.within(proof);
    }

    private static void print(PrintWriter out, long longest, TimingBound bound) {
        out.printf(
                Locale.ROOT,
                "longest %s %.3f s, %.0f %% of the %.3f s that are proven%n",
                bound.name(),
                longest / 1e9,
                100.0 * longest / bound.nanos(),
                bound.nanos() / 1e9);
    }
}
