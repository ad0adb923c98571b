package dev.liveset.codec;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The pool of the captures: three hosts of the generation c0ffee00-…, or more of the same kind. */
final class TestPool {
    static final String GENERATION = "c0ffee00-1234-4567-89ab-cdef01234567";
    static final List<String> IDS = List.of(
            "10000000-1111-4222-8333-444444444400",
            "11010101-1111-4222-8333-444444444401",
            "12020202-1111-4222-8333-444444444402");

    private TestPool() {}

    static PoolConfig strict() {
        return of(GENERATION, IDS, PoolConfig.Mode.STRICT);
    }

    static PoolConfig interop() {
        return of(GENERATION, IDS, PoolConfig.Mode.INTEROP);
    }

    static PoolConfig ofSize(int hosts, PoolConfig.Mode mode) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            ids.add(String.format(Locale.ROOT, "%08d-1111-4222-8333-4444444444ab", i));
        }
        return of(GENERATION, ids, mode);
    }

    static PoolConfig of(String generation, List<String> ids, PoolConfig.Mode mode) {
        List<HostConfig> hosts = ids.stream()
                .map(id -> new HostConfig(HostId.parse(id), "host-" + id.substring(0, 8), List.of()))
                .toList();
        return new PoolConfig(
                "test", Generation.parse(generation), hosts, Timings.builder().build(), mode);
    }
}
