package dev.liveset.recovery;

import dev.liveset.HostSet;

/**
 * The liveset, the watchdogs and the lock of a {@link RecoveryWorld}, as the layers below recovery promise them: an armed
 * host leaves the liveset only when its machine is dead, and the lock has one holder.
 */
final class AssumedLiveset {
    private final RecoveryWorld world;

    AssumedLiveset(RecoveryWorld world) {
        this.world = world;
    }

    void rule() {
        for (SimulatedMachine machine : world.machines) {
            judge(machine);
            if (HostSet.contains(world.liveset, machine.index)) {
                remove(machine);
            } else if (mayJoin(machine) && world.random.nextInt(20) == 0) {
                admit(machine);
            }
        }
        giveLock();
    }

    /** The watchdog of a machine. */
    private void judge(SimulatedMachine machine) {
        int host = machine.index;
        if (machine.frozen && machine.watchdogRuns && world.now - machine.frozenSince > RecoveryWorld.WAIT_NANOS / 2) {
            world.note("host " + host + " is reset by its watchdog");
            machine.die();
        }
        if (machine.up && machine.watchdogRuns && !machine.hasAgent()) {
            world.note("host " + host + " is reset: nobody feeds its watchdog");
            machine.die();
        }
    }

    private void remove(SimulatedMachine machine) {
        int host = machine.index;
        long since = machine.frozen ? machine.frozenSince : machine.downSince;
        boolean quiet = machine.frozen || !machine.joined;
        if (quiet && world.now - since > RecoveryWorld.WAIT_NANOS && !(machine.up && machine.watchdogRuns)) {
            world.note("host " + host + " leaves the liveset");
            world.liveset = HostSet.without(world.liveset, host);
            world.silent = HostSet.with(world.silent, host);
        }
    }

    private boolean mayJoin(SimulatedMachine machine) {
        int host = machine.index;
        return machine.hasAgent()
                && !machine.joined
                && !machine.frozen
                && machine.recovery.readyToJoin()
                && world.disk.incarnation[host] == machine.incarnation
                && world.disk.regionSequence[host] > 0
                && !world.storageAway;
    }

    private void admit(SimulatedMachine machine) {
        int host = machine.index;
        world.note("host " + host + " joins as incarnation " + machine.incarnation);
        world.liveset = HostSet.with(world.liveset, host);
        world.silent = HostSet.without(world.silent, host);
        machine.joined = true;
        machine.wantsArmed = !world.acceptsUnarmed || world.random.nextBoolean();
        machine.refresh();
    }

    private void giveLock() {
        if (world.lockHolder >= 0 && !HostSet.contains(world.liveset, world.lockHolder)) {
            world.lockHolder = -1;
        }
        if (world.lockHolder < 0 && world.liveset != 0 && !world.storageAway && world.random.nextInt(10) == 0) {
            int wanted = world.random.nextInt(world.hosts);
            if (HostSet.contains(world.liveset, wanted)
                    && world.machines[wanted].joined
                    && !world.machines[wanted].frozen) {
                world.lockHolder = wanted;
                world.note("host " + wanted + " gets the lock");
            }
        }
    }
}
