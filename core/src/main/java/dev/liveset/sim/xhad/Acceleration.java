package dev.liveset.sim.xhad;

/** How often the statefile is visited: about every t2, or at every poll while somebody asks for haste. */
final class Acceleration {
    private static final long HASTE_MILLIS = 400;

    private final long intervalMillis;
    private final XhadMachine machine;
    private boolean on;

    Acceleration(XhadTimings timings, XhadMachine machine) {
        intervalMillis = timings.cycleMillis();
        this.machine = machine;
    }

    /** Only with statefile access. */
    void begin(boolean access) {
        on |= access;
    }

    void end() {
        on = false;
    }

    /** How old the last cycle must be for the next one; drawn anew at every look. */
    long targetMillis() {
        if (on) {
            return HASTE_MILLIS;
        }
        long target = intervalMillis + machine.jitterMillis();
        return target > 0 ? target : intervalMillis;
    }
}
