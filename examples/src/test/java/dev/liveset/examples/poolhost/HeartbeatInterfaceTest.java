package dev.liveset.examples.poolhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.examples.xhad.XhadConf;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configured interface is looked at, and what is wrong with it is told; it is the address that is bound. */
class HeartbeatInterfaceTest {
    @TempDir
    Path directory;

    private Optional<String> check(String link, String address) throws IOException {
        Path conf = Files.writeString(directory.resolve("xhad.conf"), """
                <?xml version="1.0" encoding="utf-8"?>
                <xhad-config version="1.0">
                <common-config>
                <GenerationUUID>c0ffee00-1234-4567-89ab-cdef01234567</GenerationUUID>
                <host><HostID>10000000-1111-4222-8333-444444444400</HostID><IPaddress>%s</IPaddress></host>
                </common-config>
                <local-config><localhost><HostID>10000000-1111-4222-8333-444444444400</HostID>
                <HeartbeatInterface>%s</HeartbeatInterface><StateFile>/dev/xvdh</StateFile>
                </localhost></local-config>
                </xhad-config>
                """.formatted(address, link));
        return HeartbeatInterface.check(XhadConf.read(conf, PoolConfig.Mode.STRICT));
    }

    @Test
    void shouldTellOfAnInterfaceThatIsNotThereOrHasAnotherAddress() throws IOException {
        String loopback = NetworkInterface.networkInterfaces()
                .filter(link -> link.inetAddresses().anyMatch(address -> address.isLoopbackAddress()))
                .map(NetworkInterface::getName)
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.empty(), check(loopback, "127.0.0.1"));
        String none = check("none0", "127.0.0.1").orElseThrow();
        assertTrue(none.startsWith("There is no HeartbeatInterface 'none0'"), none);
        assertTrue(none.endsWith("heartbeats go by the address 127.0.0.1 all the same."), none);
        String other = check(loopback, "192.0.2.1").orElseThrow();
        assertTrue(other.contains("'" + loopback + "' does not have this host's IPaddress"), other);
    }
}
