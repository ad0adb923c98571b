package dev.liveset.codec;

import dev.liveset.PoolConfig;

/** The ids of a pool in the form in which they are compared: its generation and its hosts by index. */
final class PoolIds {
    final PoolConfig pool;
    final boolean strict;
    final DiskId generation;
    private final DiskId[] hosts;

    PoolIds(PoolConfig pool) {
        this.pool = pool;
        this.strict = pool.mode() == PoolConfig.Mode.STRICT;
        this.generation = new DiskId(pool.generation().value());
        this.hosts =
                pool.hosts().stream().map(host -> new DiskId(host.id().value())).toArray(DiskId[]::new);
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

    /** The index of the host whose 32 characters these are, or -1. */
    int indexOf(CheckedMemory memory, int offset) {
        for (int i = 0; i < hosts.length; i++) {
            if (hosts[i].matchesAscii(memory, offset)) {
                return i;
            }
        }
        return -1;
    }
}
