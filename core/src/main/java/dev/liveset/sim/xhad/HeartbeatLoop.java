package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/** Sends and receives heartbeats (PROTOCOL.md §2) and keeps the heartbeat domain. Its watchdog counts the receiving loop. */
final class HeartbeatLoop {
    private static final int BURST = 3;
    private static final long BURST_MILLIS = 100;

    private final Memory memory;
    private final XhadMachine machine;
    private final Acceleration acceleration;
    private final PacketMap packet = new PacketMap();
    private final int[] sequence = new int[HostSet.MAX_HOSTS];
    private long lastRoundMillis;
    private int lastSequence;

    HeartbeatLoop(Memory memory, XhadMachine machine, Acceleration acceleration) {
        this.memory = memory;
        this.machine = machine;
        this.acceleration = acceleration;
    }

    /** What a pass of the receiving loop has found. */
    enum Found {
        NOTHING,
        DOMAIN_CHANGED,
        CALLED
    }

    void start() {
        lastRoundMillis = machine.millis();
        beat();
    }

    private void beat() {
        sendNow();
        memory.heardMillis[memory.self] = machine.millis();
        machine.after(memory.timings.beatMillis(), this::beat);
    }

    void sendNow() {
        if (memory.beating) {
            memory.heardPhase[memory.self] = memory.phase;
            machine.send(PacketMap.write(memory, ++lastSequence, machine.millis()));
            machine.shown();
        }
    }

    /** Three heartbeats, 100 ms apart; who sends them waits. */
    void burst(Runnable then) {
        burst(BURST, then);
    }

    private void burst(int left, Runnable then) {
        sendNow();
        if (left > 1) {
            machine.after(BURST_MILLIS, () -> burst(left - 1, then));
        } else {
            then.run();
        }
    }

    /** Feeds the watchdog once an interval, whatever wakes the loop. */
    void wake() {
        long now = machine.millis();
        if (now - lastRoundMillis >= memory.timings.beatMillis()) {
            lastRoundMillis = now;
            machine.feedHeartbeat(memory.timings.beatWatchdog());
        }
    }

    /** Takes a datagram; returns whether its sender calls for fault handling. */
    boolean receive(byte[] bytes, int length) {
        if (!memory.beating) {
            return false;
        }
        try {
            if (!packet.read(bytes, length, memory.identity)) {
                return false;
            }
        } catch (IndexOutOfBoundsException e) {
            machine.crash(e.getMessage());
            return false;
        }
        int from = packet.index;
        boolean newer = Integer.compareUnsigned(sequence[from], packet.sequence) < 0
                || Integer.compareUnsigned(sequence[from] - packet.sequence, 0x8000_0000) > 0;
        if (!newer) {
            return false;
        }
        sequence[from] = packet.sequence;
        if (!HostSet.contains(packet.current, from) && memory.inCurrent(from)) {
            return false; // It starts, and here its former life still counts.
        }
        boolean mustGo = packet.fenceRequest
                && HostSet.contains(packet.current, from)
                && !HostSet.contains(packet.proposed, memory.self);
        if (mustGo && memory.armed) {
            machine.fence("a fence request of host " + from);
            return false;
        }
        if (packet.accelerate) {
            acceleration.begin(memory.access);
        } else if (memory.access) {
            acceleration.end();
        }
        note(from);
        return packet.phase == PhaseNumber.FHREADY;
    }

    private void note(int from) {
        memory.heardMillis[from] = machine.millis();
        memory.heardCurrent[from] = packet.current;
        memory.heardProposed[from] = packet.proposed;
        memory.heardHbdomain[from] = packet.hbdomain;
        memory.heardSfdomain[from] = packet.sfdomain;
        memory.heardPhase[from] = packet.phase;
        memory.notJoining =
                packet.joining ? HostSet.without(memory.notJoining, from) : HostSet.with(memory.notJoining, from);
        memory.sr2 |= packet.sr2;
    }

    /** Who is heard; returns whether that has changed. */
    boolean updateDomain() {
        long now = machine.millis();
        long before = memory.hbdomain;
        long domain = HostSet.with(before, memory.self);
        for (int host = 0; host < memory.hosts; host++) {
            if (host == memory.self) {
                continue;
            }
            boolean heard = memory.heardMillis[host] >= 0
                    && now - memory.heardMillis[host] < memory.timings.beatTimeoutMillis();
            if (!heard) {
                sequence[host] = 0;
                domain = HostSet.without(domain, host);
            } else if (HostSet.contains(domain, host)) {
                boolean deafToUs = memory.heardPhase[host] >= PhaseNumber.FHREADY
                        && memory.phase >= PhaseNumber.FHREADY
                        && !HostSet.contains(memory.heardHbdomain[host], memory.self);
                domain = deafToUs ? HostSet.without(domain, host) : domain;
            } else if (!memory.joinBlock) {
                domain = HostSet.with(domain, host);
            }
        }
        memory.hbdomain = domain;
        return (domain & ~HostSet.of(memory.self)) != (before & ~HostSet.of(memory.self));
    }
}
