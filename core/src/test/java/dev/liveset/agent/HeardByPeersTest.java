package dev.liveset.agent;

import static dev.liveset.agent.AgentRooms.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Under rule 2 a host lives by what all others of the liveset say of having heard it; host 0 here. */
class HeardByPeersTest {
    private final HeardByPeers heard = new HeardByPeers(0);

    @Test
    void shouldCountFromTheOtherWhoHeardItLongestAgo() {
        heard.onPacket(10_000 * MILLI, 1, 300);
        heard.onPacket(10_000 * MILLI, 2, 1_500);
        heard.onPacket(10_000 * MILLI, 3, 9_000);
        assertEquals(8_500 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0111));
        assertEquals(1_000 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b1111));
        assertEquals(9_700 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011));
    }

    @Test
    void shouldNotLetALatePacketTakeBackWhatANewerOneSaid() {
        heard.onPacket(10_000 * MILLI, 1, 300);
        heard.onPacket(10_100 * MILLI, 1, 900);
        assertEquals(9_700 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011));
    }

    @Test
    void shouldNotLiveByAHostThatHasNeverHeardIt() {
        heard.onPacket(10_000 * MILLI, 1, -1);
        assertTrue(heard.byAllNanos(11_000 * MILLI, 0b0011) < 0);
        heard.onPacket(10_000 * MILLI, 1, 0);
        assertEquals(10_000 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011));
    }

    @Test
    void shouldLiveWhileItIsAlone() {
        assertEquals(11_000 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0001));
    }
}
