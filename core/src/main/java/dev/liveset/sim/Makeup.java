package dev.liveset.sim;

import dev.liveset.HostSet;
import dev.liveset.sim.xhad.XhadTimings;

/**
 * Which hosts of a pool run a model of XenServer's own daemon.
 *
 * @param xhads those hosts
 * @param timings their parameters, null when there are none
 * @param isMixed whether the VMs are kept by a toolstack above the liveset, as in every pool where xhad may be
 */
record Makeup(long xhads, XhadTimings timings, boolean isMixed) {
    /** Every host is ours and keeps its own VMs. */
    static final Makeup OURS = new Makeup(0, null, false);

    /** These hosts run the model, the others ours. */
    static Makeup mixed(long xhads, XhadTimings timings) {
        return new Makeup(xhads, timings, true);
    }

    boolean isXhad(int host) {
        return HostSet.contains(xhads, host);
    }
}
