package dev.liveset.io;

import dev.liveset.LivesetException;
import dev.liveset.LivesetException.Code;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a keeper is to guard.
 *
 * @param group the processes it kills: the host's own group
 * @param vmsOutsideGroup whether VMs of this host may run outside that group, where the keeper does not reach them
 * @param acceptVmsOutsideGroup the operator's word that such a keeper is wanted all the same; the host then publishes
 *     itself as not armed, and its VMs are never restarted elsewhere by themselves
 * @param evidence file that gets one line when the keeper kills
 */
public record KeeperConfig(
        ProcessGroup group, boolean vmsOutsideGroup, boolean acceptVmsOutsideGroup, Optional<Path> evidence) {
    /** Throws {@link LivesetException} when VMs would be out of reach and nobody accepted that. */
    public KeeperConfig {
        if (vmsOutsideGroup && !acceptVmsOutsideGroup) {
            throw new LivesetException(
                    Code.INVALID_CONFIG,
                    "The keeper cannot stop VMs outside the host's process group, so it is no watchdog for them:"
                            + " use the hardware watchdog, or set acceptVmsOutsideGroup and do without automatic"
                            + " restarts of this host's VMs.");
        }
    }

    /** The usual case: every VM is a child of the host and stays in its group. */
    public static KeeperConfig guarding(ProcessGroup group) {
        return new KeeperConfig(group, false, false, Optional.empty());
    }

    /** The same with a file for the keeper's line. */
    public KeeperConfig withEvidence(Path file) {
        return new KeeperConfig(group, vmsOutsideGroup, acceptVmsOutsideGroup, Optional.of(file));
    }
}
