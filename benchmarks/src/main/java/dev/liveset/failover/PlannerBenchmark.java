package dev.liveset.failover;

import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The planner's three questions on a large pool, with the worst-fit planner as the twin of the restart plan, and the
 * check of a change that follows another.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public class PlannerBenchmark {

    @Param({"64x4000", "256x20000"})
    public String pool;

    @Param({"odd", "flavours", "powers"})
    public String sizes;

    private final FailoverPlanner planner = new SearchingPlanner();
    private final FailoverPlanner worstFit = new WorstFitPlanner();
    private PlannerPool inventory;
    private PlannerSession session;
    private PlannerSession changing;
    private PlannerSession full;
    private PoolChange tooMuch;
    private PoolChange start;
    private PoolChange startAgain;
    private PoolChange stopAgain;
    private BitSet quarter;

    @Setup
    public void prepare() {
        int hosts = Integer.parseInt(pool.substring(0, pool.indexOf('x')));
        int vms = Integer.parseInt(pool.substring(pool.indexOf('x') + 1));
        inventory = BenchmarkPools.pool(hosts, vms, sizes);
        int promised = planner.maxHostFailuresToTolerate(inventory).tolerate();
        session = new PlannerSession(inventory, promised, PlannerLimits.QUICK);
        int roomiest = 0;
        for (int h = 0; h < hosts; h++) {
            roomiest = inventory.freeMib(h) > inventory.freeMib(roomiest) ? h : roomiest;
        }
        // Sizes that the pool does not have yet, where there are any.
        long size = sizes.equals("powers") ? 2048 : 1537;
        PlannerVm running = PlannerVm.named("new", size).on(roomiest);
        PlannerVm halted = running.on(PlannerVm.NO_HOST).with(Protection.UNPROTECTED);
        start = new PoolChange.AddVm(running);
        startAgain = new PoolChange.SetVm(vms, running);
        stopAgain = new PoolChange.SetVm(vms, halted);
        changing = new PlannerSession(new PoolChange.AddVm(halted).applyTo(inventory), promised, PlannerLimits.QUICK);
        full = new PlannerSession(inventory, promised, PlannerLimits.QUICK);
        for (int h = 0; h < hosts && tooMuch == null; h++) {
            PoolChange fill = new PoolChange.AddVm(PlannerVm.named("fill" + h, Math.max(1, inventory.freeMib(h)))
                    .on(h));
            if (inventory.freeMib(h) > 0 && full.admit(fill).isAllowed()) {
                full.apply(fill);
            } else if (inventory.freeMib(h) > 0) {
                tooMuch = fill;
            }
        }
        quarter = new BitSet();
        quarter.set(0, hosts / 4);
        if (!session.admit(start).isAllowed()) {
            throw new IllegalStateException("the check should take the way of an admitted start");
        }
    }

    @Benchmark
    public FailoverPromise maxHostFailuresToTolerate() {
        return planner.maxHostFailuresToTolerate(inventory);
    }

    @Benchmark
    public Admission admit() {
        return session.admit(start);
    }

    /** A start that is one too many. */
    @Benchmark
    public Admission refuse() {
        Admission admission = full.admit(tooMuch);
        if (admission.isAllowed()) {
            throw new IllegalStateException("the start should be refused");
        }
        return admission;
    }

    /** A start and a stop, each asked about and then carried out. */
    @Benchmark
    public PlannerPool startAndStop() {
        if (!changing.admit(startAgain).isAllowed()) {
            throw new IllegalStateException("the start should be admitted");
        }
        changing.apply(startAgain);
        if (!changing.admit(stopAgain).isAllowed()) {
            throw new IllegalStateException("the stop should be admitted");
        }
        changing.apply(stopAgain);
        return changing.pool();
    }

    @Benchmark
    public FailoverPlan planLossOfAQuarter() {
        return planner.plan(inventory, quarter);
    }

    @Benchmark
    public FailoverPlan planLossOfAQuarterByWorstFit() {
        return worstFit.plan(inventory, quarter);
    }
}
