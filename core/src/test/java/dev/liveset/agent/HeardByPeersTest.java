package dev.liveset.agent;

import static dev.liveset.agent.AgentRooms.MILLI;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Under rule 2 a host lives by what all others of the liveset say of having heard it; host 0 here. */
class HeardByPeersTest {
    private static final long SECOND = 1_000 * MILLI;

    private final HeardByPeers heard = new HeardByPeers(0);

    @Test
    void shouldCountFromTheOtherWhoHeardItLongestAgo() {
        heard.onPacket(10_000 * MILLI, 1, 300, true);
        heard.onPacket(10_000 * MILLI, 2, 1_500, true);
        heard.onPacket(10_000 * MILLI, 3, 9_000, true);
        assertEquals(8_500 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0111));
        assertEquals(1_000 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b1111));
        assertEquals(9_700 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011));
    }

    @Test
    void shouldNotLetALatePacketTakeBackWhatANewerOneSaid() {
        heard.onPacket(10_000 * MILLI, 1, 300, true);
        heard.onPacket(10_100 * MILLI, 1, 900, true);
        assertEquals(9_700 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011));
    }

    @Test
    void shouldNotLiveByAHostThatHasNeverHeardIt() {
        heard.onPacket(10_000 * MILLI, 1, -1, true);
        assertTrue(heard.byAllNanos(11_000 * MILLI, 0b0011) < 0);
        heard.onPacket(10_000 * MILLI, 1, 0, true);
        assertEquals(10_000 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011));
    }

    @Test
    void shouldNotLiveByTheWordOfAHostThatIsNotUnderRule2() {
        heard.onPacket(10_000 * MILLI, 1, 300, true);
        heard.onPacket(10_500 * MILLI, 1, 0, false);
        assertEquals(
                9_700 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0011), "it would remove us without a longer wait");
    }

    @Test
    void shouldCountForAMajorityFromWhenMoreThanHalfOfThePoolHadHeardIt() {
        heard.onVouch(10_000 * MILLI, 1, 300);
        assertEquals(9_700 * MILLI, heard.byMajorityNanos(2));
        assertEquals(9_700 * MILLI, heard.byMajorityNanos(3), "two of three");
        assertTrue(heard.byMajorityNanos(4) < 0, "two of four are only half");
        heard.onVouch(10_000 * MILLI, 3, 1_500);
        assertEquals(8_500 * MILLI, heard.byMajorityNanos(4));
        assertEquals(8_500 * MILLI, heard.byMajorityNanos(5));
        heard.onVouch(10_000 * MILLI, 2, 500);
        assertEquals(9_500 * MILLI, heard.byMajorityNanos(5), "the third of five");
        heard.onVouch(10_100 * MILLI, 2, -1);
        assertEquals(9_500 * MILLI, heard.byMajorityNanos(5));
    }

    @Test
    void shouldLiveWhileItIsAlone() {
        assertEquals(11_000 * MILLI, heard.byAllNanos(11_000 * MILLI, 0b0001));
    }

    @Test
    void shouldCountFromBeforeItsOwnStallWhatMayHaveWaitedInItsSocket() {
        heard.onStall(10 * SECOND, 16 * SECOND);
        heard.onPacket(15 * SECOND, 1, 1_000, true);
        assertEquals(9 * SECOND, heard.byAllNanos(15 * SECOND, 0b11), "said at 10 s at the earliest");
        heard.onPacket(16 * SECOND, 1, 500, true);
        assertEquals(15_500 * MILLI, heard.byAllNanos(16 * SECOND, 0b11));
    }

    @Test
    void shouldNotTakeForYoungerWhatWaitedThroughTwoStalls() {
        heard.onStall(10 * SECOND, 16 * SECOND);
        heard.onStall(15 * SECOND, 19 * SECOND);
        heard.onPacket(18 * SECOND, 1, 0, true);
        assertEquals(10 * SECOND, heard.byAllNanos(18 * SECOND, 0b11));
        heard.onStall(19 * SECOND, 22 * SECOND);
        heard.onPacket(21 * SECOND, 1, 0, true);
        assertEquals(19 * SECOND, heard.byAllNanos(21 * SECOND, 0b11), "the socket was empty when this one began");
    }
}
