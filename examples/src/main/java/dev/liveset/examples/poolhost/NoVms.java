package dev.liveset.examples.poolhost;

import dev.liveset.VmId;
import dev.liveset.recovery.Hypervisor;
import dev.liveset.recovery.Permit;
import dev.liveset.recovery.VmRecord;
import java.io.IOException;
import java.util.Set;

/** A pool host has no VMs: others care for them. */
final class NoVms implements Hypervisor {
    @Override
    public Set<VmId> running() {
        return Set.of();
    }

    @Override
    public void start(VmRecord vm, Permit permit) throws IOException {
        throw new IOException("a pool host runs no VMs");
    }

    @Override
    public void stop(VmId vm, Permit permit) {
        // Nothing runs here.
    }
}
