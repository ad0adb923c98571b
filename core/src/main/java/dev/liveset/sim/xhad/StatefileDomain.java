package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/** Who is seen to write (PROTOCOL.md §4): every host, this one too, whose sequence changed within T2. */
final class StatefileDomain {
    private final Memory memory;
    private final XhadMachine machine;

    StatefileDomain(Memory memory, XhadMachine machine) {
        this.memory = memory;
        this.machine = machine;
    }

    /** Returns whether the domain has changed. */
    boolean update() {
        long now = machine.millis();
        long before = memory.sfdomain;
        long domain = before;
        for (int host = 0; host < memory.hosts; host++) {
            boolean moved = memory.movedMillis[host] >= 0
                    && now - memory.movedMillis[host] < memory.timings.cycleTimeoutMillis();
            if (moved) {
                domain = memory.joinBlock ? domain : HostSet.with(domain, host);
            } else {
                domain = HostSet.without(domain, host);
            }
        }
        memory.sfdomain = domain;
        // Leaving its own domain costs a host its statefile access; that is looked at only when something changes.
        if (domain != before && !HostSet.contains(domain, memory.self)) {
            memory.access = false;
        }
        return domain != before;
    }
}
