package dev.liveset.sim;

import dev.liveset.agent.Event;

/** The process on a machine that keeps it in the liveset: our agent's, or a model of XenServer's own daemon. */
interface HostProcess {
    void start();

    /** The process is gone, its machine with it or not. */
    void close(boolean machineToo);

    /** Something for the agent; another process has no use for it. */
    void deliver(Event event);

    /** A datagram has come in. */
    void receive(byte[] bytes, int length, int from);

    /** It stands still for a while, from now or from the middle of its next step. */
    void freeze(long nanos, boolean withinStep);

    /** Its machine is reset in the middle of its next step. */
    void dieWithinNextStep();

    boolean isFrozen();

    boolean isServedBy(SimStatefile statefile);

    /** The liveset as it would answer when asked; 0 unless it is online. */
    long liveset();

    /** Index of the host that it takes for the master, -1 nobody. */
    int master();

    /** The software that keeps the VMs asks for the master lock. */
    void proposeMaster();

    /** The operator adds to the host's weight. */
    void weigh(int added);
}
