package dev.liveset;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * One configured host of a pool.
 *
 * @param id the host's UUID
 * @param name what operators call it
 * @param addresses where it receives heartbeats, one per network, in the same order on every host; may be empty in
 *     simulations
 */
public record HostConfig(HostId id, String name, List<InetSocketAddress> addresses) {
    public HostConfig {
        addresses = List.copyOf(addresses);
    }
}
