package dev.liveset.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Packets of hosts of both kinds at one gate. */
class PacketGateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long T1 = 5 * SECOND;

    private final PacketGate gate = new PacketGate(T1);

    private boolean plain(long now, int sequence) {
        HeartbeatMessage message = new HeartbeatMessage();
        message.hostIndex = 1;
        message.sequence = sequence;
        return gate.accept(now, message);
    }

    private boolean signed(long now, long incarnation, long sequence) {
        HeartbeatMessage message = new HeartbeatMessage();
        message.hostIndex = 1;
        message.sequence = (int) sequence;
        message.trailer = true;
        message.incarnation = incarnation;
        message.longSequence = sequence;
        return gate.accept(now, message);
    }

    @Test
    void shouldTakeAnXhadsPacketsInTheirOrderAndCountTheOthers() {
        assertTrue(plain(10 * SECOND, 7));
        assertFalse(plain(11 * SECOND, 7));
        assertFalse(plain(11 * SECOND, 6));
        assertTrue(plain(11 * SECOND, 8));
        assertEquals(2, gate.refused());
    }

    @Test
    void shouldForgetAnXhadThatRestartedAfterT1() {
        assertTrue(plain(10 * SECOND, 7_000));
        assertFalse(plain(11 * SECOND, 1));
        assertTrue(plain(15 * SECOND, 1));
    }

    @Test
    void shouldRefuseARecordedPacketThatIsSentAgain() {
        assertTrue(signed(10 * SECOND, 3, 7));
        assertFalse(signed(10 * SECOND, 3, 7), "at once");
        assertTrue(signed(11 * SECOND, 3, 8));
        assertFalse(signed(40 * SECOND, 3, 7), "after T1 too");
        assertEquals(2, gate.refused());
    }

    @Test
    void shouldRefuseAPacketOfAnEarlierBootWhateverItsSequence() {
        assertTrue(signed(10 * SECOND, 3, 7));
        assertTrue(signed(11 * SECOND, 4, 1), "a new boot counts from its own beginning");
        assertFalse(signed(12 * SECOND, 3, 8));
        assertFalse(signed(50 * SECOND, 3, Long.MAX_VALUE));
        assertTrue(signed(51 * SECOND, 4, 2));
        assertEquals(2, gate.refused());
    }

    @Test
    void shouldRefuseAForgedFarAheadNumberWithoutATrailerFromAHostThatSigns() {
        assertTrue(signed(10 * SECOND, 3, 1));
        assertFalse(plain(11 * SECOND, Integer.MAX_VALUE));
        assertTrue(signed(11 * SECOND, 3, 2), "the host itself is heard on");
        assertEquals(1, gate.refused());
    }

    @Test
    void shouldTakeAnXhadThatCameInPlaceOfOurs() {
        assertTrue(signed(10 * SECOND, 3, 1));
        assertTrue(plain(15 * SECOND, 1));
        assertTrue(plain(16 * SECOND, 2));
        assertFalse(signed(17 * SECOND, 3, 1), "a repeated packet of the former software");
        assertTrue(signed(18 * SECOND, 4, 1));
    }
}
