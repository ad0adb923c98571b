package dev.liveset.sim.xhad;

import dev.liveset.PoolConfig;
import java.util.List;

/**
 * Who the daemon is: what its configuration says besides the timings.
 *
 * @param generation 32 ASCII characters
 * @param hosts the ids of the configured hosts by index, 32 ASCII characters each
 * @param self index of this host
 */
public record XhadIdentity(String generation, List<String> hosts, int self) {
    public XhadIdentity {
        hosts = List.copyOf(hosts);
    }

    /** The identity of one host of a pool. */
    public static XhadIdentity of(PoolConfig pool, int self) {
        List<String> ids = pool.hosts().stream().map(host -> host.id().value()).toList();
        return new XhadIdentity(pool.generation().value(), ids, self);
    }

    int count() {
        return hosts.size();
    }
}
