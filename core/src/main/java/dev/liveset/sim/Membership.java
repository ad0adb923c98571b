package dev.liveset.sim;

/** Whether a host that once said that it is in its liveset is still there. */
final class Membership {
    private final SimHost host;
    /** The life in which the host last said that it is in its liveset; -1 since it left cleanly. */
    private int memberInLife = -1;

    private int leavings;

    Membership(SimHost host) {
        this.host = host;
    }

    /** What the host tells the world about itself has changed. */
    void note() {
        if (host.isOnline()) {
            memberInLife = host.life();
        }
    }

    /** The agent's process is gone. */
    void processEnded() {
        if (!host.watchdog().armed()
                && (host.disarmState().doesWithoutWatchdog()
                        || !host.hypervisor().mayRun())) {
            memberInLife = -1; // Nothing is left of the member, or nobody claims that its silence means death.
            leavings++;
        }
    }

    /** Differs between two members that the host has been: between them it was reset, or has left. */
    int life() {
        return host.life() + leavings;
    }

    /** Whether the host that was in the liveset is still there and has not left cleanly: same life, armed or with VMs. */
    boolean lives() {
        return host.isUp()
                && memberInLife == host.life()
                && !host.disarmState().hasLeft()
                && (host.watchdog().armed() || host.hypervisor().mayRun() || host.isOnline());
    }
}
