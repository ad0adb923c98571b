package dev.liveset.codec;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;

/** The ids of a pool in the form in which they are compared: its generation and its hosts by index. */
final class PoolIds {
    final DiskId generation;
    final boolean strict;
    /** All hosts as a host set. */
    final long configured;

    private final DiskId[] hosts;

    PoolIds(PoolConfig pool) {
        this(
                new DiskId(pool.generation().value()),
                pool.hosts().stream().map(host -> new DiskId(host.id().value())).toArray(DiskId[]::new),
                pool.mode() == PoolConfig.Mode.STRICT);
    }

    PoolIds(DiskId generation, DiskId[] hosts, boolean strict) {
        this.generation = generation;
        this.hosts = hosts;
        this.strict = strict;
        this.configured = HostSet.firstHosts(hosts.length);
    }

    DiskId host(int index) {
        return hosts[index];
    }

    int hostCount() {
        return hosts.length;
    }

    boolean isHost(int index) {
        return index >= 0 && index < hosts.length;
    }

    /** The index of the host whose 32 characters stand at the field of the record that begins there, or -1. */
    int indexOf(CheckedMemory memory, int page, int field) {
        for (int i = 0; i < hosts.length; i++) {
            if (hosts[i].isAscii(memory, page, field)) {
                return i;
            }
        }
        for (int i = 0; i < hosts.length; i++) { // written in another case
            if (hosts[i].matchesAscii(memory, page, field)) {
                return i;
            }
        }
        return -1;
    }
}
