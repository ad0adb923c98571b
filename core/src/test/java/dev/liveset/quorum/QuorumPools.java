package dev.liveset.quorum;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pools for tests. */
public final class QuorumPools {
    private QuorumPools() {}

    static PoolConfig pool(int hosts) {
        return pool(hosts, PoolConfig.Mode.STRICT);
    }

    static PoolConfig pool(int hosts, PoolConfig.Mode mode) {
        return pool(hosts, timings(), mode);
    }

    /** So many hosts with neutral names, in the order of their ids. */
    public static PoolConfig pool(int hosts, Timings timings, PoolConfig.Mode mode) {
        List<HostConfig> configs = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            HostId id = new HostId(String.format(Locale.ROOT, "%032x", 0x1000 + host));
            configs.add(new HostConfig(id, "host" + host, List.of()));
        }
        Generation generation = new Generation("c0ffee00123445678901234567890123");
        return new PoolConfig("test", generation, configs, timings, mode);
    }

    static Timings timings() {
        return Timings.builder()
                .heartbeat(Duration.ofMillis(250), Duration.ofSeconds(2))
                .statefile(Duration.ofMillis(250), Duration.ofSeconds(2))
                .watchdog(Duration.ofSeconds(4), Duration.ofSeconds(4))
                .join(Duration.ofSeconds(12), Duration.ofSeconds(12))
                .ioBound(Duration.ofMillis(200))
                .pauseBudget(Duration.ofMillis(800))
                .build();
    }
}
