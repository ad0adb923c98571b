package dev.liveset.agent;

import dev.liveset.recovery.RegionKind;
import dev.liveset.recovery.VmRecovery;

/** Hands what happened to regions and VMs to recovery. */
final class RecoveryIntake {
    private final VmRecovery recovery;
    private final StatefileLoop statefile;

    RecoveryIntake(VmRecovery recovery, StatefileLoop statefile) {
        this.recovery = recovery;
        this.statefile = statefile;
    }

    void take(Event event) {
        if (event instanceof Event.RegionRead read) {
            onRegionRead(read);
        } else if (event instanceof Event.RegionWritten written) {
            onRegionWritten(written);
        } else if (event instanceof Event.VmsListed listed) {
            recovery.onVmsListed(listed.running());
        } else if (event instanceof Event.VmStarted started) {
            recovery.onVmStarted(started.vm(), started.callId(), started.outcome(), started.why());
        } else if (event instanceof Event.VmStopped stopped) {
            recovery.onVmStopped(stopped.vm(), stopped.callId(), stopped.outcome(), stopped.why());
        }
    }

    private void onRegionRead(Event.RegionRead read) {
        statefile.onRequestDone();
        if (read.kind() == RegionKind.MANIFEST) {
            recovery.onManifest(read.host(), read.beganNanos(), read.status(), read.manifest());
        } else if (read.kind() == RegionKind.MASTER) {
            recovery.onTable(read.host(), read.beganNanos(), read.status(), read.table());
        }
    }

    private void onRegionWritten(Event.RegionWritten written) {
        statefile.onRequestDone();
        if (written.kind() == RegionKind.MANIFEST) {
            recovery.onManifestWritten(written.sequence(), written.ok());
        } else {
            recovery.onTableWritten(written.sequence(), written.ok());
        }
    }
}
