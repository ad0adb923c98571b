package dev.liveset.sim;

import dev.liveset.agent.Event;
import dev.liveset.fencing.PowerReport;
import dev.liveset.fencing.PowerReport.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What cuts the power of the simulated machines and sees it cut. It takes its time; where calls fail, it now and then
 * answers late or never, fails, does not see what it did, or switches the machine on again.
 */
final class SimPower {
    /** After this its answer is late. */
    static final long DEADLINE_NANOS = 1_000_000_000L;

    private static final long CALL_NANOS = 300_000_000L;

    private final SimPool pool;
    private final SimRandom random;
    private final int[] hangs;
    private final int[] refusals;
    private final int[] lies;
    private final int[] cycles;
    private final List<List<Runnable>> hanging = new ArrayList<>();

    /** @param random its own, so that pools without it draw what they always drew */
    SimPower(SimPool pool, SimRandom random, int hosts) {
        this.pool = pool;
        this.random = random;
        hangs = new int[hosts];
        refusals = new int[hosts];
        lies = new int[hosts];
        cycles = new int[hosts];
        for (int host = 0; host < hosts; host++) {
            hanging.add(new ArrayList<>());
        }
    }

    /** Nobody answers about this host ({@code +1}); when somebody does again ({@code -1}), also to what was asked before. */
    void hang(int host, int change) {
        hangs[host] += change;
        if (hangs[host] == 0) {
            List<Runnable> waiting = new ArrayList<>(hanging.get(host));
            hanging.get(host).clear();
            waiting.forEach(Runnable::run);
        }
    }

    /** It does nothing and says so. */
    void refuse(int host, int change) {
        refusals[host] += change;
    }

    /** It does nothing and says that the host is off. */
    void lie(int host, int change) {
        lies[host] += change;
    }

    /** The host has its power again as soon as it was seen off. */
    void cycle(int host, int change) {
        cycles[host] += change;
    }

    /** The agent of a host asks for another one's power to be cut. */
    void powerOff(SimHost asker, int host, long callId) {
        BooleanSupplier sameAgent = asker.currentAgent();
        boolean rough = pool.settings().callFailure() > 0;
        int dice = rough ? random.below(10) : -1;
        long takes = rough ? random.between(10_000_000L, 3 * CALL_NANOS) : CALL_NANOS;
        long late = dice == 0 ? random.between(DEADLINE_NANOS, 10 * DEADLINE_NANOS) : 0;
        pool.log()
                .add(
                        asker.index(),
                        () -> "asks for the power of " + pool.host(host).name() + " to be cut");
        pool.queue().after(takes, () -> {
            if (hangs[host] > 0) {
                hanging.get(host).add(() -> act(asker, sameAgent, host, callId, dice, 0));
            } else if (dice != 1) {
                act(asker, sameAgent, host, callId, dice, late);
            }
        });
    }

    private void act(SimHost asker, BooleanSupplier sameAgent, int host, long callId, int dice, long late) {
        PowerReport report = act(pool.host(host), dice);
        pool.queue().after(late, () -> {
            if (sameAgent.getAsBoolean()) {
                asker.deliver(new Event.PowerReported(host, callId, report));
            }
        });
    }

    private PowerReport act(SimHost host, int dice) {
        if (refusals[host.index()] > 0 || dice == 2) {
            return new PowerReport(Status.FAILED, "the device refuses");
        }
        if (lies[host.index()] > 0) {
            return new PowerReport(Status.CONFIRMED_OFF, "the device says that the power is off");
        }
        boolean wasOff = !host.hasPower();
        host.powerOff();
        if (cycles[host.index()] > 0 || dice == 3 || dice == 4) {
            host.powerOn();
        } else if (dice >= 0) {
            pool.queue().after(random.between(CALL_NANOS, 60 * CALL_NANOS), host::powerOn);
        }
        if (dice == 5) {
            return new PowerReport(Status.UNCONFIRMED, "the device does not say whether the power is off");
        }
        return new PowerReport(wasOff ? Status.ALREADY_OFF : Status.CONFIRMED_OFF, "the device saw the power off");
    }
}
