package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/**
 * Starts fault handling when a liveset host has left a domain. It goes by changes, not by states: what it has once seen
 * it does not see again, a loss during the first two rendezvous is forgotten, and when several hosts change at once only
 * the one with the highest index counts.
 */
final class LossWatch {
    private final Memory memory;
    private long lastHbdomain;
    private long lastSfdomain;
    private boolean wanted;

    LossWatch(Memory memory) {
        this.memory = memory;
    }

    /** The survival rules have looked at these domains: only what differs from them is news. */
    void lookedAt(long hbdomain, long sfdomain) {
        lastHbdomain = hbdomain;
        lastSfdomain = sfdomain;
    }

    /** Whether fault handling is wanted; asking takes the wish. */
    boolean takeWish() {
        boolean taken = wanted;
        wanted = false;
        return taken;
    }

    /** @param called whether a heartbeat called for fault handling, which counts for a host in STARTED only */
    void look(boolean called) {
        boolean lost = false;
        boolean lostFile = false;
        lastHbdomain |= memory.hbdomain;
        lastSfdomain |= memory.sfdomain;
        for (int host = 0; host < memory.hosts; host++) {
            if (HostSet.contains(lastHbdomain & ~memory.hbdomain, host)) {
                lost = memory.inCurrent(host);
            }
            if (HostSet.contains(lastSfdomain & ~memory.sfdomain, host)) {
                lostFile = memory.inCurrent(host);
            }
        }
        lastHbdomain &= memory.hbdomain;
        lastSfdomain &= memory.sfdomain;
        boolean forced = called && memory.phase == PhaseNumber.STARTED;
        boolean early = memory.phase >= PhaseNumber.FHREADY && memory.phase <= PhaseNumber.FH2DONE;
        if ((lost || (lostFile && !memory.sr2) || forced) && !early) {
            wanted = true;
        }
    }
}
