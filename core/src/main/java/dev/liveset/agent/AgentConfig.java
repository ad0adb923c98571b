package dev.liveset.agent;

import dev.liveset.HostSet;
import dev.liveset.PoolConfig;

/**
 * Everything an agent is born with.
 *
 * @param pool the pool, the same on every host
 * @param self index of this host
 * @param incarnation boot incarnation, higher than every former one of this host and durably noted by it (E8)
 * @param asksForMaster whether the host asks for the master lock by itself
 * @param health how the management agent is looked after, null when it is not
 */
public record AgentConfig(PoolConfig pool, int self, long incarnation, boolean asksForMaster, HealthSettings health) {
    /** Without a health check. */
    public AgentConfig(PoolConfig pool, int self, long incarnation, boolean asksForMaster) {
        this(pool, self, incarnation, asksForMaster, null);
    }

    public AgentConfig {
        if (self < 0 || self >= pool.hostCount() || self >= HostSet.MAX_HOSTS) {
            throw new IllegalArgumentException("host index " + self + " of " + pool.hostCount());
        }
        if (incarnation <= 0) {
            throw new IllegalArgumentException("incarnation " + incarnation);
        }
    }
}
