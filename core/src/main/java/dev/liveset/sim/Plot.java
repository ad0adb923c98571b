package dev.liveset.sim;

/** What a random schedule is about: each plot goes where another part of the protocol is at its weakest. */
enum Plot {
    /** The pool may recover from each fault before the next; its price is known. */
    ONE_AT_A_TIME(30),
    /** Faults of every kind at any time. */
    SCATTERED(22),
    /** Several faults within the time of one round of fault handling. */
    BURST(14),
    /** A host is lost, and others meet faults while its VMs are restarted. */
    RESTART(12),
    /** Hosts come back while messages get lost and others go. */
    JOIN(8),
    /** Writes tear, come late or fail, bits flip. */
    BAD_DISK(8),
    /** The network is cut while one host's disk stalls again and again, and it stands still. */
    STALLS(8),
    /** Operators move, stop and start VMs while hosts go. */
    MOVES(8),
    /** Management agents are ill. */
    HEALTH(4),
    /** The whole pool loses its disk, and then something more. */
    RULE_2(9),
    /** All hosts lose their power and boot into faults. */
    COLD_BOOT(8),
    /** The master lock goes from hand to hand. */
    MASTERS(8),
    /** A host stalls again and again in the midst of a round, each time for less than a timeout. */
    TRAINS(10),
    /** A host does without its watchdog, and people say who is dead. */
    UNARMED(5),
    /** At a step of the protocol several faults at once, or within a beat or two of it. */
    STEPS(20);

    private final int weight;

    Plot(int weight) {
        this.weight = weight;
    }

    static Plot draw(SimRandom random) {
        int all = 0;
        for (Plot plot : values()) {
            all += plot.weight;
        }
        int left = random.below(all);
        for (Plot plot : values()) {
            left -= plot.weight;
            if (left < 0) {
                return plot;
            }
        }
        return SCATTERED;
    }
}
