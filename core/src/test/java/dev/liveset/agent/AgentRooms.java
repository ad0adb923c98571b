package dev.liveset.agent;

import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.quorum.QuorumPools;
import java.time.Duration;

/** What the tests of the agent's rooms are given. */
final class AgentRooms {
    static final long MILLI = 1_000_000L;

    private AgentRooms() {}

    /** T1 = T2 = 2 s, W = 5 s, t1 = t2 = 400 ms, a tick of 80 ms. */
    static Timings timings() {
        return Timings.builder()
                .heartbeat(Duration.ofMillis(400), Duration.ofSeconds(2))
                .statefile(Duration.ofMillis(400), Duration.ofSeconds(2))
                .watchdog(Duration.ofSeconds(5), Duration.ofSeconds(5))
                .join(Duration.ofSeconds(12), Duration.ofSeconds(12))
                .ioBound(Duration.ofMillis(200))
                .pauseBudget(Duration.ofMillis(800))
                .build();
    }

    static PoolConfig pool(int hosts, PoolConfig.Mode mode) {
        return QuorumPools.pool(hosts, timings(), mode);
    }
}
