package dev.liveset.codec;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.heartbeat.HeartbeatMessage;
import dev.liveset.statefile.HostSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pools and contents to measure with. */
final class BenchmarkPool {
    private BenchmarkPool() {}

    static PoolConfig interop(int hosts) {
        return of(hosts, PoolConfig.Mode.INTEROP);
    }

    static PoolConfig strict(int hosts) {
        return of(hosts, PoolConfig.Mode.STRICT);
    }

    private static PoolConfig of(int hosts, PoolConfig.Mode mode) {
        List<HostConfig> configs = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            String id = String.format(Locale.ROOT, "%08d-1111-4222-8333-444444444444", i);
            configs.add(new HostConfig(HostId.parse(id), "host" + i, List.of()));
        }
        Generation generation = Generation.parse("c0ffee00-1234-4567-89ab-cdef01234567");
        return new PoolConfig(
                "benchmark", generation, configs, Timings.builder().build(), mode);
    }

    static HostSection section(int host) {
        HostSection section = new HostSection();
        section.sequence = 1_000 + host;
        section.currentLiveset = -1L;
        section.proposedLiveset = -1L;
        section.hbdomain = -1L;
        section.sfdomain = -1L;
        section.lockGrant = 1;
        section.phase = 1;
        section.weight = 1;
        for (int i = 0; i < section.sinceHeartbeatMillis.length; i++) {
            section.sinceHeartbeatMillis[i] = 250 + i * host;
            section.sinceStatefileMillis[i] = 500 + i;
        }
        section.incarnation = 5;
        section.longSequence = 1_000L + host;
        section.watchdogTimeoutMillis = 20_000;
        return section;
    }

    static HeartbeatMessage message(int host) {
        HeartbeatMessage message = new HeartbeatMessage();
        message.hostIndex = host;
        message.sequence = 17;
        message.currentLiveset = -1L;
        message.proposedLiveset = -1L;
        message.hbdomain = -1L;
        message.sfdomain = -1L;
        message.phase = 1;
        message.sfAccess = true;
        message.incarnation = 5;
        message.longSequence = 17;
        return message;
    }
}
