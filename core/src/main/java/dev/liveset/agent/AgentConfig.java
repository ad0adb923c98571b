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
 * @param powerDeadlineNanos how long a power fencer may take to answer, 0 when there is none
 */
public record AgentConfig(
        PoolConfig pool,
        int self,
        long incarnation,
        boolean asksForMaster,
        HealthSettings health,
        long powerDeadlineNanos) {
    /** Without a health check and a power fencer. */
    public AgentConfig(PoolConfig pool, int self, long incarnation, boolean asksForMaster) {
        this(pool, self, incarnation, asksForMaster, null, 0);
    }

    public AgentConfig {
        if (self < 0 || self >= pool.hostCount() || self >= HostSet.MAX_HOSTS) {
            throw new IllegalArgumentException("host index " + self + " of " + pool.hostCount());
        }
        if (incarnation <= 0) {
            throw new IllegalArgumentException("incarnation " + incarnation);
        }
        if (powerDeadlineNanos < 0 || powerDeadlineNanos > 0 && pool.mode() == PoolConfig.Mode.INTEROP) {
            throw new IllegalArgumentException(
                    "power fencer with deadline " + powerDeadlineNanos + " ns, " + pool.mode());
        }
    }
}
