package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.VmId;
import dev.liveset.agent.Command;
import dev.liveset.recovery.PoolCommand;
import dev.liveset.recovery.VmRecord;

/** Makes the lines of a timeline happen in a pool, and heals faults when their time is over. */
final class ActionRunner {
    private static final long VM_MEMORY_MIB = 1_024;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final SimPool pool;
    private final Expectations expectations;

    ActionRunner(SimPool pool) {
        this.pool = pool;
        this.expectations = new Expectations(pool);
    }

    static VmId vm(int number) {
        return new VmId(0x5EED, number);
    }

    void run(SimAction action) {
        pool.log(-1, () -> "# " + action.line(pool.hosts().size()));
        switch (action.verb()) {
            case POWER_ON -> host(action).powerOn();
            case POWER_OFF -> {
                host(action).powerOff();
                pool.queue().after(action.forNanos(), () -> host(action).powerOn());
            }
            case RESET -> host(action).die("reset");
            case CRASH_AGENT -> host(action).crashAgent();
            case FREEZE -> host(action).freeze(action.forNanos(), false);
            case FREEZE_IN_STEP -> host(action).freeze(action.forNanos(), true);
            case SUSPEND -> host(action).suspend(action.forNanos());
            case CUT_NETWORK, CUT_LINK, CUT_ONE_WAY, SPLIT, CUT_ALL_LINKS, LOSE_PACKETS -> passing(action);
            case HANG_STORAGE, FAIL_STORAGE, SLOW_STORAGE, HANG_ALL_STORAGE, FAIL_ALL_STORAGE, HANG_CALLS ->
                passing(action);
            case EXPECT_ONLINE, EXPECT_DIED, EXPECT_VM, EXPECT_NO_VM, EXPECT_MASTER -> expectations.check(action);
            default -> operate(action);
        }
    }

    private SimHost host(SimAction action) {
        return pool.host(action.host());
    }

    /** A fault that begins now and is over after its time. */
    private void passing(SimAction action) {
        change(action, 1);
        pool.queue().after(action.forNanos(), () -> {
            pool.log(-1, () -> "# healed: " + action.line(pool.hosts().size()));
            change(action, -1);
        });
    }

    private void change(SimAction action, int change) {
        SimNetwork network = pool.network();
        switch (action.verb()) {
            case CUT_NETWORK -> {
                network.unplug(action.host(), change);
                host(action).linkChanged();
            }
            case CUT_LINK -> {
                network.cut(action.host(), action.other(), change);
                network.cut(action.other(), action.host(), change);
            }
            case CUT_ONE_WAY -> network.cut(action.host(), action.other(), change);
            case SPLIT -> cutBetween(action.set(), change);
            case CUT_ALL_LINKS -> cutAll(change);
            case LOSE_PACKETS -> network.extraLoss(change > 0 ? action.number() / 100.0 : 0);
            case HANG_STORAGE -> host(action).storage().hang(change);
            case FAIL_STORAGE -> host(action).storage().fail(change);
            case SLOW_STORAGE -> host(action).storage().slow(change);
            case HANG_ALL_STORAGE -> pool.hosts().forEach(host -> host.storage().hang(change));
            case FAIL_ALL_STORAGE -> pool.hosts().forEach(host -> host.storage().fail(change));
            case HANG_CALLS -> host(action).hypervisor().hang(change);
            default -> throw new IllegalArgumentException(action.verb() + " does not pass");
        }
    }

    private void cutBetween(long set, int change) {
        for (int from = 0; from < pool.hosts().size(); from++) {
            for (int to = 0; to < pool.hosts().size(); to++) {
                if (HostSet.contains(set, from) != HostSet.contains(set, to)) {
                    pool.network().cut(from, to, change);
                }
            }
        }
    }

    private void cutAll(int change) {
        for (int from = 0; from < pool.hosts().size(); from++) {
            for (int to = 0; to < pool.hosts().size(); to++) {
                pool.network().cut(from, to, change);
            }
        }
    }

    private void operate(SimAction action) {
        SimOperator operator = pool.operator();
        VmId vm = vm(action.number());
        switch (action.verb()) {
            case ENABLE_HA -> operator.give(new PoolCommand.EnableHa(true), Long.MAX_VALUE);
            case TOLERATE -> operator.give(new PoolCommand.SetHostFailuresToTolerate(action.number()), Long.MAX_VALUE);
            case DEFINE_VM -> operator.give(new PoolCommand.DefineVm(record(action.number())), Long.MAX_VALUE);
            case START_VM -> operator.give(new PoolCommand.StartVm(vm, action.host()), PATIENCE_NANOS);
            case SHUTDOWN_VM -> operator.give(new PoolCommand.ShutdownVm(vm), PATIENCE_NANOS);
            case MOVE_VM -> operator.give(new PoolCommand.MoveVm(vm, action.host()), PATIENCE_NANOS);
            case HALT_VM ->
                pool.hosts().forEach(host -> {
                    if (host.hypervisor().haltInside(vm)) {
                        pool.log(host.index(), () -> "VM " + pool.vmName(vm) + " halted inside");
                    }
                });
            case WEIGH -> operator.giveTo(action.host(), new Command.SetWeight(action.number()));
            case YIELD_MASTER -> operator.giveTo(action.host(), new Command.RequestMaster(false));
            case ASK_FOR_MASTER -> operator.giveTo(action.host(), new Command.RequestMaster(true));
            case LEAVE -> operator.giveTo(action.host(), new Command.Leave(false));
            default -> throw new IllegalArgumentException(action.verb() + " is not an operator's");
        }
    }

    private VmRecord record(int number) {
        VmId vm = vm(number);
        pool.nameVm(vm, "vm" + number);
        return new VmRecord(
                vm,
                "vm" + number,
                VM_MEMORY_MIB,
                VmRecord.Protection.RESTART,
                number % 3,
                0,
                -1L,
                0,
                false,
                false,
                null,
                null);
    }
}
