package dev.liveset.sim;

/** Counts the boots of one machine and the agents that start on it. */
final class BootRecord {
    private int boots;
    private int agentStarts;
    /** On which boot the last agent started; 0 none. */
    private int bootOfLastStart;

    private long bootIdHigh;
    private long bootIdLow;

    /** The machine has booted. */
    void boot(SimRandom random) {
        boots++;
        bootIdHigh = random.next();
        bootIdLow = random.next();
    }

    /** An agent starts on the machine. */
    AgentBirth startAgent() {
        agentStarts++;
        long incarnation = ((long) boots << 20) + agentStarts;
        boolean firstOfBoot = bootOfLastStart != 0 && bootOfLastStart != boots;
        bootOfLastStart = boots;
        return new AgentBirth(incarnation, bootIdHigh, bootIdLow, firstOfBoot);
    }
}
