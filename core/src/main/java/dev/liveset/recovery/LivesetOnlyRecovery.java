package dev.liveset.recovery;

import dev.liveset.VmId;
import java.util.Set;

/**
 * No recovery at all, for pools in which xhad may take part (E10) and for embedders that care for their VMs themselves:
 * the extension area is neither read nor written and no VM is started; liveset, master lock and events only.
 */
public final class LivesetOnlyRecovery implements VmRecovery {
    private final Manifest manifest;

    /** @param self index of this host */
    public LivesetOnlyRecovery(int self) {
        manifest = Manifest.initial(self);
    }

    @Override
    public void advance(RecoveryView view, RecoveryActions actions) {}

    @Override
    public void onManifest(int host, long beganNanos, RegionStatus status, Manifest content) {}

    @Override
    public void onTable(int host, long beganNanos, RegionStatus status, PoolTable table) {}

    @Override
    public void onManifestWritten(long sequence, boolean ok) {}

    @Override
    public void onTableWritten(long sequence, boolean ok) {}

    @Override
    public void onVmsListed(Set<VmId> running) {}

    @Override
    public void onVmStarted(VmId vm, long callId, CallOutcome outcome, String why) {}

    @Override
    public void onVmStopped(VmId vm, long callId, CallOutcome outcome, String why) {}

    @Override
    public void onCommand(long commandId, PoolCommand command, RecoveryView view, RecoveryActions actions) {
        actions.answer(
                commandId,
                CommandResult.refused(
                        "This pool is run without VM recovery, so it keeps no VMs; ask the software that" + " does."));
    }

    @Override
    public boolean readyToJoin() {
        return true;
    }

    @Override
    public boolean durablyDisarmed() {
        return true;
    }

    /** Without claims: what runs here is not this library's to know. */
    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public PoolTable table() {
        return PoolTable.EMPTY;
    }

    @Override
    public long durableRegionSequence() {
        return 0;
    }

    @Override
    public int planExistsFor() {
        return -1;
    }
}
