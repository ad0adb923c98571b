package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.Set;

/**
 * What the embedder supplies: the VMs of the <b>local</b> host. Every call may block and throw; it is made on the
 * embedder's executor, never on the agent's thread, at most one at a time per VM. A call past its deadline is treated
 * as unknown: the VM goes nowhere else until the call has returned and a stop is confirmed, or the host is fenced (E5).
 */
public interface Hypervisor {
    /** The VMs that run on this host, are being started on it or are arriving on it. */
    Set<VmId> running() throws Exception;

    /** Starts the VM; returns when it runs, throws when it certainly does not. Starting a VM that already runs here is no error. */
    void start(VmRecord vm, Permit permit) throws Exception;

    /** Stops the VM; returns when it certainly no longer runs here. Stopping a VM that does not run is no error. */
    void stop(VmId vm, Permit permit) throws Exception;
}
