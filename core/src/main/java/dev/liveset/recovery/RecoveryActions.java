package dev.liveset.recovery;

import dev.liveset.VmId;

/**
 * What recovery wants done, in order; the agent turns it into effects. Region requests are queued by the agent behind
 * the statefile cycle; recovery keeps at most one manifest write, one table write and one read per region under way.
 */
public interface RecoveryActions {
    void writeManifest(Manifest manifest);

    /** Writes the own master region under this region sequence, which is shared with the manifest's. */
    void writeTable(PoolTable table, long regionSequence);

    void readRegion(int host, RegionKind kind);

    void listVms();

    void startVm(VmRecord vm, Permit permit, long callId);

    void stopVm(VmId vm, Permit permit, long callId);

    void answer(long commandId, CommandResult result);

    /** The pool can tolerate fewer host failures than the target ({@code raised}), or again enough. */
    void overcommitted(boolean raised, int target, int planExistsFor);

    /** The pool can tolerate fewer host failures than before. */
    void promiseDropped(int before, int planExistsFor);

    /** A VM that should run does not, and no host could be found or the start failed; told once until it recovers. */
    void restartFailed(VmId vm, String why);

    /** One sentence for the operator: the trouble and what to do. */
    void warn(String sentence);
}
