package dev.liveset.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.liveset.PoolConfig;
import dev.liveset.heartbeat.HeartbeatMessage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PoolCodecTest {
    private static final byte[] KEY = "a secret of more than sixteen bytes".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT_KEY = "another secret, also long enough".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer packet = ByteBuffer.allocate(2_000);
    private final HeartbeatMessage seen = new HeartbeatMessage();

    private static HeartbeatMessage message() {
        HeartbeatMessage message = new HeartbeatMessage();
        message.hostIndex = 1;
        message.sequence = 12;
        message.currentLiveset = 0b111;
        message.proposedLiveset = 0b011;
        message.hbdomain = 0b110;
        message.sfdomain = 0b101;
        message.sinceHeartbeatMillis[0] = 250;
        message.sinceStatefileMillis[2] = -1;
        message.heardEcho[2] = 0x8000_0001;
        message.phase = 3;
        message.errString = "health check failed";
        message.sfAccess = true;
        message.joining = true;
        message.incarnation = 7;
        message.longSequence = 1L << 40;
        return message;
    }

    private static PoolCodec codec(int self, PoolKeys keys) {
        return new PoolCodec(TestPool.strict(), self, keys);
    }

    private PacketStatus decode(PoolCodec receiver) {
        return receiver.decodeHeartbeat(packet, 1, seen);
    }

    private void send(PoolKeys keys) {
        codec(1, keys).encodeHeartbeat(message(), packet);
    }

    @Test
    void shouldReceiveWhatWasSent() {
        send(PoolKeys.none());
        assertEquals(1096, packet.remaining());
        assertEquals(PacketStatus.ACCEPTED, decode(codec(0, PoolKeys.none())));
        assertEquals(1096, packet.remaining());
        assertEquals(1, seen.hostIndex);
        assertEquals(12, seen.sequence);
        assertEquals(0b111, seen.currentLiveset);
        assertEquals(0b011, seen.proposedLiveset);
        assertEquals(0b110, seen.hbdomain);
        assertEquals(0b101, seen.sfdomain);
        assertEquals(250, seen.sinceHeartbeatMillis[0]);
        assertEquals(-1, seen.sinceStatefileMillis[2]);
        assertEquals(0x8000_0001, seen.heardEcho[2]);
        assertEquals(3, seen.phase);
        assertEquals("health check failed", seen.errString);
        assertTrue(seen.sfAccess);
        assertTrue(seen.joining);
        assertFalse(seen.fenceRequest);
        assertTrue(seen.trailer);
        assertEquals(7, seen.incarnation);
        assertEquals(1L << 40, seen.longSequence);
    }

    @Test
    void shouldHaveTheBytesOfXhadsPacketInItsFirstPart() {
        send(PoolKeys.none());
        ByteBuffer bytes = packet.order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(
                "78686168" + "00000000" + "0c000000" + "e8020000",
                HexFormat.of().formatHex(packet.array(), 0, 16));
        assertEquals("c0ffee001234456789abcdef01234567", new String(packet.array(), 16, 32, StandardCharsets.US_ASCII));
        assertEquals("11010101111142228333444444444401", new String(packet.array(), 48, 32, StandardCharsets.US_ASCII));
        assertEquals(1, bytes.getInt(80));
        assertEquals(0b111, bytes.getLong(84));
        assertEquals(3, bytes.getInt(632));
        assertEquals("01000000" + "00" + "0100", HexFormat.of().formatHex(packet.array(), 737, 744));
    }

    @Test
    void shouldRefuseAPacketFromAnAddressThatIsNotItsSenders() {
        send(PoolKeys.none());
        assertEquals(PacketStatus.WRONG_SOURCE, codec(0, PoolKeys.none()).decodeHeartbeat(packet, 2, seen));
        assertEquals(PacketStatus.WRONG_SOURCE, codec(0, PoolKeys.none()).decodeHeartbeat(packet, -1, seen));
        assertEquals(PacketStatus.OWN_PACKET, codec(1, PoolKeys.none()).decodeHeartbeat(packet, 1, seen));
    }

    @Test
    void shouldRefuseALargeHostIndex() {
        send(PoolKeys.none());
        packet.order(ByteOrder.LITTLE_ENDIAN).putInt(80, 0x7fffffff);
        assertEquals(PacketStatus.WRONG_INDEX, decode(codec(0, PoolKeys.none())));
        packet.putInt(80, -1);
        assertEquals(PacketStatus.WRONG_INDEX, decode(codec(0, PoolKeys.none())));
    }

    @Test
    void shouldRefuseEveryFlippedBitOfAStrictPacket() {
        send(PoolKeys.none());
        PoolCodec receiver = codec(0, PoolKeys.none());
        for (int bit = 0; bit < 8 * (1096 - 32); bit++) {
            packet.array()[bit / 8] ^= (byte) (1 << bit % 8);
            assertTrue(decode(receiver) != PacketStatus.ACCEPTED, "bit " + bit);
            packet.array()[bit / 8] ^= (byte) (1 << bit % 8);
        }
        assertEquals(PacketStatus.ACCEPTED, decode(receiver));
    }

    @Test
    void shouldRefuseEveryTruncatedPacketOfAStrictPool() {
        send(PoolKeys.none());
        PoolCodec receiver = codec(0, PoolKeys.none());
        for (int length = 0; length < 1096; length++) {
            packet.limit(length);
            assertTrue(decode(receiver) != PacketStatus.ACCEPTED, "length " + length);
        }
        packet.limit(841);
        assertEquals(PacketStatus.WRONG_SIZE, decode(receiver));
        assertEquals(PacketStatus.WRONG_SIZE, receiver.decodeHeartbeat(ByteBuffer.allocate(65_507), 1, seen));
    }

    @Test
    void shouldAcceptAPacketWithoutTrailerInAnInteropPoolOnly() {
        send(PoolKeys.none());
        packet.limit(744);
        assertEquals(PacketStatus.UNTRUSTED, decode(codec(0, PoolKeys.none())));
        assertEquals(PacketStatus.ACCEPTED, decode(new PoolCodec(TestPool.interop(), 0)));
        assertFalse(seen.trailer);
        assertEquals(0, seen.incarnation);
    }

    @Test
    void shouldRefuseAPacketThatWasNotSignedWithAnAcceptedKey() {
        send(PoolKeys.none());
        assertEquals(PacketStatus.UNTRUSTED, decode(codec(0, PoolKeys.of(KEY))));
        send(PoolKeys.of(NEXT_KEY));
        assertEquals(PacketStatus.UNTRUSTED, decode(codec(0, PoolKeys.of(KEY))));
        assertEquals(PacketStatus.ACCEPTED, decode(codec(0, PoolKeys.of(KEY, NEXT_KEY))));
        send(PoolKeys.of(KEY, NEXT_KEY));
        assertEquals(PacketStatus.ACCEPTED, decode(codec(0, PoolKeys.of(KEY))));
    }

    @Test
    void shouldRefuseANewerTrailerVersionByName() {
        send(PoolKeys.none());
        packet.order(ByteOrder.LITTLE_ENDIAN).putInt(PacketLayout.TRAILER + TrailerLayout.VERSION, 2);
        assertEquals(PacketStatus.WRONG_VERSION, decode(codec(0, PoolKeys.none())));
    }

    @Test
    void shouldRefuseAPacketOfAnotherGeneration() {
        PoolConfig later = TestPool.of("c0ffee00-1234-4567-89ab-000000000000", TestPool.IDS, PoolConfig.Mode.STRICT);
        send(PoolKeys.none());
        assertEquals(PacketStatus.WRONG_GENERATION, new PoolCodec(later, 0).decodeHeartbeat(packet, 1, seen));
    }

    @Test
    void shouldCompareIdsWithoutCaseButWriteThemAsConfigured() {
        PoolConfig upper = TestPool.of("C0FFEE00-1234-4567-89AB-CDEF01234567", TestPool.IDS, PoolConfig.Mode.STRICT);
        new PoolCodec(upper, 1).encodeHeartbeat(message(), packet);
        assertEquals('C', packet.get(16));
        assertEquals(PacketStatus.ACCEPTED, decode(codec(0, PoolKeys.none())));
    }

    @Test
    void shouldKeepTheErrorTextObjectWhileItSaysTheSame() {
        send(PoolKeys.none());
        PoolCodec receiver = codec(0, PoolKeys.none());
        decode(receiver);
        String first = seen.errString;
        decode(receiver);
        assertSame(first, seen.errString);
    }

    @Test
    void shouldLeaveTheMessageAloneWhenItRefusesAPacket() {
        send(PoolKeys.none());
        packet.array()[700] ^= 1;
        seen.sequence = 4_711;
        decode(codec(0, PoolKeys.none()));
        assertEquals(4_711, seen.sequence);
    }

    @Test
    void shouldDropUnconfiguredHostsFromSets() {
        HeartbeatMessage wide = message();
        wide.currentLiveset = -1L;
        codec(1, PoolKeys.none()).encodeHeartbeat(wide, packet);
        decode(codec(0, PoolKeys.none()));
        assertEquals(0b111, seen.currentLiveset);
    }

    @Test
    void shouldAcceptEveryCapturedHeartbeatInAnInteropPoolAndNoneInAStrictOne() {
        PoolCodec interop = new PoolCodec(TestPool.interop(), 0);
        PoolCodec strict = codec(0, PoolKeys.none());
        int accepted = 0;
        for (ByteBuffer datagram : Captures.heartbeats()) {
            int sender = datagram.get(80);
            PacketStatus expected = sender == 0 ? PacketStatus.OWN_PACKET : PacketStatus.ACCEPTED;
            assertEquals(expected, interop.decodeHeartbeat(datagram, sender, seen));
            assertEquals(
                    sender == 0 ? PacketStatus.OWN_PACKET : PacketStatus.UNTRUSTED,
                    strict.decodeHeartbeat(datagram, sender, new HeartbeatMessage()));
            if (sender != 0) {
                accepted++;
                assertEquals(0b111, seen.currentLiveset);
                assertEquals(1, seen.phase);
                assertTrue(seen.sfAccess);
                // Written again it is the same packet, byte for byte.
                new PoolCodec(TestPool.interop(), sender).encodeHeartbeat(seen, packet);
                packet.limit(744);
                assertEquals(datagram, packet);
            }
        }
        assertEquals(40, accepted);
    }

    @Test
    void shouldRefuseUseAfterClose() {
        PoolCodec codec = codec(0, PoolKeys.none());
        send(PoolKeys.none());
        codec.close();
        assertThrows(IllegalStateException.class, () -> codec.encodeHeartbeat(message(), packet));
    }
}
