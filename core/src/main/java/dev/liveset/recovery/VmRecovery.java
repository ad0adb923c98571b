package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.Set;

/**
 * The seam between the liveset and the VMs: who may run what, where (DESIGN.md, E1–E10). The default works on the
 * extension area of the heartbeat VDI; an embedder with a database and scheduler of its own plugs in another one. Pure:
 * no clock, no I/O; called by the agent only, within a step. Everything it wants done goes to the actions.
 */
public interface VmRecovery {
    /** Called once in every step after everything else; wants done what follows from the view and from what it was told. Allocates nothing when nothing changed. */
    void advance(RecoveryView view, RecoveryActions actions);

    /** A manifest region was read; content is null unless VALID. */
    void onManifest(int host, long beganNanos, RegionStatus status, Manifest manifest);

    /** A master region was read; content is null unless VALID. */
    void onTable(int host, long beganNanos, RegionStatus status, PoolTable table);

    void onManifestWritten(long sequence, boolean ok);

    void onTableWritten(long sequence, boolean ok);

    /** What the hypervisor lists; null when it could not tell. */
    void onVmsListed(Set<VmId> running);

    void onVmStarted(VmId vm, long callId, CallOutcome outcome, String why);

    void onVmStopped(VmId vm, long callId, CallOutcome outcome, String why);

    /** Takes a command; it is answered through the actions, now or in a later step. */
    void onCommand(long commandId, PoolCommand command, RecoveryView view, RecoveryActions actions);

    /** Whether what E8 asks for is done: the former manifest was read, its claims taken over or voided, and the own manifest is durable. The host joins only then. */
    boolean readyToJoin();

    /** Whether the own manifest says, durably in both slots, that the host is not armed (E7). */
    boolean durablyDisarmed();

    /** The own manifest as it stands in memory: newest claims, promise and answers. */
    Manifest manifest();

    /** The newest pool table known. */
    PoolTable table();

    /** Newest region sequence that is durable: it goes into the section trailer. */
    long durableRegionSequence();

    /** Host failures the pool can take now; -1 when this host does not know, for example because it is not master. */
    int planExistsFor();
}
