package dev.liveset.sim.xhad;

import dev.liveset.HostSet;

/** The master lock (PROTOCOL.md §5): requests and grants in the host sections; a host is master when all members grant it. */
final class LockDesk {
    private final Memory memory;
    private final HeartbeatLoop heartbeat;
    private final Acceleration acceleration;
    private boolean wanted;
    private boolean cancelled;
    private boolean asking;
    private boolean cleanedOnce;

    LockDesk(Memory memory, HeartbeatLoop heartbeat, Acceleration acceleration) {
        this.memory = memory;
        this.heartbeat = heartbeat;
        this.acceleration = acceleration;
    }

    /** Asks for the lock, once: it is given up when another host gets it or the statefile is lost. */
    void propose() {
        if (!asking && cleanedOnce && holder() < 0) {
            asking = true;
            wanted = true;
            acceleration.begin(memory.access);
            memory.wantsAcceleration = true;
            heartbeat.burst(() -> {});
        }
    }

    void cancel() {
        wanted = false;
        cancelled = true;
    }

    /** Index of the host that holds the lock in this host's eyes, -1 nobody. */
    int holder() {
        for (int host = 0; host < memory.hosts; host++) {
            boolean granted = memory.inCurrent(host);
            for (int member = 0; member < memory.hosts; member++) {
                granted &= !memory.inCurrent(member) || HostSet.contains(memory.lockGrant[member], host);
            }
            if (granted) {
                return host;
            }
        }
        return -1;
    }

    /** Called every 100 ms. */
    void tend() {
        if (memory.access && memory.isMember()) {
            clearGrants();
            request();
            grant();
            cleanedOnce = true;
        }
        if (asking) {
            settle();
        }
    }

    private void clearGrants() {
        for (int host = 0; host < memory.hosts; host++) {
            if (!memory.lockRequest[host] || !memory.inCurrent(host)) {
                memory.lockGrant[memory.self] = HostSet.without(memory.lockGrant[memory.self], host);
            }
        }
    }

    private void request() {
        if (wanted && mayRequest()) {
            memory.lockRequest[memory.self] = true;
            wanted = false;
        }
        if (cancelled) {
            memory.lockRequest[memory.self] = false;
            wanted = false;
            cancelled = false;
        }
    }

    private boolean mayRequest() {
        for (int host = 0; host < memory.hosts; host++) {
            boolean stillGranted = HostSet.contains(memory.lockGrant[host], memory.self);
            boolean grantsLower = host > memory.self && HostSet.contains(memory.lockGrant[memory.self], host);
            if (memory.inCurrent(host) && (stillGranted || grantsLower)) {
                return false;
            }
        }
        return true;
    }

    private void grant() {
        for (int host = 0; host < memory.hosts; host++) {
            boolean prior = !memory.lockRequest[memory.self] || host <= memory.self;
            if (memory.lockRequest[host] && memory.inCurrent(host) && prior) {
                memory.lockGrant[memory.self] = HostSet.with(memory.lockGrant[memory.self], host);
            }
        }
    }

    private void settle() {
        int holder = holder();
        boolean gaveUp = !wanted && !memory.lockRequest[memory.self] || !memory.access;
        if (holder < 0 && !gaveUp) {
            return;
        }
        asking = false;
        memory.wantsAcceleration = false;
        if (memory.access) {
            acceleration.end();
        }
        heartbeat.burst(() -> {});
        if (holder == memory.self) {
            memory.masterChanged = true;
        } else {
            cancel();
        }
    }
}
