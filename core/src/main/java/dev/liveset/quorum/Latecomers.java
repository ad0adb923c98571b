package dev.liveset.quorum;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;
import dev.liveset.PoolState;

/** Who came to a pool in INIT since this host began, and when the last of them came. */
final class Latecomers {
    private final LivesetState state;
    private final boolean besideXhad;
    /** The boot in which each other host was last there. */
    private final long[] metIncarnation = new long[HostSet.MAX_HOSTS];

    private long lastNanos;
    private int met;

    Latecomers(LivesetState state) {
        this.state = state;
        this.besideXhad = state.pool.mode() == PoolConfig.Mode.INTEROP;
    }

    /** This host begins; nobody came later yet. */
    void begin(long nowNanos) {
        lastNanos = nowNanos;
    }

    /** When the last one came, or this host began. */
    long lastNanos() {
        return lastNanos;
    }

    /**
     * Ours: in INIT everybody must be there at once. Who gives up because others are missing is missing itself while it
     * starts again, so of many hosts that began at different times one always would be: Tenable counts from the start of
     * whoever came last. So often at most that hosts which come and go keep nobody waiting for ever.
     */
    void meet(long nowNanos) {
        if (besideXhad || state.poolState != PoolState.INIT) {
            return;
        }
        long present = HostSet.without(state.hbdomain & state.sfdomain, state.self);
        for (long rest = present; rest != 0; rest &= rest - 1) {
            int host = HostSet.lowest(rest);
            long incarnation = state.seen.incarnation(host);
            if (incarnation != metIncarnation[host] && met < 2 * HostSet.size(state.all)) {
                metIncarnation[host] = incarnation;
                lastNanos = nowNanos;
                met++;
            }
        }
    }
}
