package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UdpHeartbeatChannelTest {
    private static final long SECONDS_10 = 10_000_000_000L;

    @Test
    void shouldDeliverToThePeerAndNameTheSender() throws Exception {
        PoolConfig pool = pool(1);
        try (UdpHeartbeatChannel one = UdpHeartbeatChannel.open(pool, 0);
                UdpHeartbeatChannel other = UdpHeartbeatChannel.open(pool, 1)) {
            ByteBuffer datagram = ByteBuffer.wrap(new byte[] {9, 8, 7});
            one.send(1, datagram);
            assertEquals(0, datagram.position(), "the datagram is left unchanged");
            List<String> received = new ArrayList<>();
            other.poll(
                    (source, bytes) -> received.add(source + " " + bytes.remaining() + " " + bytes.get()), SECONDS_10);
            assertEquals(List.of("0 3 9"), received);
            assertEquals(0, other.poll((source, bytes) -> received.add("more"), 0));
        }
    }

    @Test
    void shouldSendOverEveryNetwork() throws Exception {
        PoolConfig pool = pool(2);
        try (UdpHeartbeatChannel one = UdpHeartbeatChannel.open(pool, 0);
                UdpHeartbeatChannel other = UdpHeartbeatChannel.open(pool, 1)) {
            one.send(1, ByteBuffer.wrap(new byte[1]));
            List<Integer> sources = new ArrayList<>();
            while (sources.size() < 2) {
                other.poll((source, bytes) -> sources.add(source), SECONDS_10);
            }
            assertEquals(List.of(0, 0), sources);
        }
    }

    @Test
    void shouldHandOverAStrangersDatagramAsNobodys() throws Exception {
        PoolConfig pool = pool(1);
        try (UdpHeartbeatChannel channel = UdpHeartbeatChannel.open(pool, 0);
                DatagramChannel stranger = DatagramChannel.open()) {
            stranger.bind(new InetSocketAddress("127.0.0.77", 0));
            stranger.send(ByteBuffer.wrap(new byte[1]), pool.host(0).addresses().get(0));
            List<Integer> sources = new ArrayList<>();
            channel.poll((source, bytes) -> sources.add(source), SECONDS_10);
            assertEquals(List.of(-1), sources);
        }
    }

    @Test
    void shouldReturnFromAWaitThatIsWokenUp() throws Exception {
        try (UdpHeartbeatChannel channel = UdpHeartbeatChannel.open(pool(1), 0)) {
            channel.wakeup();
            assertEquals(0, channel.poll((source, bytes) -> {}, Long.MAX_VALUE));
        }
    }

    @Test
    void shouldGoOnAfterAPeerThatDoesNotListen() throws Exception {
        PoolConfig pool = pool(1);
        try (UdpHeartbeatChannel one = UdpHeartbeatChannel.open(pool, 0)) {
            one.send(1, ByteBuffer.wrap(new byte[1]));
            try (UdpHeartbeatChannel other = UdpHeartbeatChannel.open(pool, 1)) {
                other.send(0, ByteBuffer.wrap(new byte[1]));
                assertEquals(1, one.poll((source, bytes) -> assertEquals(1, source), SECONDS_10));
            }
        }
    }

    @Test
    void shouldSayInOneSentenceThatThePortIsTaken() throws Exception {
        PoolConfig pool = pool(1);
        try (UdpHeartbeatChannel first = UdpHeartbeatChannel.open(pool, 0)) {
            assertTrue(first.linkUp());
            LivesetException refused = assertThrows(LivesetException.class, () -> UdpHeartbeatChannel.open(pool, 0));
            assertTrue(refused.getMessage().contains("free port"), refused::getMessage);
        }
    }

    @Test
    void shouldRefuseHostsWithDifferentNumbersOfNetworks() throws Exception {
        HostConfig one = host("1", "127.0.0.1", 1);
        HostConfig two = host("2", "127.0.0.2", 2);
        PoolConfig pool = pool(List.of(one, two));
        assertThrows(LivesetException.class, () -> UdpHeartbeatChannel.open(pool, 0));
    }

    private static PoolConfig pool(int networks) throws Exception {
        return pool(List.of(host("1", "127.0.0.1", networks), host("2", "127.0.0.2", networks)));
    }

    private static PoolConfig pool(List<HostConfig> hosts) {
        return new PoolConfig(
                "Lab", new Generation("a".repeat(32)), hosts, Timings.builder().build(), PoolConfig.Mode.STRICT);
    }

    private static HostConfig host(String digit, String address, int networks) throws Exception {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int network = 0; network < networks; network++) {
            addresses.add(new InetSocketAddress(address, freePort(address)));
        }
        return new HostConfig(new HostId(digit.repeat(32)), "lab" + digit, addresses);
    }

    private static int freePort(String address) throws Exception {
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName(address))) {
            return probe.getLocalPort();
        }
    }
}
