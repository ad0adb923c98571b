package dev.liveset.failover;

import java.util.BitSet;

/**
 * A protected VM that may not run on every enabled host.
 *
 * @param vm index of the VM
 * @param hosts the hosts whose loss, all together, it cannot survive whatever room there is; empty if it has no enabled
 *     host even now
 */
public record NonAgileVm(int vm, BitSet hosts) {
    public NonAgileVm {
        hosts = (BitSet) hosts.clone();
    }

    @Override
    public BitSet hosts() {
        return (BitSet) hosts.clone();
    }
}
