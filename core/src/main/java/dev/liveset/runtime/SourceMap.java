package dev.liveset.runtime;

import dev.liveset.PoolConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Which configured host a datagram's source address belongs to: by IP address where no two hosts share it, for a host
 * may send from another port, else by address and port.
 */
final class SourceMap {
    private static final int NOBODY = -1;
    private static final int SHARED = -2;

    private final Map<InetSocketAddress, Integer> bySocket = new HashMap<>();
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();

    SourceMap(PoolConfig pool) {
        for (int host = 0; host < pool.hostCount(); host++) {
            for (InetSocketAddress address : pool.host(host).addresses()) {
                bySocket.put(address, host);
                Integer former = byAddress.putIfAbsent(address.getAddress(), host);
                if (former != null && former != host) {
                    byAddress.put(address.getAddress(), SHARED);
                }
            }
        }
    }

    /** The host's index, or -1. */
    int hostOf(InetSocketAddress source) {
        Integer host = byAddress.get(source.getAddress());
        if (host != null && host == SHARED) {
            host = bySocket.get(source);
        }
        return host == null ? NOBODY : host;
    }
}
