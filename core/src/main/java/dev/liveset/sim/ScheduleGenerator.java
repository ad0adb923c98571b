package dev.liveset.sim;

import static dev.liveset.sim.FaultDice.SECOND;

import dev.liveset.PoolConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Draws a schedule: start, join, VMs, then at least three faults, of which one is meant to cost a host in four of five
 * schedules, and operators who meddle.
 */
final class ScheduleGenerator {
    private final PoolConfig pool;
    private final SimSettings settings;
    private final long seed;
    private final SimRandom random;
    private final Plot plot;
    private final int hosts;
    private final int vms;
    /** An interop pool keeps no VMs (E10). */
    private final boolean withVms;

    private final List<SimAction> actions = new ArrayList<>();

    ScheduleGenerator(PoolConfig pool, SimSettings settings, long seed) {
        this.pool = pool;
        this.seed = seed;
        random = new SimRandom(SimRandom.mix(seed, pool.hostCount()));
        plot = Plot.draw(random);
        this.settings = weather(settings);
        hosts = pool.hostCount();
        withVms = pool.mode() == PoolConfig.Mode.STRICT;
        vms = random.chance(0.1) ? 8 : 1 + random.below(4);
    }

    /** Now and then there is a second network, and the disk is worse than usual. */
    private SimSettings weather(SimSettings usual) {
        SimSettings settings = usual.networks() == 1 && random.chance(0.15) ? usual.withNetworks(2) : usual;
        return plot == Plot.BAD_DISK && random.chance(0.5) ? settings.withFailingDisk() : settings;
    }

    Schedule generate() {
        for (int host = 0; host < hosts; host++) {
            actions.add(
                    SimAction.of(random.between(0, 2 * SECOND), Verb.POWER_ON).on(host));
        }
        if (withVms) {
            addVms();
        }
        long end = addFaults();
        actions.sort(Comparator.comparingLong(SimAction::atNanos));
        return new Schedule(pool, settings, seed, plot, actions, end);
    }

    private void addVms() {
        actions.add(SimAction.of(3 * SECOND, Verb.ENABLE_HA));
        actions.add(SimAction.of(3 * SECOND, Verb.TOLERATE).number(1));
        for (int vm = 1; vm <= vms; vm++) {
            actions.add(SimAction.of(3 * SECOND, Verb.DEFINE_VM).number(vm));
            actions.add(SimAction.of(3 * SECOND, Verb.START_VM).number(vm).on(random.below(hosts)));
        }
    }

    /** Returns when the last fault is over. */
    private long addFaults() {
        long worst = Convergence.failoverNanos(pool);
        long begin = 10 * SECOND + random.between(0, 6 * SECOND);
        FaultDice dice = new FaultDice(pool, random, settings.networks());
        PlotWriter writer = new PlotWriter(random, dice, pool, settings.networks(), worst);
        List<SimAction> faults = writer.write(plot, begin);
        long end = begin + 5 * worst;
        for (SimAction fault : faults) {
            end = Math.max(end, fault.endNanos() + SECOND);
        }
        actions.addAll(faults);
        actions.addAll(new Meddling(random, hosts, withVms ? vms : 0).draw(plot, begin, end));
        return end + 2 * SECOND;
    }
}
