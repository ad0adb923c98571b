package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/** The views on which a host judges itself, taken at the end of the second rendezvous. */
final class Snapshot {
    long hbdomain;
    long sfdomain;
    final boolean access;
    final long excluded;
    final long[] heardSfdomain;
    final long[] readHbdomain;
    final long[] readSfdomain;
    final int[] weight;

    Snapshot(Memory memory) {
        hbdomain = memory.hbdomain;
        sfdomain = memory.sfdomain;
        access = memory.access;
        excluded = memory.excluded;
        heardSfdomain = memory.heardSfdomain.clone();
        readHbdomain = memory.readHbdomain.clone();
        readSfdomain = memory.readSfdomain.clone();
        weight = memory.readWeight.clone();
    }

    boolean sees(int host) {
        return HostSet.contains(hbdomain, host) && HostSet.contains(sfdomain, host);
    }

    boolean isSeenBy(int host, int self) {
        return HostSet.contains(readHbdomain[host], self) && HostSet.contains(readSfdomain[host], self);
    }
}
