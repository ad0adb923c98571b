package dev.liveset.agent;

import dev.liveset.PoolState;
import dev.liveset.recovery.PoolCommand;

/** What an operator or the embedder can ask of a host. */
public sealed interface Command {
    /** A change of the pool table, for the master. */
    record ForPool(PoolCommand command) implements Command {}

    /** Ask for the master lock, or give it up and do not ask. A host asks by itself unless told not to. */
    record RequestMaster(boolean wanted) implements Command {}

    /**
     * Set or clear the own excluded flag. A host that is excluded leaves cleanly, as XenServer's daemon ends: refused
     * while a protected VM may run here.
     */
    record SetExcluded(boolean excluded) implements Command {}

    /** Write the pool state, for example INVALID to end HA on the whole pool. */
    record SetPoolState(PoolState state) implements Command {}

    /** What the operator adds to this host's weight, 0 to 10,000. */
    record SetWeight(int extra) implements Command {}

    /**
     * Do without the watchdog from now on, when that is durably said. The host then evicts nobody, obeys no fence request,
     * and stops instead of fencing itself.
     */
    record Disarm() implements Command {}

    /** Leave cleanly: refused while a protected VM may run here. {@code force} fences instead of refusing. */
    record Leave(boolean force) implements Command {}
}
