package dev.liveset.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.AllocatedBytes;
import dev.liveset.Generation;
import dev.liveset.HostConfig;
import dev.liveset.HostId;
import dev.liveset.LivesetException;
import dev.liveset.PoolConfig;
import dev.liveset.Timings;
import dev.liveset.heartbeat.HeartbeatChannel.DatagramHandler;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class UdpHeartbeatChannelTest {
    private static final long SECONDS_10 = 10_000_000_000L;
    /** So many beats and the host has a socket of its own. */
    private static final int STEADY = 20;

    private static final int ROUNDS = 3_000;

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

    @Test
    void shouldTellThePortTakenAlsoWhileItIsSharedByItsOwnSockets() throws Exception {
        PoolConfig pool = pool(1);
        try (UdpHeartbeatChannel one = UdpHeartbeatChannel.open(pool, 0);
                UdpHeartbeatChannel other = UdpHeartbeatChannel.open(pool, 1)) {
            assertEquals("1".repeat(STEADY), heard(one, other, STEADY));
            assertThrows(LivesetException.class, () -> UdpHeartbeatChannel.open(pool, 0));
            assertThrows(
                    SocketException.class,
                    () -> new DatagramSocket(pool.host(0).addresses().get(0)));
        }
    }

    @Test
    void shouldHearEveryBeatOnceAndInOrderWhileHostsGetTheirSockets() throws Exception {
        PoolConfig pool = pool(2);
        try (UdpHeartbeatChannel one = UdpHeartbeatChannel.open(pool, 0);
                UdpHeartbeatChannel other = UdpHeartbeatChannel.open(pool, 1)) {
            for (byte beat = 0; beat < STEADY; beat++) {
                other.send(0, ByteBuffer.wrap(new byte[] {beat}));
                List<Integer> seen = new ArrayList<>();
                while (seen.size() < 2) {
                    one.poll((source, bytes) -> seen.add(source * 100 + bytes.get()), SECONDS_10);
                }
                assertEquals(List.of(100 + beat, 100 + beat), seen);
            }
        }
    }

    @Test
    void shouldTellAnotherPortAndAStrangerFromAHostThatBeatsSteadily() throws Exception {
        PoolConfig pool = pool(1);
        InetSocketAddress own = pool.host(0).addresses().get(0);
        try (UdpHeartbeatChannel one = UdpHeartbeatChannel.open(pool, 0);
                UdpHeartbeatChannel other = UdpHeartbeatChannel.open(pool, 1);
                DatagramChannel otherPort = DatagramChannel.open();
                DatagramChannel stranger = DatagramChannel.open()) {
            otherPort.bind(new InetSocketAddress("127.0.0.2", 0));
            stranger.bind(new InetSocketAddress("127.0.0.77", 0));
            heard(one, other, STEADY);
            List<Integer> sources = new ArrayList<>();
            for (int i = 0; i < STEADY; i++) {
                otherPort.send(ByteBuffer.wrap(new byte[1]), own);
                assertEquals(1, one.poll((source, bytes) -> sources.add(source), SECONDS_10));
                stranger.send(ByteBuffer.wrap(new byte[1]), own);
                assertEquals(1, one.poll((source, bytes) -> sources.add(-10 * source), SECONDS_10));
            }
            assertEquals(
                    11 * STEADY, sources.stream().mapToInt(source -> source).sum());
            assertEquals("1", heard(one, other, 1));
        }
    }

    @Test
    void shouldHearAHostThatDiedAndStartedAgainHoweverOften() throws Exception {
        PoolConfig pool = pool(1);
        try (UdpHeartbeatChannel one = UdpHeartbeatChannel.open(pool, 0)) {
            for (int life = 0; life < 5; life++) {
                try (UdpHeartbeatChannel other = UdpHeartbeatChannel.open(pool, 1)) {
                    assertEquals("1".repeat(STEADY), heard(one, other, STEADY), "life " + life);
                }
                one.send(1, ByteBuffer.wrap(new byte[1]));
                assertEquals(0, one.poll((source, bytes) -> {}, 0));
            }
        }
    }

    @Test
    void shouldHearAHostThroughTheFloodOfAStranger() throws Exception {
        PoolConfig pool = pool(1);
        try (UdpHeartbeatChannel one = UdpHeartbeatChannel.open(pool, 0);
                UdpHeartbeatChannel other = UdpHeartbeatChannel.open(pool, 1);
                DatagramChannel stranger = DatagramChannel.open()) {
            heard(one, other, STEADY);
            assertEquals(0, one.poll((source, bytes) -> {}, 0)); // So that the stranger's is the first to be ready.
            for (int i = 0; i < 2_000; i++) {
                stranger.send(
                        ByteBuffer.wrap(new byte[1]), pool.host(0).addresses().get(0));
            }
            other.send(0, ByteBuffer.wrap(new byte[1]));
            List<Integer> sources = new ArrayList<>();
            for (int poll = 0; poll < 2; poll++) {
                one.poll((source, bytes) -> sources.add(source), 0);
            }
            assertTrue(sources.contains(1), "among " + sources.size());
        }
    }

    @Test
    void shouldAllocateNothingWhileThreeHostsBeatOneIsDeadAndOneNeverStarted() throws Exception {
        PoolConfig pool = pool(List.of(
                host("1", "127.0.0.1", 1),
                host("2", "127.0.0.2", 1),
                host("3", "127.0.0.3", 1),
                host("4", "127.0.0.4", 1),
                host("5", "127.0.0.5", 1)));
        ByteBuffer beat = ByteBuffer.allocateDirect(100);
        int[] count = new int[5];
        DatagramHandler counting = (source, datagram) -> count[source]++;
        long bytes = 0;
        try (UdpHeartbeatChannel own = UdpHeartbeatChannel.open(pool, 0);
                UdpHeartbeatChannel two = UdpHeartbeatChannel.open(pool, 1);
                UdpHeartbeatChannel three = UdpHeartbeatChannel.open(pool, 2)) {
            try (UdpHeartbeatChannel dead = UdpHeartbeatChannel.open(pool, 3)) {
                assertEquals("3".repeat(STEADY), heard(own, dead, STEADY));
            }
            for (int round = 0; round < 2 * ROUNDS; round++) {
                two.send(0, beat);
                three.send(0, beat);
                long before = AllocatedBytes.now();
                for (int host = 1; host < 5; host++) {
                    own.send(host, beat);
                }
                for (int received = 0; received < 2; ) {
                    received += own.poll(counting, SECONDS_10);
                }
                bytes = round == ROUNDS ? 0 : bytes + AllocatedBytes.now() - before;
            }
        }
        assertEquals(2 * ROUNDS, count[1]);
        assertEquals(2 * ROUNDS, count[2]);
        assertTrue(bytes < ROUNDS, bytes + " bytes in " + ROUNDS + " rounds");
    }

    /** Beats of one to the other, received each before the next is sent: whom they came from, a digit each. */
    private static String heard(UdpHeartbeatChannel by, UdpHeartbeatChannel from, int beats) {
        StringBuilder sources = new StringBuilder();
        for (int i = 0; i < beats; i++) {
            from.send(0, ByteBuffer.wrap(new byte[1]));
            by.poll((source, bytes) -> sources.append(source), SECONDS_10);
        }
        return sources.toString();
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
