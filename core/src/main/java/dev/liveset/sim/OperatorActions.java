package dev.liveset.sim;

import dev.liveset.PoolState;
import dev.liveset.VmId;
import dev.liveset.agent.Command;
import dev.liveset.recovery.PoolCommand;
import dev.liveset.recovery.VmRecord;
import dev.liveset.recovery.VmRecord.Protection;

/** What people at the pool's command line do in a timeline. */
final class OperatorActions {
    private static final long VM_MEMORY_MIB = 1_024;
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final SimPool pool;
    private final SimOperator operator;

    OperatorActions(SimPool pool) {
        this.pool = pool;
        this.operator = pool.operator();
    }

    void run(SimAction action) {
        VmId vm = ActionRunner.vm(action.number());
        int order = action.number() % 3;
        switch (action.verb()) {
            case ENABLE_HA -> operator.give(new PoolCommand.EnableHa(true), Long.MAX_VALUE);
            case DISABLE_HA -> operator.give(new PoolCommand.EnableHa(false), PATIENCE_NANOS);
            case INVALIDATE_POOL -> operator.giveToAny(new Command.SetPoolState(PoolState.INVALID));
            case RESTORE_POOL -> operator.restorePool();
            case TOLERATE -> operator.give(new PoolCommand.SetHostFailuresToTolerate(action.number()), Long.MAX_VALUE);
            case DEFINE_VM ->
                operator.give(
                        new PoolCommand.DefineVm(record(action.number(), Protection.RESTART, order)), Long.MAX_VALUE);
            case PROMOTE_VM ->
                operator.give(new PoolCommand.DefineVm(record(action.number(), Protection.RESTART, 0)), PATIENCE_NANOS);
            case DEMOTE_VM ->
                operator.give(
                        new PoolCommand.DefineVm(record(action.number(), Protection.BEST_EFFORT, order)),
                        PATIENCE_NANOS);
            case START_VM -> operator.give(new PoolCommand.StartVm(vm, action.host()), PATIENCE_NANOS);
            case SHUTDOWN_VM -> operator.give(new PoolCommand.ShutdownVm(vm), PATIENCE_NANOS);
            case MOVE_VM -> operator.give(new PoolCommand.MoveVm(vm, action.host()), PATIENCE_NANOS);
            case HALT_VM -> halt(vm);
            default -> tellHost(action);
        }
    }

    private void tellHost(SimAction action) {
        Command command = switch (action.verb()) {
            case WEIGH -> new Command.SetWeight(action.number());
            case YIELD_MASTER -> new Command.RequestMaster(false);
            case ASK_FOR_MASTER -> new Command.RequestMaster(true);
            case LEAVE -> new Command.Leave(false);
            case DISARM -> new Command.Disarm();
            case END -> new Command.Leave(true);
            case EXCLUDE -> new Command.SetExcluded(true);
            case CONFIRM_DEAD -> new Command.ForPool(new PoolCommand.ConfirmHostDead(action.host()));
            default -> throw new IllegalArgumentException(action.verb() + " is not an operator's");
        };
        if (action.verb() != Verb.CONFIRM_DEAD) {
            operator.giveTo(action.host(), command);
        } else if (!pool.host(action.host()).isUp()) {
            operator.giveToAny(command);
        }
    }

    private void halt(VmId vm) {
        for (SimHost host : pool.hosts()) {
            if (host.hypervisor().haltInside(vm)) {
                pool.log().add(host.index(), () -> "VM " + pool.log().vmName(vm) + " halted inside");
            }
        }
    }

    private VmRecord record(int number, Protection protection, int order) {
        VmId vm = ActionRunner.vm(number);
        pool.log().nameVm(vm, "vm" + number);
        return new VmRecord(vm, "vm" + number, VM_MEMORY_MIB, protection, order, 0, -1L, 0, false, false, null, null);
    }
}
