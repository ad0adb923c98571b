package dev.liveset.agent;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
        List<HostConfig> configs = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            HostId id = new HostId(String.format(Locale.ROOT, "%032x", 0x1000 + host));
            configs.add(new HostConfig(id, "host" + host, List.of()));
        }
        return new PoolConfig("test", new Generation("c0ffee00123445678901234567890123"), configs, timings(), mode);
    }
}
