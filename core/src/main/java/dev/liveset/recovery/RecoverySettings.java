package dev.liveset.recovery;

import dev.liveset.HostSet;
import java.util.List;

/**
 * What recovery on one host is born with.
 *
 * @param self index of this host
 * @param hostNames name of every configured host, by index, for sentences
 * @param incarnation boot incarnation of this agent, higher than every former one of this host
 * @param bootIdHigh high word of the machine's boot id
 * @param bootIdLow low word of the machine's boot id
 * @param memoryMib memory for VMs on this host, in MiB
 * @param maxVms how many VMs the extension area was formatted for
 * @param acceptsUnarmed whether the operator accepted hosts without an armed watchdog: they may run VMs, but nothing of
 *     theirs is restarted elsewhere by itself
 * @param firstOfBoot whether the machine itself proves that it has rebooted since this host's last agent started: then
 *     nothing of before runs here, whatever the disk says or has lost
 */
public record RecoverySettings(
        int self,
        List<String> hostNames,
        long incarnation,
        long bootIdHigh,
        long bootIdLow,
        long memoryMib,
        int maxVms,
        boolean acceptsUnarmed,
        boolean firstOfBoot) {
    public RecoverySettings {
        hostNames = List.copyOf(hostNames);
        if (hostNames.size() > HostSet.MAX_HOSTS || self < 0 || self >= hostNames.size()) {
            throw new IllegalArgumentException("host index " + self + " of " + hostNames.size());
        }
        if (incarnation <= 0) {
            throw new IllegalArgumentException("incarnation " + incarnation);
        }
        if (maxVms <= 0) {
            throw new IllegalArgumentException("maxVms " + maxVms);
        }
    }

    int hostCount() {
        return hostNames.size();
    }

    String name(int host) {
        return hostNames.get(host);
    }
}
