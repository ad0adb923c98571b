package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/** The members' side of a join (PROTOCOL.md §5): acks, additions, and the third rule, which nothing guards. */
final class JoinDesk {
    private final Memory memory;

    JoinDesk(Memory memory) {
        this.memory = memory;
    }

    /** Returns whether somebody was added. */
    boolean process() {
        if (memory.current == 0) {
            return false;
        }
        long joined = 0;
        for (int host = 0; host < memory.hosts; host++) {
            if (host == memory.self || !HostSet.contains(memory.hbdomain, host)) {
                continue;
            }
            if (HostSet.contains(memory.heardCurrent[host], host)) {
                if (!memory.inCurrent(host)) {
                    memory.proposed = HostSet.with(memory.proposed, host);
                    joined = HostSet.with(joined, host);
                }
            } else if (HostSet.contains(memory.heardProposed[host], host)) {
                ack(host);
                joined = !memory.inCurrent(host) && ackedByAll(host) ? HostSet.with(joined, host) : joined;
            }
        }
        memory.current |= joined;
        return joined != 0;
    }

    private void ack(int host) {
        if (!memory.joinBlock && (HostSet.contains(memory.sfdomain, host) || memory.sr2)) {
            memory.proposed = HostSet.with(memory.proposed, host);
        }
    }

    private boolean ackedByAll(int host) {
        for (int member = 0; member < memory.hosts; member++) {
            long proposes = member == memory.self ? memory.proposed : memory.heardProposed[member];
            if (memory.inCurrent(member) && !HostSet.contains(proposes, host)) {
                return false;
            }
        }
        return true;
    }
}
