package dev.liveset.recovery;

import java.util.List;

/**
 * A host's manifest region: everything others must know of it after its death (DESIGN.md, extension area). Complete at
 * every write: no valid manifest means unknown, never empty.
 *
 * @param host index of the host, its only writer
 * @param incarnation boot incarnation; 0 in the manifest that the formatter wrote
 * @param sequence region sequence within the incarnation
 * @param bootIdHigh high word of the machine's boot id
 * @param bootIdLow low word of the machine's boot id
 * @param armed whether its watchdog runs and will reset it; false is durable before a disarm (E7)
 * @param watchdogTimeoutMillis timeout as read back, 0 when not armed
 * @param promisedEpoch permits below are refused (E2)
 * @param memoryMib memory for VMs, in MiB
 * @param claims VMs that may be running here
 * @param answers permits that ended, newest per VM
 */
public record Manifest(
        int host,
        long incarnation,
        long sequence,
        long bootIdHigh,
        long bootIdLow,
        boolean armed,
        int watchdogTimeoutMillis,
        long promisedEpoch,
        long memoryMib,
        List<Claim> claims,
        List<Answer> answers) {
    public Manifest {
        claims = List.copyOf(claims);
        answers = List.copyOf(answers);
    }

    /** What the formatter writes for every host. */
    public static Manifest initial(int host) {
        return new Manifest(host, 0, 0, 0, 0, false, 0, 0, 0, List.of(), List.of());
    }

    /** Whether the machine has not rebooted since: claims are void after a reboot (E8). */
    public boolean sameBoot(long high, long low) {
        return bootIdHigh == high && bootIdLow == low;
    }
}
