package dev.liveset.sim.xhad;

import dev.liveset.HostSet;
import java.util.function.BooleanSupplier;

/** How the daemon comes up (PROTOCOL.md §5): looks for the others, waits to be forgotten, meets the criteria, joins, arms. */
final class StartUp {
    private final Memory memory;
    private final XhadMachine machine;
    private final Strand strand;
    private final HeartbeatLoop heartbeat;
    private final StartCriteria criteria;
    private final Runnable online;
    private long startMillis;

    StartUp(Memory memory, XhadMachine machine, Strand strand, HeartbeatLoop heartbeat, Runnable online) {
        this.memory = memory;
        this.machine = machine;
        this.strand = strand;
        this.heartbeat = heartbeat;
        this.criteria = new StartCriteria(memory, machine, strand);
        this.online = online;
    }

    void begin() {
        memory.committedWeight = memory.weight;
        memory.starting = true;
        memory.cycling = true;
        memory.beating = true;
        startMillis = machine.millis();
        waitFor(
                () -> memory.hbdomain == memory.all,
                memory.timings.beatTimeoutMillis(),
                () -> waitFor(
                        () -> memory.sfdomain == memory.all,
                        memory.timings.cycleTimeoutMillis(),
                        this::waitToBeForgotten));
    }

    private void waitFor(BooleanSupplier all, long millis, Runnable then) {
        strand.poll(all, startMillis + millis, then, then);
    }

    private void waitToBeForgotten() {
        strand.poll(
                this::forgotten,
                startMillis + criteria.limitMillis(memory.poolState),
                () -> {
                    memory.joining = true;
                    criteria.meet(startMillis, this::join, this::abort);
                },
                () -> abort("other hosts still count this one as online"));
    }

    private boolean forgotten() {
        for (int host = 0; host < memory.hosts; host++) {
            boolean heard =
                    HostSet.contains(memory.hbdomain, host) && HostSet.contains(memory.heardCurrent[host], memory.self);
            boolean read =
                    HostSet.contains(memory.sfdomain, host) && HostSet.contains(memory.readCurrent[host], memory.self);
            if (host != memory.self && (heard || read)) {
                return false;
            }
        }
        return true;
    }

    private void join() {
        if (HostSet.contains(memory.excluded, memory.self)) {
            memory.excluded = HostSet.without(memory.excluded, memory.self);
            memory.excludedChanged = true;
        }
        if (!memory.joining) {
            arm();
            return;
        }
        memory.proposed = HostSet.with(memory.proposed, memory.self);
        heartbeat.burst(() -> strand.poll(
                this::acked,
                machine.millis() + criteria.limitMillis(Memory.ACTIVE),
                () -> {
                    memory.joining = false;
                    memory.current = HostSet.with(memory.current, memory.self);
                    arm();
                },
                () -> {
                    memory.proposed = HostSet.without(memory.proposed, memory.self);
                    abort("the members did not let this host join");
                }));
    }

    private boolean acked() {
        for (int host = 0; host < memory.hosts; host++) {
            if (host != memory.self
                    && memory.inCurrent(host)
                    && !HostSet.contains(memory.heardProposed[host], memory.self)) {
                return false;
            }
        }
        return true;
    }

    private void arm() {
        heartbeat.burst(() -> {
            memory.starting = false;
            memory.armed = true;
            memory.phase = PhaseNumber.STARTED;
            machine.shown();
            online.run();
        });
    }

    private void abort(String why) {
        memory.phase = PhaseNumber.ABORTED;
        memory.beating = false;
        memory.cycling = false;
        machine.end(why);
    }
}
