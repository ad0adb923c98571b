package dev.liveset.sim;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ready-made pools for simulations. */
public final class SimPools {
    private SimPools() {}

    /** A pool of hosts {@code h1}, {@code h2}, … with timings of the order of seconds. */
    public static PoolConfig fast(int hosts) {
        Timings timings = onQuickDisk()
                .channels(Duration.ofMillis(250), Duration.ofSeconds(2))
                .watchdog(Duration.ofSeconds(4), Duration.ofSeconds(4))
                .join(Duration.ofSeconds(15), Duration.ofSeconds(15))
                .drift(0.01)
                .build();
        return withTimings(hosts, timings);
    }

    /** A pool of hosts {@code h1}, {@code h2}, … with the default timings of the original (PROTOCOL.md §3). */
    public static PoolConfig original(int hosts) {
        Timings timings = Timings.builder()
                .channels(Duration.ofSeconds(4), Duration.ofSeconds(30))
                .watchdog(Duration.ofSeconds(30), Duration.ofSeconds(45))
                .join(Duration.ofSeconds(90), Duration.ofSeconds(90))
                .build();
        return withTimings(hosts, timings);
    }

    /** A pool in which xhad may be among the hosts, with its fast timings 1/5/1/5/5/7. */
    public static PoolConfig interop(int hosts) {
        Timings timings = onQuickDisk()
                .channels(Duration.ofSeconds(1), Duration.ofSeconds(5))
                .watchdog(Duration.ofSeconds(5), Duration.ofSeconds(7))
                .join(Duration.ofSeconds(20), Duration.ofSeconds(20))
                .buildBesideXhad();
        return interop(hosts, timings);
    }

    /** The same with these timings. */
    public static PoolConfig interop(int hosts, Timings timings) {
        return of(hosts, timings, PoolConfig.Mode.INTEROP);
    }

    /** The same with timings in whole seconds for which every relation is proven. */
    public static PoolConfig provenInterop(int hosts) {
        Timings timings = onQuickDisk()
                .channels(Duration.ofSeconds(1), Duration.ofSeconds(4))
                .watchdog(Duration.ofSeconds(9), Duration.ofSeconds(9))
                .join(Duration.ofSeconds(20), Duration.ofSeconds(20))
                .pauseBudget(Duration.ofSeconds(1))
                .drift(0.01)
                .build();
        return interop(hosts, timings);
    }

    /** What the simulated disks and watchdogs keep to, and pauses of half a second. */
    private static Timings.Builder onQuickDisk() {
        return Timings.builder()
                .watchdogGranularity(Duration.ofMillis(50))
                .ioBound(Duration.ofMillis(250))
                .pauseBudget(Duration.ofMillis(500));
    }

    /** A pool of hosts {@code h1}, {@code h2}, … with these timings. */
    public static PoolConfig withTimings(int hosts, Timings timings) {
        return of(hosts, timings, PoolConfig.Mode.STRICT);
    }

    private static PoolConfig of(int hosts, Timings timings, PoolConfig.Mode mode) {
        List<HostConfig> configured = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            HostId id = new HostId(String.format(Locale.ROOT, "%032x", 0xA0 + host));
            configured.add(new HostConfig(id, "h" + (host + 1), List.of()));
        }
        return new PoolConfig(
                "Simulated", new Generation("5eed0000000000000000000000000001"), configured, timings, mode);
    }
}
