package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.TimingProof;
import dev.liveset.Timings;
import dev.liveset.VmId;
import dev.liveset.agent.Command;
import dev.liveset.recovery.PoolCommand;
import dev.liveset.recovery.VmRecord;
import java.time.Duration;
import java.util.Arrays;

/**
 * Stops hosts of a simulated pool one after the other, at any moment of their cycles, and measures how long removal and
 * failover take beside what {@link TimingProof} proves. The world is as bad as the proof allows: every I/O takes up to
 * its bound, datagrams up to a tick, the clocks' rates differ by the drift; nothing else is broken. The same seed gives the
 * same figures.
 */
public final class FailoverMeasurement {
    private static final long SECOND = 1_000_000_000L;
    private static final long LOOK_NANOS = SECOND / 10;
    private static final long NOT_YET = -1;
    private static final int MOST_ATTEMPTS = 20;

    private final SimPool pool;
    private final TimingProof proof;
    private final Convergence convergence;
    private final SimRandom random;
    private final boolean[] awaitsRemoval;
    private final boolean[] awaitsDecision;
    private final long[] removedAt;
    private long decidedAt;
    private FailoverFigures figures = FailoverFigures.NONE;

    private FailoverMeasurement(SimPool pool, long seed) {
        this.pool = pool;
        proof = pool.config().timings().proof().under(pool.config().policy());
        convergence = new Convergence(pool);
        random = new SimRandom(seed + 7);
        int hosts = pool.config().hostCount();
        awaitsRemoval = new boolean[hosts];
        awaitsDecision = new boolean[hosts];
        removedAt = new long[hosts];
    }

    /**
     * Measures so many failures in the life of one pool; ends early with {@link FailoverFigures#trouble()} when a rule does
     * not hold or something takes longer than was proven.
     */
    public static FailoverFigures run(PoolConfig config, long seed, int failures) {
        return run(config, seed, failures, world(config.timings()), false);
    }

    /** As {@link #run}, in a pool whose hosts have power fencers that confirm within 0.3 s that a stopped host is off. */
    public static FailoverFigures runWithPowerFencers(PoolConfig config, long seed, int failures) {
        return run(config, seed, failures, world(config.timings()).withPowerFencers(), false);
    }

    /** As {@link #run}, on a disk on which every I/O takes exactly its bound: nearer to what is proven. */
    public static FailoverFigures runOnSlowestDisk(PoolConfig config, long seed, int failures) {
        return run(config, seed, failures, world(config.timings()), true);
    }

    private static FailoverFigures run(PoolConfig config, long seed, int failures, SimSettings world, boolean slowest) {
        try (SimPool pool = new SimPool(config, world, PlantedBug.NONE, seed, false)) {
            FailoverMeasurement measurement = new FailoverMeasurement(pool, seed);
            if (slowest) {
                pool.hosts().forEach(host -> host.storage().beSlowest());
            }
            measurement.begin();
            for (int i = 0; i < failures && measurement.goesWell(); i++) {
                measurement.stopOneHost();
            }
            return measurement.figures;
        }
    }

    private static SimSettings world(Timings timings) {
        return SimSettings.builder()
                .packetDelay(Duration.ofNanos(timings.tickNanos()))
                .disk(Duration.ofNanos(timings.ioBoundNanos()), 0)
                .clockRatePpm((long) (timings.drift() / 2 * 1_000_000))
                .build();
    }

    private boolean goesWell() {
        return figures.trouble().isEmpty();
    }

    /** Tells the lock holder what there is to run, again and again, until all of it runs. */
    private void begin() {
        pool.hosts().forEach(SimHost::powerOn);
        long pause = 20 * pool.config().timings().statefileIntervalNanos() + 5 * SECOND;
        for (int attempt = 0;
                attempt < MOST_ATTEMPTS && goesWell() && !missing().isEmpty();
                attempt++) {
            give(new PoolCommand.EnableHa(true));
            give(new PoolCommand.SetHostFailuresToTolerate(1));
            for (int vm = 1; vm <= pool.hosts().size(); vm++) {
                give(new PoolCommand.DefineVm(record(vm)));
                give(new PoolCommand.StartVm(ActionRunner.vm(vm), vm - 1));
            }
            advance(pool.queue().now() + pause);
        }
        comeToRest();
    }

    private void give(PoolCommand command) {
        pool.operator().giveToAny(new Command.ForPool(command));
    }

