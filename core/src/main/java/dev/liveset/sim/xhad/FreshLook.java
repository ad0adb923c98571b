package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/** Step 1: who has not been heard or seen for a quarter of its timeout is waited for, until it shows itself or is gone. */
final class FreshLook {
    private final Memory memory;
    private final XhadMachine machine;
    private final Strand strand;

    FreshLook(Memory memory, XhadMachine machine, Strand strand) {
        this.memory = memory;
        this.machine = machine;
        this.strand = strand;
    }

    void wait(Runnable then) {
        look(machine.millis(), then);
    }

    private void look(long beganMillis, Runnable then) {
        long now = machine.millis();
        for (int host = 0; host < memory.hosts; host++) {
            boolean unheard = HostSet.contains(memory.hbdomain, host)
                    && stale(now, beganMillis, memory.heardMillis[host], memory.timings.beatTimeoutMillis());
            boolean unseen = HostSet.contains(memory.sfdomain, host)
                    && stale(now, beganMillis, memory.movedMillis[host], memory.timings.cycleTimeoutMillis());
            if (unheard || unseen) {
                strand.await(() -> look(beganMillis, then));
                return;
            }
        }
        then.run();
    }

    private static boolean stale(long now, long beganMillis, long lastMillis, long timeoutMillis) {
        return lastMillis >= 0 && now - lastMillis > timeoutMillis / 4 && lastMillis < beganMillis;
    }
}
