package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/**
 * A rendezvous: every liveset host that is visible must be in one of two phases, exactly; who skipped or lingers is waited
 * for, for ever. One more signal is always waited for after that.
 */
final class RendezvousWait {
    private final Memory memory;
    private final Strand strand;
    private final HeartbeatLoop heartbeat;
    private final Acceleration acceleration;

    RendezvousWait(Memory memory, Strand strand, HeartbeatLoop heartbeat, Acceleration acceleration) {
        this.memory = memory;
        this.strand = strand;
        this.heartbeat = heartbeat;
        this.acceleration = acceleration;
    }

    /** @param onStatefile whether the phases in the sections count too, which are visited in haste then */
    void meet(int first, int second, int third, boolean onStatefile, Runnable then) {
        memory.phase = first;
        wait(first, second, onStatefile, () -> {
            memory.phase = second;
            wait(second, third, onStatefile, then);
        });
    }

    private void wait(int one, int other, boolean onStatefile, Runnable then) {
        heartbeat.burst(() -> {
            if (!onStatefile) {
                look(one, other, false, then);
                return;
            }
            acceleration.begin(memory.access);
            memory.wantsAcceleration = true;
            heartbeat.burst(() -> look(one, other, true, () -> {
                if (memory.access) {
                    acceleration.end();
                }
                memory.wantsAcceleration = false;
                heartbeat.burst(then);
            }));
        });
    }

    private void look(int one, int other, boolean onStatefile, Runnable then) {
        boolean met = met(one, other, onStatefile);
        strand.await(met ? then : () -> look(one, other, onStatefile, then));
    }

    private boolean met(int one, int other, boolean onStatefile) {
        for (int host = 0; host < memory.hosts; host++) {
            if (!memory.inCurrent(host)) {
                continue;
            }
            int heard = memory.heardPhase[host];
            if (HostSet.contains(memory.hbdomain, host) && heard != one && heard != other) {
                return false;
            }
            int read = memory.readPhase[host];
            if (onStatefile && HostSet.contains(memory.sfdomain, host) && read != one && read != other) {
                return false;
            }
        }
        return true;
    }
}
