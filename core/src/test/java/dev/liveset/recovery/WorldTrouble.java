package dev.liveset.recovery;

import java.util.ArrayList;
import java.util.List;

/** What goes wrong in a {@link RecoveryWorld}, and what its operators do; every schedule has its own mixture. */
final class WorldTrouble {
    private final RecoveryWorld world;
    /** How often each kind of trouble comes. */
    private final int[] weights = new int[17];

    private final List<Runnable> late = new ArrayList<>();

    WorldTrouble(RecoveryWorld world) {
        this.world = world;
        for (int kind = 0; kind < weights.length; kind++) {
            int dice = world.random.nextInt(8);
            weights[kind] = dice < 2 ? 0 : dice == 2 ? 12 : 1 + world.random.nextInt(4);
        }
    }

    /** A write that may land from now on, whoever gave it. */
    void later(Runnable landing) {
        late.add(landing);
    }

    void disturb() {
        SimulatedMachine machine = world.machines[world.random.nextInt(world.hosts)];
        switch (kind()) {
            case 0 -> {
                if (machine.up) {
                    world.note("host " + machine.index + " loses power");
                    machine.die();
                }
            }
            case 1, 2, 3 -> world.revive(machine);
            case 4 -> {
                if (machine.up && !machine.frozen) {
                    machine.frozen = true;
                    machine.frozenSince = world.now;
                    world.note("host " + machine.index + " freezes");
                }
            }
            case 5 -> world.thaw(machine);
            case 6 -> {
                if (world.lockHolder >= 0
                        && !world.machines[world.lockHolder].frozen
                        && world.machines[world.lockHolder].hasAgent()) {
                    world.note("host " + world.lockHolder + " gives up the lock");
                    int former = world.lockHolder;
                    world.lockHolder = -1;
                    world.machines[former].refresh();
                    world.machines[former].advance();
                }
            }
            case 7 -> {
                if (machine.joined && !machine.frozen) {
                    machine.wantsArmed = !machine.wantsArmed;
                    world.note("host " + machine.index + " is to be armed: " + machine.wantsArmed);
                }
            }
            case 8, 9 -> {
                if (machine.hasAgent() && !machine.frozen && !machine.watchdogRuns) {
                    world.note("the agent of host " + machine.index + " stops");
                    machine.stopAgent();
                }
            }
            case 10 -> {
                if (machine.up && !machine.frozen) {
                    machine.haltGuests();
                }
            }
            case 11, 12 -> {
                if (!late.isEmpty()) {
                    world.note("a late write lands");
                    late.remove(world.random.nextInt(late.size())).run();
                }
            }
            case 13 -> {
                if (machine.joined && !machine.frozen) {
                    world.note("host " + machine.index + " is to leave");
                    machine.wantsArmed = false;
                    machine.leaves = true;
                }
            }
            default -> command();
        }
    }

    private int kind() {
        int sum = 0;
        for (int weight : weights) {
            sum += weight;
        }
        int dice = world.random.nextInt(sum + 1);
        for (int kind = 0; kind < weights.length; kind++) {
            dice -= weights[kind];
            if (dice < 0) {
                return kind;
            }
        }
        return weights.length;
    }

    /** A command to the master, and an honest person's word for a host that is off. */
    private void command() {
        if (world.lockHolder < 0
                || world.machines[world.lockHolder].frozen
                || !world.machines[world.lockHolder].joined) {
            return;
        }
        VmRecord vm = world.vms.get(world.random.nextInt(world.vms.size()));
        int host = world.random.nextInt(world.hosts);
        int dice = world.random.nextInt(8);
        if (dice == 0) {
            world.give(new PoolCommand.ShutdownVm(vm.vm()));
        } else if (dice == 1 && !world.machines[host].up) {
            world.give(new PoolCommand.ConfirmHostDead(host));
        } else if (dice <= 4) {
            world.give(new PoolCommand.MoveVm(vm.vm(), host));
        } else {
            world.give(new PoolCommand.StartVm(vm.vm(), world.random.nextBoolean() ? host : -1));
        }
    }
}