    private static VmRecord record(int number) {
        return VmRecord.agile(ActionRunner.vm(number), "vm" + number, 1_024, VmRecord.Protection.RESTART);
    }

    private void comeToRest() {
        long limit = pool.queue().now() + Convergence.boundNanos(pool.config(), pool.settings());
        while (goesWell() && !missing().isEmpty()) {
            advance(pool.queue().now() + LOOK_NANOS);
            trouble(pool.queue().now() < limit ? "" : missing() + " in time");
        }
    }

    private void advance(long timeNanos) {
        pool.runUntil(timeNanos);
        trouble(
                pool.claims().violation() == null
                        ? ""
                        : pool.claims().violation().toString());
    }

    /** What is not at rest yet; empty when everything is, and every VM runs once. */
    private String missing() {
        if (!convergence.allAtRest()) {
            return "not every host is at rest";
        }
        if (pool.diskView().lockHolder(pool.config().allHosts()) < 0) {
            return "there is no master";
        }
        for (int vm = 1; vm <= pool.hosts().size(); vm++) {
            VmId id = ActionRunner.vm(vm);
            long running = pool.hosts().stream()
                    .flatMap(host -> host.hypervisor().running().stream())
                    .filter(instance -> instance.vm().equals(id))
                    .count();
            if (running != 1) {
                return "vm" + vm + " runs " + running + " times";
            }
        }
        return "";
    }

    private void trouble(String what) {
        figures = figures.and(new FailoverFigures(0, 0, 0, 0, 0, what));
    }

    /** At any moment of every cycle, whoever it is. */
    private void stopOneHost() {
        Timings timings = pool.config().timings();
        long cycle = 2 * Math.max(timings.heartbeatIntervalNanos(), timings.statefileIntervalNanos());
        pool.runUntil(pool.queue().now() + random.between(0, cycle));
        SimHost victim = pool.host(random.below(pool.hosts().size()));
        boolean master = pool.diskView().lockHolder(pool.config().allHosts()) == victim.index();
        boolean hadVms = !victim.hypervisor().running().isEmpty();
        long began = pool.queue().now();
        Arrays.fill(removedAt, NOT_YET);
        decidedAt = NOT_YET;
        victim.powerOff();
        long patience = 2 * proof.failoverOfMaster().nanos();
        while (goesWell() && !isOver(victim, hadVms) && pool.queue().now() - began < patience) {
            awaitWhatIsMissing();
            advance(pool.queue().now() + LOOK_NANOS);
        }
        take(victim, master, hadVms, began);
        victim.powerOn();
        comeToRest();
    }

    private void awaitWhatIsMissing() {
        for (int host = 0; host < removedAt.length; host++) {
            int index = host;
            if (!awaitsRemoval[index]) {
                awaitsRemoval[index] = true;
                pool.checkers().moments().await(index, Moment.REMOVES, () -> {
                    awaitsRemoval[index] = false;
                    removedAt[index] = pool.queue().now();
                });
            }
            if (!awaitsDecision[index]) {
                awaitsDecision[index] = true;
                pool.checkers().moments().await(index, Moment.BEGINS_ASSIGNMENT, () -> {
                    awaitsDecision[index] = false;
                    decidedAt = decidedAt == NOT_YET ? pool.queue().now() : decidedAt;
                });
            }
        }
    }

    private boolean isOver(SimHost victim, boolean hadVms) {
        for (int host = 0; host < removedAt.length; host++) {
            if (host != victim.index() && removedAt[host] == NOT_YET) {
                return false;
            }
        }
        return !hadVms || decidedAt != NOT_YET;
    }

    private void take(SimHost victim, boolean master, boolean hadVms, long began) {
        long removal = 0;
        for (int host = 0; host < removedAt.length; host++) {
            removal = Math.max(removal, removedAt[host] - began);
        }
        long failover = hadVms && decidedAt != NOT_YET ? decidedAt - began : 0;
        boolean seen = isOver(victim, hadVms);
        FailoverFigures one =
                new FailoverFigures(1, master ? 1 : 0, removal, master ? 0 : failover, master ? failover : 0, "");
        figures = figures.and(one);
        if (!seen || !one.within(proof)) {
            trouble((seen ? "longer than was proven: " : "not seen to end: ") + one + " of " + victim.name() + " in "
                    + HostSet.format(pool.config().allHosts(), pool.hosts().size()) + " after failure "
                    + figures.failures() + " at " + began / 1e9 + " s");
        }
    }
}
