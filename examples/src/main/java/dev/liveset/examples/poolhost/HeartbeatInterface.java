package dev.liveset.examples.poolhost;

import dev.liveset.examples.xhad.XhadConf;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/** Looks whether the configured interface holds the host's address. It is the address that is bound. */
final class HeartbeatInterface {
    private HeartbeatInterface() {}

    /** What is wrong with it, in a sentence. */
    static Optional<String> check(XhadConf conf) {
        String name = conf.heartbeatInterface();
        InetAddress address =
                conf.pool().host(conf.selfIndex()).addresses().get(0).getAddress();
        try {
            NetworkInterface link = NetworkInterface.getByName(name);
            if (link == null) {
                return warning("There is no HeartbeatInterface '" + name + "' on this machine", address);
            }
            // The whole of 127/8 is the loopback's, although it lists only one address.
            boolean holds =
                    link.inetAddresses().anyMatch(address::equals) || link.isLoopback() && address.isLoopbackAddress();
            return holds
                    ? Optional.empty()
                    : warning("The HeartbeatInterface '" + name + "' does not have this host's IPaddress", address);
        } catch (SocketException e) {
            return warning(
                    "The HeartbeatInterface '" + name + "' cannot be looked at (" + e.getMessage() + ")", address);
        }
    }

    private static Optional<String> warning(String what, InetAddress address) {
        return Optional.of(what + "; heartbeats go by the address " + address.getHostAddress() + " all the same.");
    }
}
