package dev.liveset.sim.xhad;

import dev.liveset.HostSet;
import java.util.function.Consumer;

/**
 * Step 2: until every visible member publishes the views that this host has, on both channels; after max(T1, T2) the views
 * are merged instead.
 */
final class ConsistentView {
    private static final long PAUSE_MILLIS = 100;

    private final Memory memory;
    private final XhadMachine machine;
    private final Strand strand;

    ConsistentView(Memory memory, XhadMachine machine, Strand strand) {
        this.memory = memory;
        this.machine = machine;
        this.strand = strand;
    }

    void wait(Consumer<Snapshot> then) {
        look(machine.millis(), then);
    }

    private void look(long beganMillis, Consumer<Snapshot> then) {
        boolean consistent = consistent();
        long most = Math.max(memory.timings.beatTimeoutMillis(), memory.timings.cycleTimeoutMillis());
        if (!consistent && machine.millis() - beganMillis < most) {
            strand.sleep(PAUSE_MILLIS, () -> strand.await(() -> look(beganMillis, then)));
            return;
        }
        Snapshot snapshot = new Snapshot(memory);
        if (!consistent) {
            new ViewMerger(snapshot, memory.current, memory.self, memory.hosts).merge();
        }
        then.accept(snapshot);
    }

    private boolean consistent() {
        long liveset = memory.current;
        long hbd = memory.hbdomain & liveset;
        long sfd = memory.sfdomain & liveset;
        for (int host = 0; host < memory.hosts; host++) {
            if (host == memory.self || !HostSet.contains(liveset, host)) {
                continue;
            }
            boolean onWire =
                    (memory.heardHbdomain[host] & liveset) == hbd && (memory.heardSfdomain[host] & liveset) == sfd;
            boolean onDisk =
                    (memory.readHbdomain[host] & liveset) == hbd && (memory.readSfdomain[host] & liveset) == sfd;
            if (HostSet.contains(hbd, host) && !onWire || HostSet.contains(sfd, host) && !onDisk) {
                return false;
            }
        }
        return true;
    }
}
