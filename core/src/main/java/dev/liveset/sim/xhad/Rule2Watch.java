package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/** While survival rule 2 holds: the statefile's watchdog is fed without it, and the end of the rule is looked for. */
final class Rule2Watch {
    private final Memory memory;
    private final XhadMachine machine;

    Rule2Watch(Memory memory, XhadMachine machine) {
        this.memory = memory;
        this.machine = machine;
    }

    void watch() {
        if (!memory.sr2) {
            return;
        }
        machine.feedStatefile(memory.timings.cycleWatchdog());
        for (int host = 0; host < memory.hosts; host++) {
            boolean recovered;
            if (host == memory.self) {
                recovered = memory.access;
            } else if (HostSet.contains(memory.hbdomain, host)) {
                recovered = HostSet.contains(memory.heardSfdomain[host], host);
            } else {
                recovered = HostSet.contains(memory.excluded, host);
            }
            if (!recovered) {
                return;
            }
        }
        memory.sr2 = false;
    }
}
