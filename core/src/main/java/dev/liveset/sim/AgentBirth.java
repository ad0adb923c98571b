package dev.liveset.sim;

/**
 * What a machine tells an agent that starts on it.
 *
 * @param incarnation higher than every former one of the host
 * @param bootIdHigh high word of the machine's boot id
 * @param bootIdLow low word of the machine's boot id
 * @param firstOfBoot whether the machine has rebooted since its last agent started
 */
record AgentBirth(long incarnation, long bootIdHigh, long bootIdLow, boolean firstOfBoot) {}
