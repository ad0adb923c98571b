package dev.liveset.recovery;

import dev.liveset.VmId;

/**
 * Commands that change the pool table. A host that is not master answers NOT_MASTER with the master's name; the master
 * answers DONE when the changed table is durable.
 */
public sealed interface PoolCommand {
    /** Enable or disable the restart of VMs on the whole pool. */
    record EnableHa(boolean enabled) implements PoolCommand {}

    /** Set how many host failures the pool is to tolerate. */
    record SetHostFailuresToTolerate(int target) implements PoolCommand {}

    /** Add a VM to the pool, or change what is configured of one; desired state and assignment are left as they are. */
    record DefineVm(VmRecord vm) implements PoolCommand {}

    /** Take a VM that is shut down and runs nowhere out of the pool. */
    record RemoveVm(VmId vm) implements PoolCommand {}

    /** The VM is to run, on the preferred host if it has room; -1 for any. */
    record StartVm(VmId vm, int preferredHost) implements PoolCommand {}

    /** The VM is to stay down. */
    record ShutdownVm(VmId vm) implements PoolCommand {}

    /** Move the VM to another host. */
    record MoveVm(VmId vm, int toHost) implements PoolCommand {}

    /** A person's word that a host is off. */
    record ConfirmHostDead(int host) implements PoolCommand {}
}
