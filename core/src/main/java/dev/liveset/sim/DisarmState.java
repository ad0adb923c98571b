package dev.liveset.sim;

import dev.liveset.agent.Command;

/** Who has had the watchdog of one machine disarmed, and what nobody claims of it any more since then. */
final class DisarmState {
    private final SimWatchdog watchdog;
    private final SimHypervisor hypervisor;
    private boolean doesWithoutWatchdog;
    private boolean closedItsWatchdog;

    DisarmState(SimWatchdog watchdog, SimHypervisor hypervisor) {
        this.watchdog = watchdog;
        this.hypervisor = hypervisor;
    }

    /** The machine has booted. */
    void boot() {
        doesWithoutWatchdog = false;
    }

    /** An agent starts on the machine. */
    void startAgent() {
        closedItsWatchdog = false;
    }

    /** The agent is given a command. */
    void command(Command command) {
        doesWithoutWatchdog |= command instanceof Command.Disarm;
    }

    /** The agent of this machine has the watchdog disarmed. */
    void disarm() {
        watchdog.disarm();
        closedItsWatchdog = true;
    }

    /** Whether an operator has had the watchdog disarmed in this boot: then nobody claims that silence means death. */
    boolean doesWithoutWatchdog() {
        return doesWithoutWatchdog;
    }

    /** Whether it has none any more for that reason. */
    boolean isUnguarded() {
        return doesWithoutWatchdog && !watchdog.armed();
    }

    /**
     * Whether its agent has closed the watchdog in order to leave, and nothing runs here: from then on it acts no more,
     * whether or not it comes to say so.
     */
    boolean hasLeft() {
        return closedItsWatchdog && !doesWithoutWatchdog && !hypervisor.mayRun();
    }
}
