package dev.liveset.sim.xhad;

import dev.liveset.HostSet;
import java.util.function.Consumer;

/** May this host form a liveset, take the one that already counts it, or join one (PROTOCOL.md §5, <i>Start</i>)? */
final class StartCriteria {
    private final Memory memory;
    private final XhadMachine machine;
    private final Strand strand;
    private long startMillis;
    private boolean fromInit;
    private boolean wasExcluded;
    private Runnable met;
    private Consumer<String> refused;

    StartCriteria(Memory memory, XhadMachine machine, Strand strand) {
        this.memory = memory;
        this.machine = machine;
        this.strand = strand;
    }

    long limitMillis(int poolState) {
        return 1000L * (poolState == Memory.INIT ? memory.timings.enableJoin() : memory.timings.bootJoin());
    }

    /** Pool state and excluded flag are looked at once, here. */
    void meet(long startedMillis, Runnable whenMet, Consumer<String> whenRefused) {
        startMillis = startedMillis;
        met = whenMet;
        refused = whenRefused;
        fromInit = memory.poolState == Memory.INIT;
        wasExcluded = HostSet.contains(memory.excluded, memory.self);
        if (memory.poolState == Memory.NONE) {
            refused.accept("no statefile");
        } else if (memory.poolState == Memory.INVALID) {
            refused.accept("the pool state is invalid");
        } else {
            look();
        }
    }

    private void look() {
        if (!memory.access) {
            refused.accept("lost the statefile while starting");
            return;
        }
        long running = memory.sfdomain & ~memory.startingHosts & memory.all;
        boolean liveset = running != 0 || memory.sr2 && (memory.hbdomain | memory.excluded) == memory.all;
        if (liveset && fromInit) {
            refused.accept("somebody is online in a pool that was never started");
            return;
        }
        if (!liveset && memory.hbdomain == memory.all && memory.sfdomain == memory.all) {
            formAll();
            return;
        }
        if (liveset && takenInto(running)) {
            return;
        }
        if (liveset && HostSet.isSubset(memory.sfdomain, memory.hbdomain)) {
            memory.proposed = memory.sfdomain & ~memory.startingHosts & memory.all;
            memory.current = memory.proposed;
            met.run();
            return;
        }
        if (machine.millis() >= startMillis + limitMillis(fromInit ? Memory.INIT : Memory.ACTIVE)) {
            timeout(liveset);
        } else {
            strand.sleep(100, this::look);
        }
    }

    /** The liveset that formed just now may already count this host: the lowest index is asked, nobody else. */
    private boolean takenInto(long running) {
        if (running == 0) {
            return false;
        }
        long formed = memory.readCurrent[HostSet.lowest(running)];
        if (HostSet.contains(formed, memory.self)) {
            form(formed);
            met.run();
            return true;
        }
        return false;
    }

    private void formAll() {
        memory.proposed = memory.hbdomain;
        long limit = limitMillis(fromInit ? Memory.INIT : Memory.ACTIVE)
                + 3000L * Math.max(memory.timings.beat(), memory.timings.cycle());
        strand.poll(
                this::proposedByAll,
                startMillis + limit,
                () -> {
                    form(memory.proposed);
                    if (fromInit) {
                        memory.poolState = Memory.ACTIVE;
                        memory.poolStateChanged = true;
                    }
                    met.run();
                },
                () -> timeout(false));
    }

    private boolean proposedByAll() {
        for (int host = 0; host < memory.hosts; host++) {
            if (host != memory.self
                    && HostSet.contains(memory.hbdomain, host)
                    && !HostSet.contains(memory.heardProposed[host], memory.self)) {
                return false;
            }
        }
        return true;
    }

    private void timeout(boolean liveset) {
        if (fromInit) {
            refused.accept("not all hosts came to start the pool");
        } else if (liveset) {
            refused.accept("cannot join the existing liveset");
        } else if (wasExcluded && (memory.excluded & memory.all) != memory.all) {
            refused.accept("excluded, and other hosts are not");
        } else if (Partition.isOnBestSide(new Snapshot(memory), memory.self, memory.hosts)) {
            form(memory.hbdomain & ~memory.notJoining);
            met.run();
        } else {
            refused.accept("not in the largest partition");
        }
    }

    private void form(long liveset) {
        memory.proposed = liveset;
        memory.current = liveset;
        memory.joining = false;
    }
}
